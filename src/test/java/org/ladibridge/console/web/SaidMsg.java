package org.ladibridge.console.web;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/** Sentences as their names and what they are told, for tests without the container. */
final class SaidMsg {
    private SaidMsg() {
    }

    static Ui ui() {
        Msg msg = (Msg) Proxy.newProxyInstance(Msg.class.getClassLoader(), new Class<?>[]{Msg.class},
                (proxy, method, said) -> method.getName() + (said == null ? "" : Arrays.toString(said)));
        return new Ui("events", Locale.ENGLISH, "auto", "token", "", "/console", null, Instant.EPOCH, null, msg);
    }
}
