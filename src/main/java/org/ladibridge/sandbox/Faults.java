package org.ladibridge.sandbox;

import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.qute.TemplateData;

/** What the sandbox does wrong on purpose, and how it behaves where LadiFlow's behaviour is unknown. */
@ApplicationScoped
class Faults {

    /** How a call fails. */
    @TemplateData
    enum Mode {
        @JsonProperty("none")
        NONE,
        @JsonProperty("too-many-requests")
        TOO_MANY_REQUESTS,
        @JsonProperty("server-error")
        SERVER_ERROR,
        @JsonProperty("unavailable")
        UNAVAILABLE,
        @JsonProperty("slow")
        SLOW,
        /** No answer before the caller gives up. */
        @JsonProperty("hang")
        HANG,
        /** The connection is cut instead of an answer. */
        @JsonProperty("reset")
        RESET,
        @JsonProperty("html")
        HTML,
        @JsonProperty("wrong-key")
        WRONG_KEY,
        @JsonProperty("refuse")
        REFUSE,
        @JsonProperty("redirect")
        REDIRECT
    }

    /**
     * Null fields take their defaults.
     *
     * @param mode how calls fail
     * @param retryAfter seconds in the header of 429 and 503; null = no header
     * @param every only each n-th call fails; 0 = each
     * @param count only so many calls fail; 0 = no limit
     * @param customer only calls that mention this e-mail or phone fail; null = all
     * @param delayMillis how slow {@code slow} is
     * @param appliedFirst whether a write is applied before {@code reset} or {@code hang}
     */
    record Setting(Mode mode, Integer retryAfter, int every, int count, String customer, long delayMillis,
            boolean appliedFirst) {
        static final Setting NONE = new Setting(Mode.NONE, null, 0, 0, null, 0, false);

        Setting {
            mode = mode == null ? Mode.NONE : mode;
        }
    }

    private volatile Setting setting = Setting.NONE;
    private volatile Behaviour behaviour = Behaviour.ASSUMED;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    Setting setting() {
        return setting;
    }

    void set(Setting newSetting) {
        setting = newSetting;
        calls.set(0);
        failed.set(0);
    }

    Behaviour behaviour() {
        return behaviour;
    }

    void behave(Behaviour newBehaviour) {
        behaviour = newBehaviour;
    }

    /** How this call fails. */
    Mode next(String body) {
        Setting now = setting;
        if (now.mode() == Mode.NONE || now.customer() != null && !body.contains(now.customer())) {
            return Mode.NONE;
        }
        if (now.every() > 1 && calls.incrementAndGet() % now.every() != 0) {
            return Mode.NONE;
        }
        return now.count() > 0 && failed.incrementAndGet() > now.count() ? Mode.NONE : now.mode();
    }
}
