package org.ladibridge;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers of tests and benchmarks. Needs nothing but the JDK, as benchmarks start with the test classes alone. */
public final class Ports {
    private Ports() {
    }

    /** Below those that the system gives to outgoing calls: one of these could take it before the server has started. */
    public static int free() {
        for (int tries = 0; tries < 100; tries++) {
            int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Somebody has it.
            }
        }
        throw new IllegalStateException("no port is free");
    }
}
