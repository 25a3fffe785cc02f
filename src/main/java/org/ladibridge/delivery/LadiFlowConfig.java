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
    /** Key of the LadiFlow account, sent as the header {@code Api-Key}; required unless the sandbox is on. */
    Optional<String> apiKey();

    /** Address of LadiFlow's API, up to and including the version. */
    String url();

    /** Which calls write a customer. */
    Write write();

    /** What happens to a customer that LadiFlow does not have. */
    Missing missing();

    /** Calls to LadiFlow per second; 0 = unlimited. */
    int rate();

    /** Calls to LadiFlow in flight. */
    int concurrency();

    /** How long a connection to LadiFlow may take to come about. */
    Duration connectTimeout();

    /**
     * Longest time until the whole answer of a call is there. A customer's first call gets less.
     *
     * @see <a href="operations.md#outage-or-customer">outage or customer</a>
     */
    Duration responseTimeout();

    /** How often a failed call is repeated at once before its record waits in the store. */
    int redeliveries();

    /** Longest pause before such a repetition. */
    Duration redeliveryMaxDelay();

    /** A longer {@code Retry-After} is cut to this. */
    Duration retryAfterMax();

    /**
     * How long an id that LadiFlow told is taken to belong to the same e-mail address or phone number; then
     * {@code customer/show} is asked again before an update.
     */
    @WithDefault("1h")
    Duration idTrusted();

    /** Largest answer of LadiFlow, unpacked; a larger one is given up and counts as an outage. */
    @WithDefault("1M")
    MemorySize answerMax();

    /**
     * Longest wait of a customer on whom LadiFlow fails while it takes others. The waits begin with 2 seconds and double up
     * to this.
     *
     * @see <a href="operations.md#outage-or-customer">outage or customer</a>
     */
    @WithDefault("1h")
    Duration failingMaxWait();

    /**
     * After this time, such as {@code 7D}, such a customer's record becomes a dead letter; without it only a person makes
     * one of it.
     */
    Optional<Duration> giveUpAfter();

    /** Whether a payload equal to what LadiFlow certainly holds is not sent again. */
    @WithDefault("true")
    boolean skipUnchanged();

    /** Whether fields of which LadiFlow accepted a newer value are left out, where the source tells when it changed them. */
    @WithDefault("true")
    boolean skipStale();

    /** Whether queued updates of one customer go out as one call. */
    @WithDefault("true")
    boolean coalesce();

    /**
     * How names of tags reach LadiFlow.
     *
     * @see <a href="operations.md#tags">tags</a>
     */
    @WithDefault("match")
    Tags tags();

    /**
     * What a record's tags do to those that the customer has in LadiFlow.
     *
     * @see <a href="operations.md#tags">tags</a>
     */
    @WithDefault("add")
    TagsOnUpdate tagsOnUpdate();

    /**
     * What LadiFlow does with the custom fields that an update does not name.
     *
     * @see <a href="command-line.md#what-ladiflow-does">probe</a>
     */
    @WithDefault("merge")
    CustomFields customFields();

    /**
     * What LadiFlow does with an update of an id that it does not have.
     *
     * @see <a href="command-line.md#what-ladiflow-does">probe</a>
     */
    @WithDefault("told")
    NotFound notFound();

    /**
     * In which form LadiFlow takes {@code website}.
     *
     * @see <a href="command-line.md#what-ladiflow-does">probe</a>
     */
    @WithDefault("text")
    Website website();

    /**
     * Under which key LadiFlow stores the language.
     *
     * @see <a href="command-line.md#what-ladiflow-does">probe</a>
     */
    @WithDefault("lang")
    Lang lang();

    /** How names of tags reach LadiFlow. */
    enum Tags {
        /** The ids of the tags that LadiFlow has are sent; a name that it does not have is left out with a warning. */
        MATCH,
        /** Likewise, and a missing tag is created in LadiFlow, whose API cannot remove it again. */
        CREATE,
        /** Names are sent, which only {@code LADIFLOW_WRITE=upsert} can. */
        NAMES
    }

    /** What LadiFlow does with the custom fields of an update. */
    enum CustomFields {
        /** The customer keeps them. */
        MERGE,
        /** The customer loses them, so they are asked for before the update and sent along. */
        REPLACE
    }

    /** What LadiFlow does with an update of an id that it does not have. */
    enum NotFound {
        /** It answers that there is no such customer. */
        TOLD,
        /** It creates a customer, so an id that it has not told lately is asked for before the update. */
        CREATED
    }

    /** How LadiFlow takes a website. */
    enum Website {
        /** A text. */
        TEXT,
        /** A list of one text. */
        LIST
    }

    /** Under which key LadiFlow takes the language. */
    enum Lang {
        /** The documented key. */
        LANG,
        /** The key that the answers have. */
        LANGUAGE
    }

    /** Which calls write a customer. */
    enum Write {
        /** {@code customer/update} with LadiFlow's own id, which is looked up by e-mail address and phone number when it is not known. */
        RESOLVE,
        /** {@code customer/update} as the record is, without a look-up. */
        UPDATE,
        /** {@code customer/create-or-update}, without a look-up. */
        UPSERT
    }

    /** What happens to a customer that LadiFlow does not have. */
    enum Missing {
        /** It is created with {@code customer/create-or-update}. */
        CREATE,
        /** The record is rejected as {@code CUSTOMER_NOT_FOUND}. */
        REJECT
    }
}
