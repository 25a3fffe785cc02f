package org.ladibridge.intake.hook;

import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.ladibridge.intake.hook.Scheme.Encoding;
import org.ladibridge.intake.hook.Scheme.Hash;
import org.ladibridge.intake.hook.Scheme.KeyEncoding;
import org.ladibridge.intake.hook.Scheme.Method;
import org.ladibridge.intake.hook.Scheme.TimeUnit;

/**
 * Finds out how a delivery is signed, from the delivery and the secret: tries the secret over every place where a signature could
 * stand and every text that could be signed. The result is the simplest scheme that fits.
 */
final class SignatureSearch {
    private static final Pattern PREFIXED = Pattern.compile("([A-Za-z0-9_-]{1,16}[=,: ])?([A-Za-z0-9+/_=-]{20,})");
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2})+");
    private static final Duration FRESH = Duration.ofDays(2);
    /** Between the pieces of a signed text. */
    private static final List<String> SEPARATORS = List.of("", ".", ":", "\n", "|", "-", "_", "&", "+", ",", " ");
    /** Values of the body that may be signed by themselves. */
    private static final int MOST_VALUES = 40;
    private static final int MOST_TEXTS = 20_000;
    /** Of a large delivery not every way is tried: that would take minutes. */
    private static final long MOST_HASHED = 2_000_000_000L;

    private final List<HookRequest> deliveries;
    private final HookRequest first;
    private final String secret;
    private final PublicAddress publicAddress;
    private final Clock clock;
    private final Map<Place, String> values;
    private boolean cutShort;

    /**
     * How the deliveries prove their sender.
     *
     * @param parameters of {@code kamelet:webhook-source}, but for path and secret
     * @param described as a person says it
     */
    record Found(Map<String, String> parameters, String described) {
    }

    /**
     * What was found, or what speaks against it.
     *
     * @param found null when nothing fits
     * @param looked sentences that say what was looked at and why it does not fit; empty when something was found
     * @param looksSigned whether something stands in the delivery that is written like a signature
     */
    record Result(Found found, List<String> looked, boolean looksSigned) {
    }

    /** A text in the request that may be a signature. */
    private record Candidate(Place place, String prefix, Encoding encoding, byte[] bytes) {
    }

    /** @param deliveries of one sender, at least one; @param publicAddress null when it is not set */
    SignatureSearch(List<HookRequest> deliveries, String secret, PublicAddress publicAddress, Clock clock) {
        this.deliveries = List.copyOf(deliveries);
        this.first = deliveries.get(0);
        this.secret = secret.strip();
        this.publicAddress = publicAddress;
        this.clock = clock;
        this.values = RequestValues.of(first);
    }

    Result result() {
        List<Candidate> candidates = candidates();
        boolean looksSigned = !candidates.isEmpty();
        return token().or(() -> signature(candidates)).map(found -> new Result(found, List.of(), looksSigned))
                .orElseGet(() -> new Result(null, against(candidates), looksSigned));
    }

    private Optional<Found> token() {
        String authorization = first.header("Authorization");
        if (secret.contains(":") && believed(new Verifier.Basic(List.of(secret)))) {
            return Optional.of(new Found(Map.of("verify", "basic"), "Basic, the secret is user:password"));
        }
        if (believed(new Verifier.Token(null, List.of(secret)))) {
            return Optional.of(new Found(Map.of("verify", "token"),
                    "the secret itself, as " + (authorization == null ? "X-Api-Key" : "Authorization: Bearer")));
        }
        return values.entrySet().stream().filter(value -> value.getValue().strip().equals(secret)).map(Map.Entry::getKey)
                .filter(place -> believed(new Verifier.Token(place, List.of(secret)))).findFirst()
                .map(place -> Place.body("/auth[application_token]").value(first) != null
                        && place.name().contains("application_token")
                                ? new Found(Map.of("verify", "bitrix24"), "the application token of Bitrix24")
                                : new Found(ordered("verify", "token", "signatureAt", place.toString()),
                                        "the secret itself, at " + place.described()));
    }

    private boolean believed(Verifier verifier) {
        return deliveries.stream().allMatch(delivery -> verifier.refusal(delivery).isEmpty());
    }

    /** Everything in the request that is written like the bytes of a hash. */
    private List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        values.forEach((place, value) -> {
            String text = place.kind() == Place.Kind.HEADER && place.part() == null
                    ? value.strip().split(" +")[0]
                    : value.strip();
            Matcher written = PREFIXED.matcher(text);
            if (!written.matches()) {
                return;
            }
            String prefix = written.group(1) == null ? "" : written.group(1);
            // A short base64 text may itself look as if it began with a prefix.
            for (String each : prefix.isEmpty() ? List.of("") : List.of(prefix, "")) {
                String encoded = text.substring(each.length());
                int before = candidates.size();
                if (HEX.matcher(encoded).matches()) {
                    add(candidates, place, each, Encoding.HEX, encoded);
                }
                if (candidates.size() > before) {
                    // Of base64 as long as a hash no text has such letters only.
                    continue;
                }
                add(candidates, place, each, Encoding.BASE64, encoded);
                if (encoded.contains("-") || encoded.contains("_") || !encoded.endsWith("=")) {
                    add(candidates, place, each, Encoding.BASE64URL, encoded);
                }
            }
        });
        return candidates;
    }

    private static void add(List<Candidate> candidates, Place place, String prefix, Encoding encoding, String text) {
        try {
            byte[] bytes = encoding.decode(text);
            if (Stream.of(Hash.values()).anyMatch(hash -> hash.length() == bytes.length)) {
                candidates.add(new Candidate(place, prefix, encoding, bytes));
            }
        } catch (IllegalArgumentException e) {
            // Not written so.
            return;
        }
    }

    private Optional<Found> signature(List<Candidate> candidates) {
        long hashed = 0;
        for (Text text : texts(candidates)) {
            hashed += (long) first.body().length * candidates.size();
            if (hashed > MOST_HASHED) {
                cutShort = true;
                break;
            }
            for (KeyEncoding keyEncoding : KeyEncoding.values()) {
                byte[] key = key(keyEncoding);
                if (key == null) {
                    continue;
                }
                for (Candidate candidate : candidates) {
                    for (Hash hash : Hash.values()) {
                        if (hash.length() != candidate.bytes().length) {
                            continue;
                        }
                        Scheme scheme = text.scheme(candidate, hash, keyEncoding);
                        if (fits(scheme, key, candidate)) {
                            return Optional.of(found(scheme));
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the scheme verifies the first delivery, and then all of them. */
    private boolean fits(Scheme scheme, byte[] key, Candidate candidate) {
        SignatureVerifier verifier = new SignatureVerifier(scheme, List.of(key), Map.of(), clock, publicAddress);
        byte[] text = verifier.text(first, key);
        return text != null && MessageDigest.isEqual(scheme.sign(key, text), candidate.bytes())
                && deliveries.stream().allMatch(delivery -> verifier.refusal(delivery)
                        .filter(refusal -> refusal.cause() != Refusal.Cause.REPLAYED).isEmpty());
    }

    /** Null when the secret is not written so, or is the same as plain text. */
    private byte[] key(KeyEncoding encoding) {
        try {
            byte[] key = encoding.decode(secret);
            boolean same = encoding != KeyEncoding.UTF8 && Arrays.equals(key, KeyEncoding.UTF8.decode(secret));
            boolean whsec = encoding == KeyEncoding.WHSEC && !secret.startsWith("whsec_");
            return key.length == 0 || same || whsec ? null : key;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** What may be signed. */
    private record Text(Method method, String template, Place timestamp, TimeUnit unit, Place id) {
        Scheme scheme(Candidate candidate, Hash hash, KeyEncoding keyEncoding) {
            return new Scheme(method, hash, Scheme.template(template), candidate.encoding(), candidate.prefix(), keyEncoding,
                    candidate.place(), timestamp, unit, id, Duration.ofMinutes(5));
        }
    }

    /** The simplest first. */
    private List<Text> texts(List<Candidate> candidates) {
        Set<Place> signatures = new LinkedHashSet<>();
        candidates.forEach(candidate -> signatures.add(candidate.place()));
        Map<Place, TimeUnit> times = times();
        List<Place> ids = values.keySet().stream().filter(place -> isId(place) && !times.containsKey(place)).limit(6).toList();
        List<Place> ofBody = values.keySet().stream()
                .filter(place -> place.kind() == Place.Kind.BODY && !signatures.contains(place))
                .limit(MOST_VALUES).toList();
        List<Text> texts = new ArrayList<>();
        List<String> plain = new ArrayList<>(List.of("{body}"));
        for (String address : publicAddress == null ? List.of("{uri}", "{path}") : List.of("{url}", "{uri}", "{path}")) {
            for (String separator : List.of("", "\n", "|", ".")) {
                plain.add(address + separator + "{body}");
                plain.add("{body}" + separator + address);
                plain.add("{method}" + separator + address + separator + "{body}");
            }
        }
        RequestValues.containers(first).stream().limit(10).forEach(pointer -> plain.add("{body:" + pointer + "}"));
        plain.forEach(template -> texts.add(new Text(Method.HMAC, template, null, TimeUnit.S, null)));
        ids.forEach(id -> SEPARATORS
                .forEach(separator -> texts.add(new Text(Method.HMAC, "{id}" + separator + "{body}", null, TimeUnit.S, id))));
        times.forEach((time, unit) -> {
            List<String> dated = new ArrayList<>();
            for (String separator : SEPARATORS) {
                dated.add("{timestamp}" + separator + "{body}");
                dated.add("{body}" + separator + "{timestamp}");
                dated.add("v0" + separator + "{timestamp}" + separator + "{body}");
                dated.add("{method}" + separator + "{uri}" + separator + "{timestamp}" + separator + "{body}");
                dated.add("{timestamp}" + separator + "{method}" + separator + "{uri}" + separator + "{body}");
                if (publicAddress != null) {
                    dated.add("{method}" + separator + "{publicUri}" + separator + "{body}" + separator + "{timestamp}");
                    dated.add("{method}" + separator + "{url}" + separator + "{body}" + separator + "{timestamp}");
                    dated.add("{timestamp}" + separator + "{url}" + separator + "{body}");
                }
            }
            dated.forEach(template -> texts.add(new Text(Method.HMAC, template, time, unit, null)));
            for (Place id : ids) {
                for (String separator : SEPARATORS) {
                    for (String template : List.of("{id}%s{timestamp}%s{body}", "{timestamp}%s{id}%s{body}",
                            "{id}%s{body}%s{timestamp}")) {
                        texts.add(new Text(Method.HMAC, template.replace("%s", separator), time, unit, id));
                    }
                }
            }
            for (Place part : ofBody) {
                if (!part.equals(time)) {
                    for (String separator : List.of("", ".", ":", "|")) {
                        texts.add(new Text(Method.HMAC, "{timestamp}" + separator + "{" + part + "}", time, unit, null));
                        texts.add(new Text(Method.HMAC, "{" + part + "}" + separator + "{timestamp}", time, unit, null));
                    }
                }
            }
        });
        List<Place> ofQuery = values.keySet().stream()
                .filter(place -> place.kind() == Place.Kind.QUERY && !signatures.contains(place)).limit(MOST_VALUES).toList();
        sorted(texts, ofBody.stream().filter(place -> place.name().lastIndexOf('/') == 0).toList());
        sorted(texts, ofQuery);
        digests(texts, ofBody, values.keySet().stream()
                .filter(place -> place.key().toLowerCase(Locale.ROOT).contains("nonce") && place.part() == null).toList(),
                times);
        return texts.size() > MOST_TEXTS ? texts.subList(0, MOST_TEXTS) : texts;
    }

    /** The secret stands before or behind what an HMAC would be over, or between app id and time as in Zalo's. */
    private static void digests(List<Text> texts, List<Place> ofBody, List<Place> nonces, Map<Place, TimeUnit> times) {
        List<Text> digests = new ArrayList<>();
        for (String separator : List.of("", ".", ":", "|", "&", "\n")) {
            for (Text text : List.copyOf(texts)) {
                digests.add(new Text(Method.DIGEST, text.template() + separator + "{secret}", text.timestamp(), text.unit(),
                        text.id()));
                digests.add(new Text(Method.DIGEST, "{secret}" + separator + text.template(), text.timestamp(), text.unit(),
                        text.id()));
            }
        }
        for (Place part : ofBody) {
            digests.add(new Text(Method.DIGEST, "{" + part + "}{secret}", null, TimeUnit.S, null));
            digests.add(new Text(Method.DIGEST, "{secret}{" + part + "}", null, TimeUnit.S, null));
            times.forEach((time, unit) -> digests
                    .add(new Text(Method.DIGEST, "{" + part + "}{body}{timestamp}{secret}", time, unit, null)));
        }
        // As Lark signs, and what has a number used once besides.
        nonces.forEach(nonce -> times.forEach((time, unit) -> List.of("{timestamp}{%s}{secret}{body}",
                "{secret}{timestamp}{%s}{body}",
                "{timestamp}{%s}{body}{secret}").forEach(
                        template -> digests
                                .add(new Text(Method.DIGEST, template.replace("%s", nonce.toString()), time, unit, null)))));
        texts.addAll(digests);
    }

    /**
     * As payment services sign: the fields by their names, {@code a=1&b=2}, or their values alone, the secret perhaps at the end. The
     * template names the fields of this delivery.
     */
    private static void sorted(List<Text> texts, List<Place> fields) {
        if (fields.size() < 2) {
            return;
        }
        List<Place> byName = fields.stream().sorted(Comparator.comparing(Place::key)).toList();
        for (List<Place> signed : List.of(byName,
                byName.stream().filter(place -> !place.key().matches("(?i)/?sign_?type")).toList())) {
            String pairs = signed.stream().map(place -> place.key().replaceFirst("^/", "") + "={" + place + "}")
                    .collect(Collectors.joining("&"));
            texts.add(new Text(Method.HMAC, pairs, null, TimeUnit.S, null));
            for (String end : List.of("&key={secret}", "{secret}", "&{secret}", "&secret={secret}")) {
                texts.add(new Text(Method.DIGEST, pairs + end, null, TimeUnit.S, null));
                texts.add(new Text(Method.HMAC, pairs + end, null, TimeUnit.S, null));
            }
            texts.add(new Text(Method.DIGEST, "{secret}" + pairs, null, TimeUnit.S, null));
            texts.add(new Text(Method.DIGEST, "{secret}" + pairs + "{secret}", null, TimeUnit.S, null));
            for (String between : List.of("", "|")) {
                String alone = signed.stream().map(place -> "{" + place + "}").collect(Collectors.joining(between));
                texts.add(new Text(Method.HMAC, alone, null, TimeUnit.S, null));
                texts.add(new Text(Method.DIGEST, alone + between + "{secret}", null, TimeUnit.S, null));
                texts.add(new Text(Method.DIGEST, "{secret}" + between + alone, null, TimeUnit.S, null));
            }
        }
    }

    private static boolean isId(Place place) {
        String name = place.key().toLowerCase(Locale.ROOT);
        return place.kind() != Place.Kind.BODY ? name.contains("id") : name.matches("(/\\w+)?/(\\w*_)?id");
    }

    /** Values that look like a recent time. */
    private Map<Place, TimeUnit> times() {
        Map<Place, TimeUnit> times = new LinkedHashMap<>();
        Instant now = clock.instant();
        values.forEach((place, value) -> {
            for (TimeUnit unit : TimeUnit.values()) {
                if (unit.instant(value.strip()).filter(at -> Duration.between(at, now).abs().compareTo(FRESH) < 0)
                        .isPresent()) {
                    times.put(place, unit);
                }
            }
        });
        return times;
    }

    private static Found found(Scheme scheme) {
        Optional<Preset> preset = Preset.all().filter(each -> each.schemes().stream().anyMatch(own -> same(own, scheme)))
                .findFirst();
        if (preset.isPresent()) {
            return new Found(Map.of("verify", preset.get().label()), preset.get().label() + ": " + scheme.described());
        }
        boolean digest = scheme.method() == Method.DIGEST;
        Map<String, String> parameters = ordered("verify", digest ? "digest" : "hmac-body", "signatureAt",
                scheme.signature().toString());
        put(parameters, "template", scheme.signed().toString(), digest ? "" : "{body}");
        put(parameters, "algorithm", lower(scheme.hash()), "sha256");
        put(parameters, "encoding", lower(scheme.encoding()), "hex");
        put(parameters, "prefix", scheme.prefix(), "");
        put(parameters, "keyEncoding", lower(scheme.keyEncoding()), "utf8");
        if (scheme.timestamp() != null) {
            parameters.put("timestampAt", scheme.timestamp().toString());
            put(parameters, "timestampUnit", lower(scheme.timeUnit()), "s");
        }
        if (scheme.id() != null) {
            parameters.put("idAt", scheme.id().toString());
        }
        boolean named = scheme.signed().text().matches("(?s).*(=\\{(body|query):.*){2}|(?s)(\\{(body|query):[^}]*}[|]?){3,}.*");
        return new Found(parameters, scheme.described()
                + (named
                        ? "; the fields are those of this delivery: one with others is refused, so compare with a second kind"
                        : ""));
    }

    /** Names of headers ignore case. */
    private static boolean same(Scheme one, Scheme other) {
        return one.method() == other.method() && one.hash() == other.hash() && one.encoding() == other.encoding()
                && one.prefix().equals(other.prefix()) && one.keyEncoding() == other.keyEncoding()
                && one.signed().text().equals(other.signed().text()) && same(one.signature(), other.signature())
                && same(one.timestamp(), other.timestamp()) && same(one.id(), other.id());
    }

    private static boolean same(Place one, Place other) {
        return one == null ? other == null : other != null && one.toString().equalsIgnoreCase(other.toString());
    }

    /** The places of values that look like signatures and do not fit the secret. */
    private Optional<Place> byPrivateKey() {
        return values.entrySet().stream().filter(value -> {
            if (value.getKey().key().toLowerCase(Locale.ROOT).contains("ed25519")) {
                return true;
            }
            try {
                byte[] bytes = Encoding.BASE64.decode(value.getValue().strip());
                return bytes.length >= 68 && bytes.length <= 72 && bytes[0] == 0x30 && bytes[1] == bytes.length - 2;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }).map(Map.Entry::getKey).findFirst();
    }

    private List<String> against(List<Candidate> candidates) {
        List<String> sentences = new ArrayList<>();
        byPrivateKey().ifPresent(place -> sentences.add(place
                + " is written like a signature that is made with a private key (ECDSA or"
                + " Ed25519), which the bridge does not check: let the sender send a secret in a header besides (verify: token), if it can"));
        if (candidates.isEmpty() && sentences.isEmpty()) {
            sentences.add(
                    "nothing in the headers, the address or the body is written like a signature, and nothing is the secret itself: "
                            + "the sender does not sign; let it send the secret in a header (verify: token), or in its address as a last resort");
            return sentences;
        }
        Set<String> told = new LinkedHashSet<>();
        for (Candidate candidate : candidates) {
            String hashes = String.join(" or ",
                    Stream.of(Hash.values()).filter(hash -> hash.length() == candidate.bytes().length)
                            .map(Enum::name).toList());
            told.add(candidate.place() + " is written like a " + hashes + " in " + lower(candidate.encoding())
                    + (candidate.prefix().isEmpty() ? "" : " behind «" + candidate.prefix() + "»"));
        }
        told.stream().limit(8).forEach(each -> sentences.add(each + ", and this secret makes it of nothing that was tried"));
        if (cutShort) {
            sentences.add(
                    "the delivery is too large to try every way; begin again with a small one (--stop closes the address)");
        }
        sentences.add(
                "is this the secret of just this webhook, copied whole, and was the delivery sent by the vendor itself, not by a test tool? A text that is put "
                        + "together in another way can be said in the route: docs/verification.md."
                        + (publicAddress == null
                                ? " If the vendor signs the address that it calls, set BRIDGE_PUBLIC_URL first."
                                : ""));
        return sentences;
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static void put(Map<String, String> parameters, String name, String value, String byDefault) {
        if (!value.equals(byDefault)) {
            parameters.put(name, value);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
