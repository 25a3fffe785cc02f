package org.ladibridge.intake.hook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.ladibridge.intake.hook.HmacVerifier.Encoding;
import org.ladibridge.intake.hook.HmacVerifier.Scheme;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** One webhook. */
@UriEndpoint(firstVersion = "1.0.0", scheme = "hook", title = "Hook", syntax = "hook:path", consumerOnly = true, category = Category.HTTP)
@RegisterForReflection
public class HookEndpoint extends DefaultEndpoint {
    @UriPath(description = "What follows /hooks/")
    @Metadata(required = true)
    private final String path;
    @UriParam(label = "security", enums = "hmac-body,hmac-timestamped,standard-webhooks,shopify,token,basic")
    @Metadata(required = true)
    private String verify;
    @UriParam(label = "security", secret = true)
    @Metadata(required = true)
    private String secret;
    @UriParam(label = "security")
    private String header;
    @UriParam(label = "security", enums = "sha256,sha1,sha512")
    private String algorithm;
    @UriParam(label = "security", enums = "hex,base64")
    private String encoding;
    @UriParam(label = "security")
    private String prefix;
    @UriParam(label = "security", enums = "utf8,hex,base64")
    private String keyEncoding;
    @UriParam(label = "security")
    private String template;
    @UriParam(label = "security")
    private String timestampHeader;
    @UriParam(label = "security")
    private String idHeader;
    @UriParam(label = "security", enums = "s,ms")
    private String timestampUnit;
    @UriParam(description = "Further request headers that the route may see, comma-separated")
    private String headers = "";
    @UriParam(description = "HTTP status for what is stored")
    private String answer;
    @UriParam(description = "Key of an envelope {type, …, <unwrap>} whose value is the record or the records")
    private String unwrap = "";
    @UriParam(description = "Top-level keys that are removed before anything is stored, comma-separated")
    private String ignore = "";

    public HookEndpoint(String uri, HookComponent component, String path) {
        super(uri, component);
        this.path = path;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("hook: is a source, nothing can be sent to it");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Preset preset = Preset.of(verify);
        HookConsumer consumer = new HookConsumer(this, processor, preset, verifier());
        configureConsumer(consumer);
        return consumer;
    }

    /** @throws IllegalArgumentException when a parameter or the secret cannot be used; it names the parameter, never the secret */
    Verifier verifier() {
        Preset preset = Preset.of(verify);
        List<String> secrets = Verifier.secrets(secret == null ? "" : secret);
        require(!secrets.isEmpty(), "the secret is empty; an unverified webhook is never served");
        if (preset == Preset.TOKEN) {
            return new Verifier.Token(secrets);
        }
        if (preset == Preset.BASIC) {
            return new Verifier.Basic(secrets);
        }
        List<byte[]> keys = new ArrayList<>();
        for (String each : secrets) {
            keys.add(key(preset, each));
        }
        return new HmacVerifier(scheme(preset.scheme()), keys, ((HookComponent) getComponent()).clock());
    }

    private Scheme scheme(Scheme preset) {
        Scheme scheme = new Scheme(or(header, preset.header()), algorithm == null
                ? preset.algorithm()
                : "Hmac" + oneOf("algorithm", algorithm, "sha256", "sha1", "sha512").toUpperCase(Locale.ROOT),
                encoding == null
                        ? preset.encoding()
                        : Encoding.valueOf(oneOf("encoding", encoding, "hex", "base64").toUpperCase(Locale.ROOT)),
                or(prefix, preset.prefix()), or(template, preset.template()), or(timestampHeader, preset.timestampHeader()),
                or(idHeader, preset.idHeader()),
                timestampUnit == null ? preset.millis() : oneOf("timestampUnit", timestampUnit, "s", "ms").equals("ms"),
                preset.tolerance());
        require(scheme.template().contains("{body}"), "the template must hold {body}, or anything could be sent under it");
        require(!scheme.template().contains("{id}") || scheme.idHeader() != null, "the template's {id} needs an idHeader");
        require(scheme.template().contains("{timestamp}") == (scheme.timestampHeader() != null),
                "the template's {timestamp} and the timestampHeader belong together");
        return scheme;
    }

    private String oneOf(String parameter, String value, String... values) {
        require(List.of(values).contains(value),
                parameter + " takes one of " + String.join(", ", values) + ", not «" + value + "»");
        return value;
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException("hook:" + path + ": " + otherwise);
        }
    }

    private byte[] key(Preset preset, String text) {
        String encodingOfKey = keyEncoding != null
                ? oneOf("keyEncoding", keyEncoding, "utf8", "hex", "base64")
                : preset == Preset.STANDARD_WEBHOOKS ? "base64" : "utf8";
        String bare = preset == Preset.STANDARD_WEBHOOKS && text.startsWith("whsec_")
                ? text.substring("whsec_".length())
                : text;
        byte[] key;
        try {
            key = switch (encodingOfKey) {
                case "hex" -> HexFormat.of().parseHex(bare);
                case "base64" -> Base64.getDecoder().decode(bare);
                default -> bare.getBytes(StandardCharsets.UTF_8);
            };
        } catch (IllegalArgumentException e) {
            // The library's message may quote the secret.
            key = new byte[0];
        }
        require(key.length > 0, "the secret is not " + encodingOfKey + " as " + verify + " wants it");
        return key;
    }

    private static String or(String own, String preset) {
        return own == null || own.isBlank() ? preset : own;
    }

    /** The only request headers that a route gets to see. */
    Set<String> visibleHeaders(Preset preset) {
        Set<String> visible = new LinkedHashSet<>(preset.headers());
        for (String name : headers.split(",")) {
            String clean = name.strip();
            String lower = clean.toLowerCase(Locale.ROOT);
            if (lower.startsWith("camel") || lower.startsWith("org.apache.camel")) {
                throw new IllegalArgumentException(
                        "hook:" + path + ": the header «" + clean + "» would steer Camel; it is never passed on");
            }
            if (!clean.isEmpty()) {
                visible.add(clean);
            }
        }
        return visible;
    }

    Set<String> ignoredKeys() {
        Set<String> keys = new LinkedHashSet<>();
        for (String key : ignore.split(",")) {
            if (!key.isBlank()) {
                keys.add(key.strip());
            }
        }
        return keys;
    }

    public String getPath() {
        return path;
    }

    public String getVerify() {
        return verify;
    }

    public void setVerify(String verify) {
        this.verify = verify;
    }

    public String getSecret() {
        return secret;
    }

    public void setSecret(String secret) {
        this.secret = secret;
    }

    public void setHeader(String header) {
        this.header = header;
    }

    public void setAlgorithm(String algorithm) {
        this.algorithm = blankToNull(algorithm);
    }

    public void setEncoding(String encoding) {
        this.encoding = blankToNull(encoding);
    }

    public void setPrefix(String prefix) {
        this.prefix = prefix;
    }

    public void setKeyEncoding(String keyEncoding) {
        this.keyEncoding = blankToNull(keyEncoding);
    }

    public void setTemplate(String template) {
        this.template = template;
    }

    public void setTimestampHeader(String timestampHeader) {
        this.timestampHeader = timestampHeader;
    }

    public void setIdHeader(String idHeader) {
        this.idHeader = idHeader;
    }

    public void setTimestampUnit(String timestampUnit) {
        this.timestampUnit = blankToNull(timestampUnit);
    }

    public void setHeaders(String headers) {
        this.headers = headers;
    }

    public String getAnswer() {
        return answer;
    }

    /** Text, so that a kamelet's empty default means the preset's status. */
    public void setAnswer(String answer) {
        this.answer = answer;
    }

    int status(Preset preset) {
        return answer == null || answer.isBlank() ? preset.status() : Integer.parseInt(answer.strip());
    }

    public String getUnwrap() {
        return unwrap;
    }

    public void setUnwrap(String unwrap) {
        this.unwrap = unwrap;
    }

    public void setIgnore(String ignore) {
        this.ignore = ignore;
    }

    private static String blankToNull(String text) {
        return text.isBlank() ? null : text.strip();
    }
}
