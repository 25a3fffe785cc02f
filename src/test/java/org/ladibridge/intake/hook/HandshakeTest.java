package org.ladibridge.intake.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.intake.hook.Requests.NOW;
import static org.ladibridge.intake.hook.Requests.PUBLIC_URL;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.vertx.core.MultiMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The questions that senders ask before they send anything, as their pages describe them. */
class HandshakeTest {
    private static HookRequest get(String query, String... headers) {
        return request("GET", "/hooks/test" + query, "", headers);
    }

    private static HookRequest request(String method, String uri, String body, String... headers) {
        MultiMap map = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < headers.length; i += 2) {
            map.add(headers[i], headers[i + 1]);
        }
        return new HookRequest(method, uri, map, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<HookAnswer> answer(Map<String, String> parameters, HookRequest request) {
        Hook hook = Requests.endpoint(parameters.getOrDefault("verify", "hmac-body"), "test-secret", PUBLIC_URL, NOW,
                values -> values.putAll(parameters)).hook();
        Handshake handshake = hook.handshake();
        Verifier verifier = hook.verifier();
        return handshake.isAsked(request) ? Optional.of(handshake.answer(request, verifier::signed)) : Optional.empty();
    }

    private static String said(Map<String, String> parameters, HookRequest request) {
        return answer(parameters, request).map(answer -> answer.status() + " " + answer.body()).orElse("no question");
    }

    @Test
    void hubRepeatsTheChallengeForWhoKnowsTheTokenWhateverVerifies() {
        for (String verify : List.of("hmac-body", "token", "shopify")) {
            Map<String, String> hub = Map.of("verify", verify, "handshake", "hub", "verifyToken", "one,two");
            assertEquals("200 c-1", said(hub, get("?hub.mode=subscribe&hub.challenge=c-1&hub.verify_token=two")));
            for (String wrong : List.of("?hub.mode=subscribe&hub.challenge=c-1&hub.verify_token=three",
                    "?hub.mode=subscribe&hub.challenge=c-1", "?hub.challenge=c-1&hub.verify_token=one", "",
                    "?hub.mode=subscribe&hub.challenge=a&hub.challenge=b&hub.verify_token=one")) {
                assertTrue(said(hub, get(wrong)).startsWith("403"), wrong);
            }
        }
    }

    @Test
    void aValueIsRepeatedFromTheQueryAHeaderOrTheBody() {
        assertEquals("200 abc", said(Map.of("handshake", "query:challenge"), get("?challenge=abc")));
        assertEquals("200 Validation: Testing+1", said(Map.of("handshake", "query:validationToken"),
                request("POST", "/hooks/test?validationToken=Validation%3A%20Testing%2B1", "")));
        Map<String, String> slack = Map.of("handshake", "body:/type=url_verification", "handshakeAnswer", "{body:/challenge}");
        assertEquals("200 3eZbrw1aB", said(slack, request("POST", "/hooks/test",
                "{\"token\":\"x\",\"challenge\":\"3eZbrw1aB\",\"type\":\"url_verification\"}")));
        assertEquals("no question",
                said(slack, request("POST", "/hooks/test", "{\"type\":\"event_callback\",\"challenge\":\"x\"}")));
        HookAnswer asana = answer(Map.of("handshake", "header:X-Hook-Secret", "handshakeHeader", "X-Hook-Secret"),
                request("POST", "/hooks/test", "{}", "X-Hook-Secret", "b537207f20cbfa02357cf448134da559")).orElseThrow();
        assertEquals("b537207f20cbfa02357cf448134da559", asana.headerValue());
        assertEquals("no question", said(Map.of("handshake", "header:X-Hook-Secret"), request("POST", "/hooks/test", "{}")));
    }

    @Test
    void anAnswerInJsonStaysJsonWhateverIsRepeated() {
        assertEquals("200 {\"challenge\":\"a\\\"b\\\\u\"}",
                said(Map.of("handshake", "body:/challenge", "handshakeAnswer", "{\"challenge\":\"{body:/challenge}\"}"),
                        request("POST", "/hooks/test", "{\"challenge\":\"a\\\"b\\\\u\"}")));
        assertEquals("application/json",
                answer(Map.of("handshake", "get", "handshakeAnswer", "{\"ok\":true}"), get("")).orElseThrow()
                        .contentType());
    }

    @Test
    void aFixedAnswerIsForEveryGetAndForNoPost() {
        Map<String, String> fixed = Map.of("handshake", "get", "handshakeAnswer", "ok");
        assertEquals("200 ok", said(fixed, get("")));
        assertEquals("200 ok", said(fixed, request("HEAD", "/hooks/test", "")));
        assertEquals("200 ", said(Map.of("handshake", "get"), get("?x=1")));
        assertEquals("no question", said(fixed, request("POST", "/hooks/test", "{}")));
    }

    /** By the formulas of the vendors' pages. */
    @Test
    void aSignedAnswerIsSignedAsDeliveriesAre() {
        Map<String, String> zoom = Map.of("handshake", "body:/event=endpoint.url_validation", "handshakeAnswer",
                "{\"plainToken\":\"{body:/payload/plainToken}\",\"encryptedToken\":\"{signed:body:/payload/plainToken}\"}");
        assertEquals(
                "200 {\"plainToken\":\"qgg8vlvZRS6UYooatFL8Aw\",\"encryptedToken\":\""
                        + HexFormat.of().formatHex(hmac("qgg8vlvZRS6UYooatFL8Aw"))
                        + "\"}",
                said(zoom, request("POST", "/hooks/test",
                        "{\"payload\":{\"plainToken\":\"qgg8vlvZRS6UYooatFL8Aw\"},\"event\":\"endpoint.url_validation\"}")));
        assertEquals("200 {\"response_token\":\"sha256=" + Base64.getEncoder().encodeToString(hmac("c-1")) + "\"}",
                said(Map.of("encoding", "base64", "handshake", "query:crc_token", "handshakeAnswer",
                        "{\"response_token\":\"sha256={signed:query:crc_token}\"}"), get("?crc_token=c-1")));
    }

    /** Whoever asks must not get a delivery signed. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"phone\":\"0912345678\"}", "v0:1764000000:x", "phone=0912345678", "a&b", "1764000000.{}", "[1]",
            "a b", ""})
    void nothingThatCouldBeADeliveryIsSigned(String text) {
        String asked = said(Map.of("handshake", "query:t", "handshakeAnswer", "{signed:query:t}"),
                get("?t=" + URLEncoder.encode(text, StandardCharsets.UTF_8)));
        assertFalse(asked.startsWith("200"), asked);
    }

    private static byte[] hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("test-secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
