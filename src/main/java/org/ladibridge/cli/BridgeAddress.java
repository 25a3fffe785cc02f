package org.ladibridge.cli;

import java.util.Map;
import java.util.Set;

/** The default address of the bridge for commands: the one at which a bridge with the same environment listens. */
public final class BridgeAddress {
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]", "*");

    private BridgeAddress() {
    }

    /** By the environment of this process. */
    public static String here() {
        return of(System.getenv());
    }

    /** @param environment {@code BRIDGE_URL}, else {@code QUARKUS_HTTP_HOST} and {@code QUARKUS_HTTP_PORT} */
    static String of(Map<String, String> environment) {
        String url = environment.getOrDefault("BRIDGE_URL", "").strip();
        if (!url.isEmpty()) {
            return url;
        }
        String host = environment.getOrDefault("QUARKUS_HTTP_HOST", "").strip();
        if (host.isEmpty() || EVERYWHERE.contains(host)) {
            host = "localhost";
        } else if (host.contains(":") && !host.startsWith("[")) {
            host = "[" + host + "]";
        }
        String port = environment.getOrDefault("QUARKUS_HTTP_PORT", "").strip();
        return "http://" + host + ":" + (port.isEmpty() ? "8080" : port);
    }
}
