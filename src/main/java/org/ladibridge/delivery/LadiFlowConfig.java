package org.ladibridge.delivery;

import java.time.Duration;
import java.util.Optional;

import org.ladibridge.customer.TagsOnUpdate;

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

    /** How names of tags reach LadiFlow. */
    @WithDefault("match")
    Tags tags();

    /** What becomes of the tags that a customer has in LadiFlow when a record has tags. */
    @WithDefault("add")
    TagsOnUpdate tagsOnUpdate();

    /** What LadiFlow does with the custom fields of an update. */
    @WithDefault("merge")
    CustomFields customFields();

    /** What LadiFlow does with an update of an id that it does not have. */
    @WithDefault("told")
    NotFound notFound();

    /** How LadiFlow takes {@code website}, which its table calls a list and its sample shows as a text. */
    @WithDefault("text")
    Website website();

    /** Under which key the language goes: the documented one is parked in the vendor's own sample. */
    @WithDefault("lang")
    Lang lang();

    /** How names of tags reach LadiFlow. */
    enum Tags {
        /** As the ids of the tags that LadiFlow has; a name that it does not have is left out with a warning. */
        MATCH,
        /** Likewise, and a tag that LadiFlow does not have is created there. It cannot be removed again through the API. */
        CREATE,
        /** As names, which only {@code customer/create-or-update} understands. */
        NAMES
    }

    /** What LadiFlow does with the custom fields of an update. */
    enum CustomFields {
        /** The others stay. */
        MERGE,
        /** The others are lost: they are asked for first, and sent along. */
        REPLACE
    }

    /** What LadiFlow does with an update of an id that it does not have. */
    enum NotFound {
        /** It says so. */
        TOLD,
        /** It creates a customer: an id that it has not told lately is asked for first. */
        CREATED
    }

    /** How LadiFlow takes a website. */
    enum Website {
        TEXT,
        /** As a list of one. */
        LIST
    }

    /** Under which key LadiFlow takes the language. */
    enum Lang {
        LANG,
        LANGUAGE
    }

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
