package org.ladibridge.intake.hook;

import java.util.List;
import java.util.Map;

import io.netty.handler.codec.http.QueryStringDecoder;

/**
 * The answer to the question by which Meta finds out, when a subscription is made, whether its owner owns the address too.
 *
 * @param tokens the verify tokens, as typed into the subscription
 * @see <a href="https://developers.facebook.com/docs/graph-api/webhooks/getting-started/">Meta: verification requests</a>
 */
record MetaHandshake(List<String> tokens) {
    HookAnswer answer(HookRequest request) {
        Map<String, List<String>> query = new QueryStringDecoder(request.uri()).parameters();
        String challenge = only(query, "hub.challenge");
        String token = only(query, "hub.verify_token");
        boolean asked = "subscribe".equals(only(query, "hub.mode")) && challenge != null && token != null;
        return asked && Verifier.anyEquals(tokens, token)
                ? HookAnswer.text(challenge)
                : HookAnswer.problem(403, "Forbidden", "the verify token is wrong", "mã xác minh không đúng");
    }

    private static String only(Map<String, List<String>> query, String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : null;
    }
}
