package org.ladibridge.intake.hook;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import org.jboss.logging.Logger;
import org.ladibridge.http.HeaderValue;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.Mistakes;
import org.ladibridge.intake.Parameters;
import org.ladibridge.intake.SecretSetting;
import org.ladibridge.intake.hook.Scheme.Encoding;
import org.ladibridge.intake.hook.Scheme.Hash;
import org.ladibridge.intake.hook.Scheme.KeyEncoding;
import org.ladibridge.intake.hook.Scheme.Method;
import org.ladibridge.intake.hook.Scheme.TimeUnit;
import org.ladibridge.intake.hook.Template.Name;

/** Builds the verifier of a webhook from its parameters; a preset provides their defaults. */
final class VerifierFactory {
    private static final Logger LOG = Logger.getLogger(VerifierFactory.class);
    private static final List<String> OF_SIGNATURES = List.of("algorithm", "encoding", "prefix", "keyEncoding", "template",
            "timestampHeader", "timestampAt", "timestampUnit", "tolerance", "idHeader", "idAt");

    private final HookSettings settings;
    private final Preset preset;
    private final Clock clock;
    private final Supplier<PublicAddress> publicAddress;
    private final Mistakes mistakes;

    /** @param publicAddress asked only for senders that sign it; gives null when it is not set */
    VerifierFactory(HookSettings settings, Preset preset, Clock clock, Supplier<PublicAddress> publicAddress,
            Mistakes mistakes) {
        this.settings = settings;
        this.preset = preset;
        this.clock = clock;
        this.publicAddress = publicAddress;
        this.mistakes = mistakes;
    }

    /**
     * @return of no use when a mistake was found; mistakes name the parameter, never the secret
     * @throws MissingSettingException when a setting that is signed along is missing
     */
    Verifier verifier() {
        List<String> secrets = settings.secrets("secret");
        mistakes.require(!secrets.isEmpty(), "secret", "the secret is empty; an unverified webhook is never served");
        requireEffect();
        return switch (preset.proof()) {
            case SIGNATURE -> signature(secrets);
            case TOKEN -> token(secrets);
            case BASIC -> new Verifier.Basic(secrets);
        };
    }

    /** A parameter without effect is refused: its author would rely on a check that does not happen. */
    private void requireEffect() {
        boolean signs = preset.proof() == Preset.Proof.SIGNATURE;
        for (String name : OF_SIGNATURES) {
            mistakes.require(signs || !settings.isGiven(name), name,
                    name + " has no effect with verify: " + preset.label() + ", which is not a signature; take it out");
        }
        for (String name : List.of("header", "signatureAt")) {
            mistakes.require(preset.proof() != Preset.Proof.BASIC || !settings.isGiven(name), name,
                    name + " has no effect with verify: " + preset.label() + ", which reads Authorization; take it out");
        }
    }

    private Verifier token(List<String> secrets) {
        Place place = place("signatureAt", "header", preset.token());
        mistakes.require(
                place != null && place.kind() != Place.Kind.HEADER || secrets.stream().allMatch(HeaderValue::isPlain), "secret",
                "the token takes ASCII letters, digits and signs only: it is sent as a header");
        if (place != null && place.kind() == Place.Kind.QUERY) {
            LOG.warnf("%s: the token stands in the address, and addresses are kept in the logs of proxies and senders; "
                    + "take a header where the sender can send one", settings.path());
        }
        return new Verifier.Token(place, secrets);
    }

    private Verifier signature(List<String> secrets) {
        List<Scheme> schemes = preset.schemes().stream().map(this::scheme).distinct().toList();
        if (!mistakes.all().isEmpty()) {
            return null;
        }
        List<SignatureVerifier> verifiers = new ArrayList<>();
        for (Scheme scheme : schemes) {
            List<byte[]> keys = keys(scheme.keyEncoding(), secrets);
            if (keys.size() >= (schemes.size() == 1 ? secrets.size() : 1)) {
                verifiers.add(new SignatureVerifier(scheme, keys, signedSettings(scheme), clock,
                        scheme.namesPublicUrl() ? publicAddress.get() : null));
            }
        }
        if (verifiers.isEmpty()) {
            mistakes.add("secret", "the secret is not " + schemes.get(0).keyEncoding().name().toLowerCase(Locale.ROOT) + " as "
                    + preset.label() + " wants it");
            return null;
        }
        return verifiers.size() == 1 ? verifiers.get(0) : new AnyVariant(settings.path(), verifiers);
    }

    private Map<String, String> signedSettings(Scheme scheme) {
        Map<String, String> values = new HashMap<>();
        for (String name : scheme.signed().settings()) {
            values.put(name, SecretSetting.find(name).orElseThrow(() -> new MissingSettingException(
                    MissingSettingException.variable(name),
                    ": the template of " + settings.path() + " names it as {setting:" + name + "}")));
        }
        return values;
    }

    private Scheme scheme(Scheme usual) {
        Template signed = settings.isGiven("template")
                ? mistakes.read("template", this::template, null)
                : usual.signed();
        Place timestamp = place("timestampAt", "timestampHeader", usual.timestamp());
        Place id = place("idAt", "idHeader", usual.id());
        Scheme scheme = new Scheme(usual.method(), choice("algorithm", Hash.class, usual.hash()),
                signed == null ? usual.signed() : signed, choice("encoding", Encoding.class, usual.encoding()),
                "none".equals(settings.text("prefix")) ? "" : settings.or("prefix", usual.prefix()),
                choice("keyEncoding", KeyEncoding.class, usual.keyEncoding()),
                place("signatureAt", "header", usual.signature()), timestamp,
                choice("timestampUnit", TimeUnit.class, usual.timeUnit()), id, tolerance(usual.tolerance()));
        if (signed != null) {
            requireSound(scheme);
        }
        if (scheme.hash().isBroken()) {
            LOG.warnf("%s: %s is broken; ask the sender for another way of signing", settings.path(), scheme.hash());
        }
        return scheme;
    }

    /** Refuses signed texts that prove less than they seem to. */
    private void requireSound(Scheme scheme) {
        Template signed = scheme.signed();
        Place timestamp = scheme.timestamp();
        Place id = scheme.id();
        mistakes.require(scheme.method() != Method.DIGEST || signed.names(Name.SECRET), "template",
                "the template must hold {secret}, such as {secret}{body}: a plain hash without it can be made by anybody");
        mistakes.require(signed.names(Name.BODY), "template",
                "the template must hold {body}, or anything could be sent under it");
        mistakes.require(!signed.names(Name.ID) || id != null, "template",
                "the template's {id} needs an idHeader or idAt: where the id stands");
        mistakes.require(id == null || signed.names(Name.ID), given("idAt", "idHeader"),
                "idHeader and idAt have no effect: the template does not hold {id}");
        mistakes.require(!signed.names(Name.TIMESTAMP) || timestamp != null, "template",
                "the template's {timestamp} needs a timestampHeader or timestampAt: where the time stands");
        mistakes.require(timestamp == null || signed.names(Name.TIMESTAMP) || isSigned(timestamp, signed),
                given("timestampAt", "timestampHeader"),
                "the template does not hold {timestamp}: what timestampHeader or timestampAt names is not signed, and anybody could change it");
        mistakes.require(timestamp != null || !settings.isGiven("timestampUnit") && !settings.isGiven("tolerance"),
                given("timestampUnit", "tolerance"),
                "timestampUnit and tolerance have no effect: nothing says where a time stands (timestampAt)");
        mistakes.require(!scheme.namesPublicUrl() || publicAddress.get() != null, "verify", "BRIDGE_PUBLIC_URL is not set; "
                + preset.label() + " signs the address it calls, such as https://bridge.example.vn");
        if (!signed.namesWholeBody()) {
            LOG.warnf(
                    "%s: only parts of the body are signed (%s); who sees one delivery can send others that have the same parts",
                    settings.path(), signed);
        }
    }

    /** Whether the time is covered by what is signed, without being named as such. */
    private static boolean isSigned(Place timestamp, Template signed) {
        return timestamp.kind() == Place.Kind.BODY && signed.namesWholeBody()
                || signed.placeholders().anyMatch(part -> timestamp.equals(part.place()));
    }

    /** Of two parameters the one that the route writes. */
    private String given(String one, String other) {
        return settings.isGiven(one) ? one : other;
    }

    private Template template() {
        try {
            return Scheme.template(settings.text("template"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("template: " + e.getMessage(), e);
        }
    }

    /** @param shortForm the parameter that takes just the name of a header */
    private Place place(String parameter, String shortForm, Place usual) {
        mistakes.require(!settings.isGiven(parameter) || !settings.isGiven(shortForm), shortForm,
                parameter + " and " + shortForm + " say the same; give one of them");
        if (settings.isGiven(shortForm)) {
            return Place.header(settings.text(shortForm).strip());
        }
        return settings.isGiven(parameter)
                ? mistakes.read(parameter, () -> Place.of(parameter, settings.text(parameter)), usual)
                : usual;
    }

    private Duration tolerance(Duration usual) {
        if (!settings.isGiven("tolerance")) {
            return usual;
        }
        Duration given = mistakes.read("tolerance", () -> Parameters.duration("tolerance", settings.text("tolerance")), usual);
        mistakes.require(given.compareTo(Duration.ZERO) > 0 && given.compareTo(Duration.ofDays(1)) <= 0, "tolerance",
                "tolerance takes a time up to a day such as 5m, not «" + settings.text("tolerance").strip() + "»");
        return given;
    }

    private <E extends Enum<E>> E choice(String parameter, Class<E> type, E usual) {
        return settings.isGiven(parameter)
                ? mistakes.read(parameter, () -> Parameters.choice(parameter, settings.text(parameter), type), usual)
                : usual;
    }

    /** One of each secret that is written so. */
    private static List<byte[]> keys(KeyEncoding encoding, List<String> secrets) {
        List<byte[]> keys = new ArrayList<>();
        for (String each : secrets) {
            try {
                byte[] key = encoding.decode(each);
                if (key.length > 0) {
                    keys.add(key);
                }
            } catch (IllegalArgumentException e) {
                // The library's message may quote the secret.
                continue;
            }
        }
        return keys;
    }
}
