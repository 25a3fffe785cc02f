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
    /** Folder of the store, the drop folders and the admin token. */
    Path data();

    /** Folder of the sources, watched while the bridge runs. */
    Path routes();

    /** Deliver to the LadiFlow in this process instead of the real one. */
    boolean sandbox();

    /** Where the LadiFlow of this process listens. */
    String sandboxUrl();

    /** Bearer token of the admin API; generated into the data folder when absent. */
    Optional<String> adminToken();

    /** How long finished records are kept for replay. */
    Duration retention();

    /** Where senders reach the bridge, such as https://bridge.example.vn: needed by those that sign the address they call. */
    Optional<String> publicUrl();

    /** Largest webhook body. */
    MemorySize maxBody();

    /** Largest answer of a source that is asked (a page of a poll, a record that is fetched, a token), unpacked. */
    @WithDefault("8M")
    MemorySize answerMax();

    /** Most records that one webhook body may hold. */
    @WithDefault("10000")
    int maxRecords();

    /** A sender that needs longer for a webhook's body is given up. */
    Duration bodyTimeout();

    /** How many seconds what is in flight may take when the bridge is told to stop; the rest is delivered after the next start. */
    int stopTimeout();

    /** A mapping that needs longer for one record is given up, and the record rejected. */
    Duration mappingTimeout();

    /** What happens to a changed mapping that rejects, drops or moves too many of the records at hand. */
    enum MappingGuard {
        /** It is used, and the change is told. */
        WARN,
        /** The one before goes on until somebody accepts it. */
        HOLD
    }

    @WithDefault("warn")
    MappingGuard mappingGuard();

    /** Where spans are exported to by OTLP over HTTP, such as http://collector:4318/v1/traces; no traces when absent. */
    Optional<URI> traces();

    /** Log JSON documents instead of lines of text; Quarkus reads it as {@code quarkus.log.console.json.enabled}. */
    @WithDefault("false")
    boolean logJson();

    /** Feed a few shipped samples in after the start. */
    @WithDefault("false")
    boolean demo();
}
