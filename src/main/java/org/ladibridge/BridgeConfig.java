package org.ladibridge;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the bridge itself; {@code bridge.data} is {@code BRIDGE_DATA} in the environment. */
@ConfigMapping(prefix = "bridge")
public interface BridgeConfig {
    /** Folder of the store, the drop folders and the admin token; one bridge per folder. */
    Path data();

    /**
     * A PostgreSQL database as the store, such as {@code jdbc:postgresql://db.example.vn/ladibridge}; without it the store is a
     * file in the data folder.
     *
     * @see <a href="operations.md#postgresql">PostgreSQL</a>
     */
    Optional<String> store();

    /** As whom the bridge logs in to the PostgreSQL server. */
    Optional<String> storeUser();

    /** The password of {@code bridge.store-user}; for the environment, not for a file. */
    Optional<String> storePassword();

    /** Folder of the sources, watched while the bridge runs. */
    Path routes();

    /**
     * Whether records are delivered to the built-in LadiFlow at {@code /sandbox}.
     *
     * @see <a href="sandbox.md">sandbox</a>
     */
    boolean sandbox();

    /** Where the built-in LadiFlow listens. */
    String sandboxUrl();

    /**
     * Bearer token of the admin API and password of the console. Without it one is made at the first start, in
     * {@code data/admin-token}.
     */
    Optional<String> adminToken();

    /** How long finished records are kept for replay; dead letters stay until they are handled. */
    Duration retention();

    /**
     * Where senders reach the bridge, such as {@code https://bridge.example.vn}; needed by senders that sign the address
     * they call.
     */
    Optional<String> publicUrl();

    /** Largest body of a webhook. */
    MemorySize maxBody();

    /**
     * Largest answer of a source that is asked (a page of a poll, a record that is fetched, a token), unpacked; a larger
     * page stops the poll until its {@code limit} is smaller.
     */
    @WithDefault("8M")
    MemorySize answerMax();

    /**
     * Most records in one webhook body. More are answered 413, or stored as one rejected record for a sender that takes a
     * 4xx for a command to stop.
     */
    @WithDefault("10000")
    int maxRecords();

    /** How long a sender may take for a webhook's body. */
    Duration bodyTimeout();

    /** Seconds that what is in flight may take when the bridge is told to stop; the rest is delivered after the next start. */
    int stopTimeout();

    /**
     * How long a mapping may work on one record, which is then rejected with {@code MAPPING_FAILED}; waiting for a busy
     * machine does not count.
     */
    Duration mappingTimeout();

    /** What happens to a changed mapping that rejects, drops or moves too many of the records at hand. */
    enum MappingGuard {
        /** It is used, and the log, {@code status} and the console say what it changes. */
        WARN,
        /** The mapping before goes on until somebody accepts the new one: {@code ./ladibridge sources accept NAME}. */
        HOLD
    }

    /**
     * What happens to a changed mapping (or changed hints) that rejects, drops or moves to another customer more than 5 % of
     * the last 200 records.
     *
     * @see <a href="operations.md#a-changed-mapping">a changed mapping</a>
     */
    @WithDefault("warn")
    MappingGuard mappingGuard();

    /** What is told of a record that has ended. */
    enum Outcomes {
        /** Nothing. */
        OFF,
        /** How it ended, and whose it is, without what it said. */
        ON,
        /** And the payload, which is personal data. */
        WITH_PAYLOAD
    }

    /**
     * Whether each record that ends makes an event in the queue {@code journal:outcomes}, which a route of yours sends on.
     *
     * @see <a href="outcomes.md">outcomes</a>
     */
    @WithDefault("off")
    Outcomes outcomes();

    /**
     * Address of an OpenTelemetry collector (OTLP over HTTP), such as {@code http://collector:4318/v1/traces}; without it
     * there are no traces.
     */
    Optional<URI> traces();

    /** Whether each line of the log is a JSON document. */
    @WithDefault("false")
    boolean logJson();

    /** Whether a few shipped samples are fed in after the start; {@code ./ladibridge demo} sets it. */
    @WithDefault("false")
    boolean demo();
}
