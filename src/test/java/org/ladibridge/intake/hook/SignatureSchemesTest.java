package org.ladibridge.intake.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.intake.hook.Requests.NOW;
import static org.ladibridge.intake.hook.Requests.accepts;
import static org.ladibridge.intake.hook.Requests.request;
import static org.ladibridge.intake.hook.Requests.verifier;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Senders that are not shipped, each written down in parameters alone. The signatures are made by the formula of the vendor's page. */
class SignatureSchemesTest {
    private static final String LEAD = "{\"event\":\"lead\",\"data\":{\"id\":7,\"name\":\"Nguyễn Văn A\"},\"timestamp\":1764000000}";

    /**
     * @param parameters the hook's
     * @param another a request with the same proof that must not pass
     */
    record Sender(String name, String verify, String secret, Instant now, Consumer<Map<String, String>> parameters,
            HookRequest genuine, HookRequest another) {
        /** Whether the text is put together as nobody would guess, with an app id that stands in no delivery. */
        boolean isBeyondGuessing() {
            return name.equals("Zalo OA") || name.equals("milliseconds");
        }

        /** Whether the other request is signed, too, at another time than this sender is given. */
        boolean isOnlyTooOld() {
            return name.endsWith("an ISO time");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static String hmac(String algorithm, String key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String digest(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    private static HookRequest at(String uri, String body, String... headers) {
        return request(uri, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static List<Sender> senders() {
        String slackBody = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        String paddle = hmac("HmacSHA256", "pdl", "1764000000:" + LEAD);
        String mailgun = "{\"signature\":{\"timestamp\":\"1764000000\",\"token\":\"tok-1\",\"signature\":\""
                + hmac("HmacSHA256", "mg", "1764000000tok-1") + "\"},\"event-data\":{\"id\":7}}";
        String form = "ma_kh=7&ten=Nguy%E1%BB%85n&sign=" + digest("MD5", "7bí mật").toUpperCase(Locale.ROOT);
        return List.of(
                // The vectors of the vendors' own pages.
                new Sender("Slack", "hmac-body", "8f742231b10e8888abcd99yyyzzz85a5", Instant.ofEpochSecond(1531420618),
                        hook -> {
                            hook.put("signatureAt", "header:X-Slack-Signature");
                            hook.put("prefix", "v0=");
                            hook.put("template", "v0:{timestamp}:{body}");
                            hook.put("timestampAt", "header:X-Slack-Request-Timestamp");
                        }, at("/hooks/slack", slackBody, "X-Slack-Signature",
                                "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
                                "X-Slack-Request-Timestamp",
                                "1531420618"),
                        at("/hooks/slack", slackBody, "X-Slack-Signature",
                                "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
                                "X-Slack-Request-Timestamp", "1531420619")),
                new Sender("GitHub", "hmac-body", "It's a Secret to Everybody", NOW, hook -> {
                    hook.put("header", "X-Hub-Signature-256");
                    hook.put("prefix", "sha256=");
                }, request("Hello, World!", "X-Hub-Signature-256",
                        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"),
                        request("Hello, World?", "X-Hub-Signature-256",
                                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")),
                // Time and signature are elements of one header.
                new Sender("Paddle", "hmac-body", "pdl", NOW, hook -> {
                    hook.put("signatureAt", "header:Paddle-Signature[h1]");
                    hook.put("timestampAt", "header:Paddle-Signature[ts]");
                    hook.put("template", "{timestamp}:{body}");
                }, request(LEAD, "Paddle-Signature", "ts=1764000000;h1=" + paddle + ";h1=00"),
                        request(LEAD, "Paddle-Signature", "ts=1764000001;h1=" + paddle)),
                // A plain hash in which the secret and an app id are parts.
                new Sender("Zalo OA", "digest", "oa-secret", NOW, hook -> {
                    hook.put("signatureAt", "header:X-ZEvent-Signature");
                    hook.put("prefix", "mac=");
                    hook.put("template", "4321{body}{timestamp}{secret}");
                    hook.put("timestampAt", "body:/timestamp");
                }, request(LEAD, "X-ZEvent-Signature", "mac=" + digest("SHA-256", "4321" + LEAD + "1764000000oa-secret")),
                        request(LEAD, "X-ZEvent-Signature", "mac=" + digest("SHA-256", "4321" + LEAD + "1764000000oa-sekret"))),
                // The proof stands in the body that it does not cover.
                new Sender("Mailgun", "hmac-body", "mg", NOW, hook -> {
                    hook.put("signatureAt", "body:/signature/signature");
                    hook.put("timestampAt", "body:/signature/timestamp");
                    hook.put("template", "{timestamp}{body:/signature/token}");
                }, request(mailgun), request(mailgun.replace("tok-1", "tok-2"))),
                // The address is signed, too.
                new Sender("Square", "hmac-body", "sq", NOW, hook -> {
                    hook.put("header", "x-square-hmacsha256-signature");
                    hook.put("encoding", "base64");
                    hook.put("template", "{url}{body}");
                }, at("/hooks/square?a=%3A1", LEAD, "x-square-hmacsha256-signature",
                        base64(hmac("HmacSHA256", "sq", Requests.PUBLIC_URL + "/hooks/square?a=%3A1" + LEAD))),
                        at("/hooks/square?a=:1", LEAD, "x-square-hmacsha256-signature",
                                base64(hmac("HmacSHA256", "sq", Requests.PUBLIC_URL + "/hooks/square?a=%3A1" + LEAD)))),
                new Sender("Trello", "hmac-body", "tr", NOW, hook -> {
                    hook.put("header", "X-Trello-Webhook");
                    hook.put("algorithm", "sha1");
                    hook.put("encoding", "base64");
                    hook.put("template", "{body}{url}");
                }, at("/hooks/trello", LEAD, "X-Trello-Webhook",
                        base64(hmac("HmacSHA1", "tr", LEAD + Requests.PUBLIC_URL + "/hooks/trello"))),
                        at("/hooks/trello", LEAD + " ", "X-Trello-Webhook",
                                base64(hmac("HmacSHA1", "tr", LEAD + Requests.PUBLIC_URL + "/hooks/trello")))),
                // Milliseconds, a hexadecimal secret, base64url without padding.
                new Sender("milliseconds", "hmac-timestamped",
                        HexFormat.of().formatHex("wf".getBytes(StandardCharsets.US_ASCII)), NOW,
                        hook -> {
                            hook.put("template", "{timestamp}:{method}:{path}:{query:shop}:{body:/data}");
                            hook.put("timestampUnit", "ms");
                            hook.put("keyEncoding", "hex");
                            hook.put("encoding", "base64url");
                        }, at("/hooks/wf?shop=H%C3%A0+N%E1%BB%99i", LEAD, "X-Timestamp", "1764000000123", "X-Signature",
                                base64url("wf", "1764000000123:POST:/hooks/wf:Hà Nội:{\"id\":7,\"name\":\"Nguyễn Văn A\"}")),
                        at("/hooks/wf?shop=Hue", LEAD, "X-Timestamp", "1764000000123", "X-Signature",
                                base64url("wf", "1764000000123:POST:/hooks/wf:Hà Nội:{\"id\":7,\"name\":\"Nguyễn Văn A\"}"))),
                // A shop program's form, signed in capitals by an MD5.
                new Sender("MD5 in a form", "digest", "bí mật", NOW, hook -> {
                    hook.put("signatureAt", "body:/sign");
                    hook.put("algorithm", "md5");
                    hook.put("template", "{body:/ma_kh}{secret}");
                }, request(form, "Content-Type", "application/x-www-form-urlencoded"),
                        request(form.replace("ma_kh=7", "ma_kh=8"), "Content-Type", "application/x-www-form-urlencoded")),
                new Sender("a signature in the query, an ISO time", "hmac-body", "q", NOW, hook -> {
                    hook.put("signatureAt", "query:sig");
                    hook.put("timestampAt", "query:at");
                    hook.put("timestampUnit", "iso");
                    hook.put("tolerance", "1m");
                    hook.put("template", "{timestamp}\n{body}");
                }, at("/hooks/q?at=2025-11-24T16:00:30Z&sig=" + hmac("HmacSHA256", "q", "2025-11-24T16:00:30Z\n" + LEAD), LEAD),
                        at("/hooks/q?at=2025-11-24T16:01:30Z&sig=" + hmac("HmacSHA256", "q", "2025-11-24T16:01:30Z\n" + LEAD),
                                LEAD)),
                new Sender("a token in the body", "token", "mật khẩu,cũ", NOW,
                        hook -> hook.put("signatureAt", "body:/webhooksVerifyToken"),
                        request("{\"event\":\"x\",\"webhooksVerifyToken\":\"mật khẩu\"}"),
                        request("{\"event\":\"x\",\"webhooksVerifyToken\":\"mật khẩu\",\"webhooksVerifyToken\":\"mật khẩu\"}")));
    }

    private static String base64url(String key, String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(HexFormat.of().parseHex(hmac("HmacSHA256", key, text)));
    }

    @ParameterizedTest
    @MethodSource("senders")
    void aSenderIsBelievedByParametersAlone(Sender sender) {
        Verifier verifier = verifier(sender.verify(), sender.secret(), sender.now(), sender.parameters());
        assertEquals("", verifier.refusal(sender.genuine()).map(Refusal::why).orElse(""));
        assertFalse(accepts(verifier, sender.another()), "what is not the same is not believed");
        String another = sender.verify().equals("token")
                ? "khác"
                : HexFormat.of().formatHex("other".getBytes(StandardCharsets.US_ASCII));
        assertFalse(accepts(verifier(sender.verify(), another, sender.now(), sender.parameters()), sender.genuine()),
                "another secret is not believed");
    }

    /** What would be checked in another way than its author thinks says so, with the remedy, and never the secret. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        token       | encoding=hex                        | encoding has no effect with verify: token
        token       | template={body}                     | template has no effect
        token       | tolerance=5m                        | tolerance has no effect
        basic       | header=X-Key                        | header has no effect with verify: basic, which reads Authorization
        pipedrive   | signatureAt=query:x                 | signatureAt has no effect
        hmac-body   | timestampUnit=ms                    | timestampUnit and tolerance have no effect: nothing says where a time stands
        hmac-body   | tolerance=10m                       | timestampUnit and tolerance have no effect
        hmac-body   | timestampAt=header:X-Time           | template does not hold {timestamp}
        hmac-body   | idAt=header:X-Id                    | idHeader and idAt have no effect
        hmac-body   | template={id}.{body}                | needs an idHeader or idAt
        hmac-body   | template={timestamp}.{body}         | needs a timestampHeader or timestampAt
        hmac-body   | template={bdy}                      | template: the placeholder {bdy} is not known; did you mean «body»?
        hmac-body   | template={query}{body}              | is written {query:name}
        hmac-body   | template={body:data}                | is written {body} or {body:/pointer}
        hmac-body   | template={signed:body:/x}{body}     | is not known
        hmac-body   | template={header:X Y}{body}         | is no place in a request
        hmac-body   | template=constant                   | must hold {body}
        hmac-body   | template={setting:no.such.id}{body} | NO_SUCH_ID
        hmac-body   | signatureAt=X-Signature             | signatureAt: «X-Signature» is no place in a request; write header:X-Name
        hmac-body   | signatureAt=body:sign               | is no place in a request
        hmac-body   | signatureAt=header:X[a=b]           | is no place in a request
        hmac-body   | header=X-A&signatureAt=header:X-B   | signatureAt and header say the same
        hmac-body   | algorithm=sha3                      | algorithm takes one of sha256, sha1, sha512, sha384, md5
        hmac-body   | encoding=base32                     | encoding takes one of hex, base64, base64url
        hmac-timestamped | timestampUnit=hours            | timestampUnit takes one of s, ms, iso
        hmac-timestamped | tolerance=2d                   | tolerance takes a time up to a day
        hmac-timestamped | tolerance=soon                 | tolerance takes a duration such as 30s
        hmac-timestamped | timestampHeader=X-A&timestampAt=header:X-B | timestampAt and timestampHeader say the same
        digest      | encoding=hex                        | the template must hold {secret}
        digest      | template={body}                     | the template must hold {secret}
        hmac-body   | verifyToken=abc                     | verifyToken has no effect without handshake
        hmac-body   | handshakeAnswer=ok                  | handshakeAnswer has no effect without handshake
        hmac-body   | handshakeHeader=X-Ok                | handshakeHeader has no effect without handshake
        hmac-body   | handshake=hub                       | verifyToken is empty
        hmac-body   | handshake=get&verifyToken=abc       | verifyToken has no effect without handshake: hub
        hmac-body   | handshake=challenge                 | handshake takes hub, get, or a place
        hmac-body   | handshake=body:/type=ping           | needs a handshakeAnswer
        hmac-body   | handshake=get&handshakeAnswer={secret} | would send the secret to anybody
        hmac-body   | handshake=get&handshakeAnswer={chalenge} | is not known
        hmac-body   | handshake=get&handshakeHeader=X Y   | handshakeHeader takes the name of a header
        token       | handshake=query:c&handshakeAnswer={signed:query:c} | needs a verify that signs
        """)
    void aParameterThatCannotWorkIsNamedWithItsRemedy(String verify, String parameters, String expected) {
        HookEndpoint hook = Requests.endpoint(verify, "hush-hush:hush", Requests.PUBLIC_URL, NOW,
                values -> set(values, parameters));
        Exception wrong = assertThrows(IllegalArgumentException.class, hook::hook);
        assertTrue(wrong.getMessage().contains(expected), wrong.getMessage());
        assertFalse(wrong.getMessage().contains("hush"), wrong.getMessage());
    }

    private static void set(Map<String, String> values, String parameters) {
        for (String each : parameters.split("&")) {
            int equals = each.indexOf('=');
            values.put(each.substring(0, equals), each.substring(equals + 1));
        }
    }

    /** Values that may be read in two ways are no values. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":{\"b\":1},\"a\":{\"b\":2}}", "{\"a\":{\"b\":1,\"b\":1}}", "{\"a\":{\"b\":null}}",
            "{\"a\":{}}", "{\"a\":[1]}",
            "[]", "", "{", "{\"a\":{\"b\":\"x", "not json", "{\"a/b\":1}", "{\"b\":1}"})
    void aValueOfTheBodyThatIsMissingOrRepeatedIsNone(String body) {
        assertEquals(null, Place.of("body:/a/b").value(request(body)));
    }

    @Test
    void aValueOfTheBodyIsReadAsItIsWritten() {
        String body = "{ \"x\":[{\"a\":1.50}, {\"a\" : [1, 2 ,{\"é\":\"\\u00e9\"}]}], \"t\":\"\\u1ec5\", \"n\":12345678901234567890, \"b\":true}";
        assertEquals("1.50", Place.of("body:/x/0/a").value(request(body)));
        assertEquals("[1, 2 ,{\"é\":\"\\u00e9\"}]", Place.of("body:/x/1/a").value(request(body)));
        assertEquals("ễ", Place.of("body:/t").value(request(body)));
        assertEquals("12345678901234567890", Place.of("body:/n").value(request(body)));
        assertEquals("true", Place.of("body:/b").value(request(body)));
        assertEquals("1", Place.of("body:/auth/a.b").value(request("x=2&auth%5Ba.b%5D=1", "Content-Type",
                "application/x-www-form-urlencoded; charset=UTF-8")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"header:X-A", "header:X-A[v1]", "query:a.b", "body:/a/0/b", "body:/auth[token]"})
    void aPlaceReadsAsItIsWritten(String text) {
        assertEquals(text, Place.of(text).toString());
    }

    /** A deep body is not walked down by who has not proven anything. */
    @Test
    void aBodyThatIsTooDeepIsNotRead() {
        String deep = "[".repeat(100_000);
        assertEquals(null, Place.of("body:/a").value(request("{\"b\":" + deep)));
    }
}
