package org.ladibridge.intake.hook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jboss.logging.Logger;
import org.ladibridge.http.HeaderValue;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.Parameters;
import org.ladibridge.intake.SecretSetting;
import org.ladibridge.intake.hook.Scheme.Encoding;
import org.ladibridge.intake.hook.Scheme.Hash;
import org.ladibridge.intake.hook.Scheme.KeyEncoding;
import org.ladibridge.intake.hook.Scheme.Method;
import org.ladibridge.intake.hook.Scheme.TimeUnit;
import org.ladibridge.intake.hook.Template.Name;

import com.fasterxml.jackson.core.JsonPointer;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** One webhook. */
@UriEndpoint(firstVersion = "1.0.0", scheme = "hook", title = "Hook", syntax = "hook:path", consumerOnly = true, category = Category.HTTP)
@RegisterForReflection
public class HookEndpoint extends DefaultEndpoint {
    private static final Logger LOG = Logger.getLogger(HookEndpoint.class);

    @UriPath(description = "What follows /hooks/")
    @Metadata(required = true)
    private final String path;
    @UriParam(label = "security", enums = "shopify,woocommerce,hubspot,typeform,meta,stripe,kiotviet,pipedrive,bitrix24,standard-webhooks,hmac-body,hmac-timestamped,digest,token,basic")
    @Metadata(required = true)
    private String verify;
    @UriParam(label = "security", secret = true)
    @Metadata(required = true)
    private String secret;
    @UriParam(label = "security", secret = true)
    private String verifyToken;
    @UriParam(label = "security")
    private String header;
    @UriParam(label = "security", enums = "sha256,sha1,sha512,sha384,md5")
    private String algorithm;
    @UriParam(label = "security", enums = "hex,base64,base64url")
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
    @UriParam(label = "security", enums = "s,ms,iso")
    private String timestampUnit;
    @UriParam(label = "security", description = "Place of the signature or token in the request")
    private String signatureAt;
    @UriParam(label = "security", description = "Place of the time of signing in the request")
    private String timestampAt;
    @UriParam(label = "security", description = "Place of the id in the request")
    private String idAt;
    @UriParam(label = "security", javaType = "java.time.Duration", description = "How far the time of signing may be from now")
    private String tolerance;
    @UriParam(label = "security", description = "What only the sender's question has that comes before deliveries")
    private String handshake;
    @UriParam(label = "security", description = "What the sender's question is answered with")
    private String handshakeAnswer;
    @UriParam(label = "security", description = "Header that carries the answer, too")
    private String handshakeHeader;
    @UriParam(description = "Further request headers that the route may see, comma-separated")
    private String headers = "";
    @UriParam(description = "Places in the delivery whose values the mapping sees as $delivery, comma-separated")
    private String delivery = "";
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
        HookConsumer consumer = new HookConsumer(this, processor, Preset.of(verify), verifier(), handshake());
        configureConsumer(consumer);
        return consumer;
    }

    /** @throws IllegalArgumentException when a parameter or the secret cannot be used; it names the parameter, never the secret */
    Verifier verifier() {
        Preset preset = Preset.of(verify);
        List<String> secrets = Verifier.secrets(secret == null ? "" : secret);
        require(!secrets.isEmpty(), "the secret is empty; an unverified webhook is never served");
        requireEffect(preset);
        return switch (preset.proof()) {
            case SIGNATURE -> signature(preset, secrets);
            case TOKEN -> {
                Place place = place("signatureAt", signatureAt, header, preset.token());
                require(place != null && place.kind() != Place.Kind.HEADER || secrets.stream().allMatch(HeaderValue::isPlain),
                        "the token takes ASCII letters, digits and signs only: it is sent as a header");
                if (place != null && place.kind() == Place.Kind.QUERY) {
                    LOG.warnf("%s: the token stands in the address, and addresses are kept in the logs of proxies and senders; "
                            + "take a header where the sender can send one", path);
                }
                yield new Verifier.Token(place, secrets);
            }
            case BASIC -> new Verifier.Basic(secrets);
        };
    }

    /** Null when this sender asks nothing. */
    Handshake handshake() {
        Preset preset = Preset.of(verify);
        String asked = or(handshake, preset.handshake());
        List<String> tokens = Verifier.secrets(verifyToken == null ? "" : verifyToken);
        String answered = or(handshakeAnswer, "");
        String alsoIn = or(handshakeHeader, "");
        if (asked.isEmpty()) {
            for (String[] each : new String[][]{{"verifyToken", verifyToken}, {"handshakeAnswer", handshakeAnswer},
                    {"handshakeHeader", handshakeHeader}}) {
                require(!isGiven(each[1]),
                        each[0] + " has no effect without handshake; it says what is asked, such as hub, get or "
                                + "query:challenge");
            }
            return null;
        }
        Handshake.wrongHeader(alsoIn).ifPresent(wrong -> require(false, wrong));
        try {
            Handshake made = Handshake.of(asked, answered, alsoIn, tokens);
            require(!made.signs() || preset.proof() == Preset.Proof.SIGNATURE,
                    "handshakeAnswer: {signed:…} needs a verify that signs; " + verify + " does not");
            return made;
        } catch (IllegalArgumentException e) {
            throw e.getMessage().startsWith("hook:")
                    ? e
                    : new IllegalArgumentException("hook:" + path + ": " + e.getMessage(), e);
        }
    }

    /** A parameter that nobody looks at would make its author believe in something that is not checked. */
    private void requireEffect(Preset preset) {
        boolean signs = preset.proof() == Preset.Proof.SIGNATURE;
        for (String[] each : new String[][]{{"algorithm", algorithm}, {"encoding", encoding}, {"prefix", prefix},
                {"keyEncoding", keyEncoding}, {"template", template}, {"timestampHeader", timestampHeader},
                {"timestampAt", timestampAt}, {"timestampUnit", timestampUnit}, {"tolerance", tolerance},
                {"idHeader", idHeader},
                {"idAt", idAt}}) {
            require(signs || !isGiven(each[1]),
                    each[0] + " has no effect with verify: " + verify + ", which is not a signature; take it out");
        }
        for (String[] each : new String[][]{{"header", header}, {"signatureAt", signatureAt}}) {
            require(preset.proof() != Preset.Proof.BASIC || !isGiven(each[1]),
                    each[0] + " has no effect with verify: " + verify + ", which reads Authorization; take it out");
        }
    }

    private Verifier signature(Preset preset, List<String> secrets) {
        List<Scheme> schemes = preset.schemes().stream().map(this::scheme).distinct().toList();
        List<SignatureVerifier> verifiers = new ArrayList<>();
        for (Scheme scheme : schemes) {
            List<byte[]> keys = keys(scheme.keyEncoding(), secrets);
            if (keys.size() >= (schemes.size() == 1 ? secrets.size() : 1)) {
                verifiers.add(new SignatureVerifier(scheme, keys, settings(scheme), component().clock(),
                        scheme.namesPublicUrl() ? component().publicAddress() : null));
            }
        }
        require(!verifiers.isEmpty(), "the secret is not "
                + schemes.get(0).keyEncoding().name().toLowerCase(Locale.ROOT) + " as " + verify + " wants it");
        return verifiers.size() == 1 ? verifiers.get(0) : new AnyVariant(path, verifiers);
    }

    private Map<String, String> settings(Scheme scheme) {
        Map<String, String> settings = new HashMap<>();
        for (String name : scheme.signed().settings()) {
            settings.put(name, SecretSetting.find(name).orElseThrow(() -> new MissingSettingException(
                    MissingSettingException.variable(name),
                    ": the template of " + path + " names it as {setting:" + name + "}")));
        }
        return settings;
    }

    private Scheme scheme(Scheme preset) {
        Template signed = template == null || template.isBlank() ? preset.signed() : template();
        Place timestamp = place("timestampAt", timestampAt, timestampHeader, preset.timestamp());
        Place id = place("idAt", idAt, idHeader, preset.id());
        Scheme scheme = new Scheme(preset.method(), enumOr("algorithm", algorithm, Hash.class, preset.hash()), signed,
                enumOr("encoding", encoding, Encoding.class, preset.encoding()),
                "none".equals(prefix) ? "" : or(prefix, preset.prefix()),
                enumOr("keyEncoding", keyEncoding, KeyEncoding.class, preset.keyEncoding()),
                place("signatureAt", signatureAt, header, preset.signature()), timestamp,
                enumOr("timestampUnit", timestampUnit, TimeUnit.class, preset.timeUnit()), id, tolerance(preset.tolerance()));
        require(scheme.method() != Method.DIGEST || signed.names(Name.SECRET),
                "the template must hold {secret}, such as {secret}{body}: a plain hash without it can be made by anybody");
        boolean signsParts = signed.placeholders().anyMatch(part -> part.name() == Name.BODY);
        require(signsParts, "the template must hold {body}, or anything could be sent under it");
        require(!signed.names(Name.ID) || id != null, "the template's {id} needs an idHeader or idAt: where the id stands");
        require(id == null || signed.names(Name.ID), "idHeader and idAt have no effect: the template does not hold {id}");
        require(!signed.names(Name.TIMESTAMP) || timestamp != null,
                "the template's {timestamp} needs a timestampHeader or timestampAt: where the time stands");
        require(timestamp == null || signed.names(Name.TIMESTAMP) || isSigned(timestamp, signed),
                "the template does not hold {timestamp}: what timestampHeader or timestampAt names is not signed, and anybody could change it");
        require(timestamp != null || !isGiven(timestampUnit) && !isGiven(tolerance),
                "timestampUnit and tolerance have no effect: nothing says where a time stands (timestampAt)");
        require(!scheme.namesPublicUrl() || component().publicAddress() != null,
                "BRIDGE_PUBLIC_URL is not set; " + verify + " signs the address it calls, such as https://bridge.example.vn");
        if (!signed.namesWholeBody()) {
            LOG.warnf(
                    "%s: only parts of the body are signed (%s); who sees one delivery can send others that have the same parts",
                    path, signed);
        }
        if (scheme.hash().isBroken()) {
            LOG.warnf("%s: %s is broken; ask the sender for another way of signing", path, scheme.hash());
        }
        return scheme;
    }

    /** Whether the time is covered by what is signed, without being named as such. */
    private static boolean isSigned(Place timestamp, Template signed) {
        return timestamp.kind() == Place.Kind.BODY && signed.namesWholeBody()
                || signed.placeholders().anyMatch(part -> timestamp.equals(part.place()));
    }

    private Template template() {
        try {
            return Scheme.template(template);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("hook:" + path + ": template: " + e.getMessage(), e);
        }
    }

    /** @param inHeader the short form: the name of a header */
    private Place place(String parameter, String at, String inHeader, Place preset) {
        String shortForm = parameter.equals("signatureAt") ? "header" : parameter.replace("At", "Header");
        require(!isGiven(at) || !isGiven(inHeader), parameter + " and " + shortForm + " say the same; give one of them");
        if (isGiven(inHeader)) {
            return Place.header(inHeader.strip());
        }
        try {
            return isGiven(at) ? Place.of(at) : preset;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("hook:" + path + ": " + parameter + ": " + e.getMessage(), e);
        }
    }

    private Duration tolerance(Duration preset) {
        if (!isGiven(tolerance)) {
            return preset;
        }
        Duration given = Parameters.duration(named("tolerance"), tolerance);
        require(given.compareTo(Duration.ZERO) > 0 && given.compareTo(Duration.ofDays(1)) <= 0,
                "tolerance takes a time up to a day such as 5m, not «" + tolerance.strip() + "»");
        return given;
    }

    private <E extends Enum<E>> E enumOr(String parameter, String value, Class<E> type, E preset) {
        return isGiven(value) ? Parameters.choice(named(parameter), value, type) : preset;
    }

    private static boolean isGiven(String text) {
        return text != null && !text.isBlank();
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

    /** What of a delivery goes along with its records. */
    List<Place> accompanying(Preset preset) {
        List<Place> places = new ArrayList<>();
        for (String text : Parameters.list(delivery)) {
            Place place = place("delivery", text, null, null);
            require(place.kind() != Place.Kind.BODY, "delivery takes headers and parameters of the query, not " + place
                    + ": the mapping sees the body anyway");
            require(!isSecret(place, preset), "delivery would store " + place + " with the records, and it opens this webhook");
            places.add(place);
        }
        return places;
    }

    private boolean isSecret(Place place, Preset preset) {
        boolean isHeader = place.kind() == Place.Kind.HEADER;
        return isHeader && Stream.of("authorization", "proxy-authorization", "cookie", "x-api-key")
                .anyMatch(place.name()::equalsIgnoreCase)
                || preset.proof() == Preset.Proof.TOKEN && (isHeader && place.name().equalsIgnoreCase(header)
                        || isGiven(signatureAt) && place.equals(Place.of(signatureAt)));
    }

    /** What is removed from every record before it is stored. */
    List<JsonPointer> ignored(Preset preset) {
        List<JsonPointer> pointers = new ArrayList<>();
        preset.credentials().forEach(key -> pointers.add(topLevel(key)));
        if (preset.proof() == Preset.Proof.TOKEN && isGiven(signatureAt) && signatureAt.strip().startsWith("body:")) {
            // A token that opens this webhook is not kept with the records.
            JsonPointer token = JsonPointer.compile(Place.of(signatureAt).name());
            pointers.add(token);
            pointers.add(topLevel(FormFields.name(token)));
        }
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

    public void setSignatureAt(String signatureAt) {
        this.signatureAt = signatureAt;
    }

    public void setTimestampAt(String timestampAt) {
        this.timestampAt = timestampAt;
    }

    public void setIdAt(String idAt) {
        this.idAt = idAt;
    }

    public void setTolerance(String tolerance) {
        this.tolerance = tolerance;
    }

    public void setHandshake(String handshake) {
        this.handshake = handshake;
    }

    public void setHandshakeAnswer(String handshakeAnswer) {
        this.handshakeAnswer = handshakeAnswer;
    }

    public void setHandshakeHeader(String handshakeHeader) {
        this.handshakeHeader = handshakeHeader;
    }

    public void setHeaders(String headers) {
        this.headers = headers;
    }

    public void setDelivery(String delivery) {
        this.delivery = delivery;
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
