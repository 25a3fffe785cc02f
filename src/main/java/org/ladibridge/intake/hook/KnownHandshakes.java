package org.ladibridge.intake.hook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Common handshakes that can be answered without knowing the sender. */
final class KnownHandshakes {
    /** The parameters of a source whose sender asks so: the handshake and, where it is not what stands there, the answer. */
    private static final List<String[]> ALL = List.of(
            new String[]{"query:validationToken", ""},
            new String[]{"query:challenge", ""},
            new String[]{"header:x-okta-verification-challenge",
                    "{\"verification\":\"{header:x-okta-verification-challenge}\"}"},
            new String[]{"header:X-Hook-Secret", ""},
            new String[]{"body:/type=url_verification", "{body:/challenge}"},
            new String[]{"body:/challenge", "{\"challenge\":\"{body:/challenge}\"}"});

    private KnownHandshakes() {
    }

    /**
     * @param parameters of {@code kamelet:webhook-source}
     * @param answer what the sender wants to read
     */
    record Guess(Map<String, String> parameters, HookAnswer answer) {
    }

    /** Empty when the request is a delivery. */
    static Optional<Guess> of(HookRequest request) {
        String challenge = request.query("hub.challenge");
        if (challenge != null && request.query("hub.verify_token") != null) {
            return Optional.of(new Guess(Map.of("handshake", Handshake.HUB), HookAnswer.text(challenge)));
        }
        for (String[] known : ALL) {
            String header = known[0].equals("header:X-Hook-Secret") ? "X-Hook-Secret" : "";
            Handshake handshake = Handshake.of(known[0], known[1], header, List.of());
            if (handshake.isAsked(request)) {
                Map<String, String> parameters = new LinkedHashMap<>();
                parameters.put("handshake", known[0]);
                if (!known[1].isEmpty()) {
                    parameters.put("handshakeAnswer", known[1]);
                }
                if (!header.isEmpty()) {
                    parameters.put("handshakeHeader", header);
                }
                return Optional.of(new Guess(parameters, handshake.answer(request, text -> "")));
            }
        }
        return request.method().equals("POST")
                ? Optional.empty()
                : Optional.of(new Guess(Map.of("handshake", Handshake.GET), HookAnswer.text("")));
    }
}
