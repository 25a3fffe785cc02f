package org.ladibridge.intake.hook;

import java.util.List;

import io.vertx.core.MultiMap;

/**
 * A request as it came off the wire.
 *
 * @param uri path and query, undecoded
 * @param headers names ignore case
 * @param body the raw bytes
 */
record HookRequest(String method, String uri, MultiMap headers, byte[] body) {

    /** The header's value; null when it is missing or there are several: nobody can say which of them was meant. */
    String header(String name) {
        List<String> values = headers.getAll(name);
        return values.size() == 1 ? values.get(0) : null;
    }
}
