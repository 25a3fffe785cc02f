package org.ladibridge.intake.hook;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.SecretSetting;

/**
 * A webhook's parameters as its route writes them, those of {@code kamelet:webhook-source}. Nothing is read or judged here.
 *
 * @param path what follows {@code /hooks/}
 * @param values by name; a blank one is as good as none, so that a kamelet's empty default means the preset's
 */
record HookSettings(String path, Map<String, String> values) {
    /** The parameters there are, but for the path. */
    static final Set<String> NAMES = Set.of("verify", "secret", "verifyToken", "header", "algorithm", "encoding", "prefix",
            "keyEncoding", "template", "timestampHeader", "idHeader", "timestampUnit", "signatureAt", "timestampAt", "idAt",
            "tolerance", "handshake", "handshakeAnswer", "handshakeHeader", "headers", "delivery", "answer", "unwrap",
            "ignore");

    HookSettings {
        values = Map.copyOf(values);
    }

    /** Takes its own parameters out of all. */
    static HookSettings taken(String path, Map<String, Object> parameters) {
        Map<String, String> values = new HashMap<>();
        for (String name : NAMES) {
            Object value = parameters.remove(name);
            if (value != null) {
                values.put(name, value.toString());
            }
        }
        return new HookSettings(path, values);
    }

    boolean isGiven(String name) {
        return !text(name).isBlank();
    }

    /** As it is written; empty when it is not. */
    String text(String name) {
        return values.getOrDefault(name, "");
    }

    /** The same; without a value the preset's. */
    String or(String name, String preset) {
        return isGiven(name) ? text(name) : preset;
    }

    /** Several are valid while one is being rotated. */
    List<String> secrets(String name) {
        return Verifier.secrets(SecretSetting.secret(text(name)));
    }

    /** The variable that holds a secret, as sentences name it. */
    String variable(String name) {
        return SecretSetting.nameOf(text(name)).map(MissingSettingException::variable).orElse("the parameter " + name);
    }
}
