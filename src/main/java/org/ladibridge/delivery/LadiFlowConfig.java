package org.ladibridge.delivery;

import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How LadiFlow is reached; {@code ladiflow.api-key} is {@code LADIFLOW_API_KEY} in the environment. */
@ConfigMapping(prefix = "ladiflow")
public interface LadiFlowConfig {
    /** Sent as the header {@code Api-Key}; required unless the sandbox is on. */
    Optional<String> apiKey();

    /** Address up to and including the version. */
    String url();

    Write write();

    Missing missing();

    /** Calls per second; 0 = unlimited. */
    int rate();

    /** Calls in flight. */
    int concurrency();

    Duration connectTimeout();

    Duration responseTimeout();

    /** How often one call is repeated at once before its record goes back to the journal to wait. */
    int redeliveries();

    /** The longest pause between such repetitions. */
    Duration redeliveryMaxDelay();

    /** A longer {@code Retry-After} is cut to this. */
    Duration retryAfterMax();

    /** For how long an id that LadiFlow told is believed to belong to the same e-mail address or phone number still. */
    @WithDefault("1h")
    Duration idTrusted();

    /** Largest answer, unpacked; a larger one is given up and counts as an outage. */
    @WithDefault("1M")
    MemorySize answerMax();

    /** The longest time that a customer waits on whom LadiFlow fails while it takes others. */
    @WithDefault("1h")
    Duration failingMaxWait();

    /** After this time such a customer's record becomes a dead letter; empty = never. */
    Optional<Duration> giveUpAfter();

    /** Whether a payload equal to the last accepted one is sent again. */
    @WithDefault("true")
    boolean skipUnchanged();

    /** Whether a change that is older than what LadiFlow accepted is left out, as far as sources tell when they changed something. */
    @WithDefault("true")
    boolean skipStale();

    /** Whether queued updates of one customer go out as one call. */
    @WithDefault("true")
    boolean coalesce();

    /** Which calls write a customer. */
    enum Write {
        /** {@code customer/update} with LadiFlow's own id, which is looked up when it is not known. */
        RESOLVE,
        /** Always {@code customer/update}, as is. */
        UPDATE,
        /** Always {@code customer/create-or-update}. */
        UPSERT
    }

    /** What happens to a customer that LadiFlow does not have. */
    enum Missing {
        CREATE,
        REJECT
    }
}
