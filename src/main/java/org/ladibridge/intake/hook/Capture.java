package org.ladibridge.intake.hook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.ladibridge.intake.hook.Refusal.Cause;

import io.vertx.core.MultiMap;

/**
 * An address that was opened to inspect what a sender sends. It verifies nothing and stores nothing: deliveries are in memory, and gone
 * with the bridge or after an hour.
 */
final class Capture implements Receiver {
    private static final int MOST_DELIVERIES = 10;
    /** The limit of all deliveries together, in bytes: the address may become known to strangers. */
    private static final int MOST_BYTES = 1024 * 1024;

    private final String name;
    private final String path;
    private final Instant expires;
    private final List<HookRequest> deliveries = new ArrayList<>();
    private final Map<String, String> handshake = new LinkedHashMap<>();
    private String verifyToken;

    Capture(String name, String path, Instant expires) {
        this.name = name;
        this.path = path;
        this.expires = expires;
    }

    String name() {
        return name;
    }

    String path() {
        return path;
    }

    Instant expires() {
        return expires;
    }

    synchronized List<HookRequest> deliveries() {
        return List.copyOf(deliveries);
    }

    /** The parameters by which a source answers the question that was asked; empty when none was. */
    synchronized Map<String, String> handshake() {
        return new LinkedHashMap<>(handshake);
    }

    /** What was typed into the subscription; null when nobody named it. */
    synchronized String verifyToken() {
        return verifyToken;
    }

    @Override
    public Optional<HookAnswer> shakeHands(HookRequest request) {
        return KnownHandshakes.of(request).map(this::asked).map(guess -> {
            String token = request.query("hub.verify_token");
            synchronized (this) {
                verifyToken = token == null ? verifyToken : token;
            }
            return guess.answer();
        });
    }

    private synchronized KnownHandshakes.Guess asked(KnownHandshakes.Guess guess) {
        // A plain GET may come from anybody, and must not replace a real handshake.
        if (handshake.isEmpty() || !Handshake.GET.equals(guess.parameters().get("handshake"))) {
            handshake.clear();
            handshake.putAll(guess.parameters());
        }
        return guess;
    }

    @Override
    public HookAnswer serve(HookRequest request) {
        Optional<HookAnswer> asked = shakeHands(request);
        if (asked.isPresent()) {
            return asked.get();
        }
        synchronized (this) {
            if (deliveries.size() >= MOST_DELIVERIES) {
                return HookAnswer.unavailable("ten deliveries are enough to learn from; this address takes no more",
                        "mười lần gửi là đủ để học; địa chỉ này không nhận thêm");
            }
            if (deliveries.stream().mapToLong(delivery -> delivery.body().length).sum() + request.body().length > MOST_BYTES) {
                return HookAnswer.problem(413, "Content Too Large", "the deliveries to learn from may have 1 MB together",
                        "các lần gửi để học chỉ được tối đa 1 MB tổng cộng");
            }
            deliveries.add(new HookRequest(request.method(), request.uri(),
                    MultiMap.caseInsensitiveMultiMap().addAll(request.headers()), request.body()));
            return HookAnswer.json("{\"captured\":" + deliveries.size() + "}");
        }
    }

    @Override
    public HookAnswer refused(Cause cause, HookAnswer answer) {
        return answer;
    }
}
