package org.ladibridge.intake.hook;

import java.util.ArrayList;
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
import org.ladibridge.http.HeaderValue;
import org.ladibridge.intake.Parameters;
import org.ladibridge.intake.SecretSetting;
import org.ladibridge.intake.hook.Scheme.Encoding;
import org.ladibridge.intake.hook.Scheme.KeyEncoding;

import com.fasterxml.jackson.core.JsonPointer;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** One webhook. */
@UriEndpoint(firstVersion = "1.0.0", scheme = "hook", title = "Hook", syntax = "hook:path", consumerOnly = true, category = Category.HTTP)
@RegisterForReflection
public class HookEndpoint extends DefaultEndpoint {
    @UriPath(description = "What follows /hooks/")
    @Metadata(required = true)
    private final String path;
    @UriParam(label = "security", enums = "shopify,woocommerce,hubspot,typeform,meta,stripe,kiotviet,pipedrive,bitrix24,standard-webhooks,hmac-body,hmac-timestamped,token,basic")
    @Metadata(required = true)
    private String verify;
    @UriParam(label = "security", secret = true)
    @Metadata(required = true)
    private String secret;
    @UriParam(label = "security", secret = true)
    private String verifyToken;
    @UriParam(label = "security")
    private String header;
    @UriParam(label = "security", enums = "sha256,sha1,sha512")
    private String algorithm;
    @UriParam(label = "security", enums = "hex,base64")
    private String encoding;
    @UriParam(label = "security")
    private String prefix;
    @UriParam(label = "security", enums = "utf8,hex,base64,whsec,html")
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
    @UriParam(description = "HTTP status for what is stored, 2xx")
    private String answer;
    @UriParam(description = "Key of an envelope whose value is the record or the records, or keys with / between them")
    private String unwrap = "";
    @UriParam(description = "Top-level keys and JSON pointers, comma-separated, of what is removed before anything is stored")
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
        HookConsumer consumer = new HookConsumer(this, processor, preset, verifier(), handshake());
        configureConsumer(consumer);
        return consumer;
    }

    /** @throws IllegalArgumentException when a parameter or the secret cannot be used; it names the parameter, never the secret */
    Verifier verifier() {
        Preset preset = Preset.of(verify);
        List<String> secrets = Verifier.secrets(secret == null ? "" : secret);
        require(!secrets.isEmpty(), "the secret is empty; an unverified webhook is never served");
        return switch (preset.proof()) {
            case SIGNATURE -> signature(preset, secrets);
            case TOKEN -> {
                require(secrets.stream().allMatch(HeaderValue::isPlain),
                        "the token takes ASCII letters, digits and signs only: it is sent as a header");
                yield new Verifier.Token(or(header, null), secrets);
            }
            case BASIC -> new Verifier.Basic(secrets);
            case FORM_TOKEN -> new Verifier.FormToken("auth[application_token]", secrets);
        };
    }

    /** Null when this sender asks for none. */
    MetaHandshake handshake() {
        if (!Preset.of(verify).handshake()) {
            return null;
        }
        List<String> tokens = Verifier.secrets(verifyToken == null ? "" : verifyToken);
        require(!tokens.isEmpty(), "the verifyToken is empty; " + verify + " asks for it before it sends anything");
        return new MetaHandshake(tokens);
    }

    private Verifier signature(Preset preset, List<String> secrets) {
        List<Scheme> schemes = preset.schemes().stream().map(this::scheme).distinct().toList();
        List<HmacVerifier> verifiers = new ArrayList<>();
        for (Scheme scheme : schemes) {
            List<byte[]> keys = keys(scheme.keyEncoding(), secrets);
            if (keys.size() >= (schemes.size() == 1 ? secrets.size() : 1)) {
                verifiers.add(new HmacVerifier(scheme, keys, component().clock(),
                        scheme.namesPublicUri() ? component().publicAddress() : null));
            }
        }
        require(!verifiers.isEmpty(), "the secret is not "
                + schemes.get(0).keyEncoding().name().toLowerCase(Locale.ROOT) + " as " + verify + " wants it");
        return verifiers.size() == 1 ? verifiers.get(0) : new AnyVariant(path, verifiers);
    }

    private Scheme scheme(Scheme preset) {
        Scheme scheme = new Scheme(or(header, preset.header()), preset.layout(), algorithm == null
                ? preset.algorithm()
                : "Hmac" + Parameters.oneOf(named("algorithm"), algorithm, List.of("sha256", "sha1", "sha512"))
                        .toUpperCase(Locale.ROOT),
                encoding == null
                        ? preset.encoding()
                        : Parameters.choice(named("encoding"), encoding, Encoding.class),
                "none".equals(prefix) ? "" : or(prefix, preset.prefix()),
                keyEncoding == null
                        ? preset.keyEncoding()
                        : Parameters.choice(named("keyEncoding"), keyEncoding, KeyEncoding.class),
                or(template, preset.template()), or(timestampHeader, preset.timestampHeader()), or(idHeader, preset.idHeader()),
                timestampUnit == null
                        ? preset.millis()
                        : Parameters.oneOf(named("timestampUnit"), timestampUnit, List.of("s", "ms")).equals("ms"));
        require(scheme.template().contains("{body}"), "the template must hold {body}, or anything could be sent under it");
        require(!scheme.template().contains("{id}") || scheme.idHeader() != null, "the template's {id} needs an idHeader");
        require(scheme.template().contains("{timestamp}") == scheme.isTimestamped(),
                "the template's {timestamp} and the timestampHeader belong together");
        require(!scheme.namesPublicUri() || component().publicAddress() != null,
                "BRIDGE_PUBLIC_URL is not set; " + verify + " signs the address it calls, such as https://bridge.example.vn");
        return scheme;
    }

    /** The parameter with its endpoint, as messages have it. */
    private String named(String parameter) {
        return "hook:" + path + ": " + parameter;
    }

    private HookComponent component() {
        return (HookComponent) getComponent();
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(named(otherwise));
        }
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

    private static String or(String own, String preset) {
        return own == null || own.isBlank() ? preset : own;
    }

    /** The only request headers that a route gets to see. */
    Set<String> visibleHeaders(Preset preset) {
        Set<String> visible = new LinkedHashSet<>(preset.headers());
        for (String clean : Parameters.list(headers)) {
            String lower = clean.toLowerCase(Locale.ROOT);
            if (lower.startsWith("camel") || lower.startsWith("org.apache.camel")) {
                throw new IllegalArgumentException(
                        "hook:" + path + ": the header «" + clean + "» would steer Camel; it is never passed on");
            }
            visible.add(clean);
        }
        return visible;
    }

    /** What is removed from every record before it is stored. */
    List<JsonPointer> ignored(Preset preset) {
        List<JsonPointer> pointers = new ArrayList<>();
        preset.credentials().forEach(key -> pointers.add(topLevel(key)));
        Parameters.list(ignore).forEach(
                key -> pointers.add(key.startsWith("/") ? Parameters.pointer(named("ignore"), key) : topLevel(key)));
        return pointers;
    }

    private static JsonPointer topLevel(String key) {
        return JsonPointer.empty().appendProperty(key);
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
        this.secret = SecretSetting.secret(secret);
    }

    public void setVerifyToken(String verifyToken) {
        this.verifyToken = SecretSetting.secret(verifyToken);
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

    /** @throws IllegalArgumentException when the parameter is no status of success */
    int status(Preset preset) {
        if (answer == null || answer.isBlank()) {
            return preset.answers().stored();
        }
        require(answer.strip().matches("2\\d\\d"), "answer takes an HTTP status of success such as 200, not «" + answer + "»");
        return Integer.parseInt(answer.strip());
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
