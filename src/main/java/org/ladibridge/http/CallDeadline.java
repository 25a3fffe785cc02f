package org.ladibridge.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.util.Timeout;

/**
 * Ends a call whose answer is not whole within its response time-out. The client's own time-out counts from one byte to the next,
 * so an answer that trickles would keep its place among the calls in flight, or its source's turn, for ever. A singleton, which has
 * no proxy: that of another scope would run the constructor once more, and its thread would never end.
 */
@Singleton
public class CallDeadline implements HttpClientConfigurer, AutoCloseable {
    /** A header that never leaves: how many milliseconds this call may take, instead of the response time-out. */
    public static final String MILLIS = "LadiBridge-Deadline-Millis";

    private static final long LOOK_EVERY_MILLIS = 200;

    /** Until when each call may take that may still be going on, by the nanosecond clock. */
    private final Map<ExecRuntime, Long> calls = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "call-deadline");
        thread.setDaemon(true);
        return thread;
    });

    public CallDeadline() {
        clock.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        // Cookies are disabled: an API call must not carry state of an earlier one.
        client.disableCookieManagement();
        // Last: the connection is there, and stays the call's own until its answer has been read.
        client.addExecInterceptorLast("deadline", (request, scope, chain) -> {
            long millis = ownLimit(request);
            if (millis > 0) {
                calls.put(scope.execRuntime, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
                return chain.proceed(request, scope);
            }
            Timeout limit = scope.clientContext.getRequestConfigOrDefault().getResponseTimeout();
            if (limit != null && limit.isEnabled()) {
                calls.put(scope.execRuntime, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limit.toMilliseconds()));
            }
            return chain.proceed(request, scope);
        });
    }

    private static long ownLimit(HttpRequest request) {
        Header own = request.getFirstHeader(MILLIS);
        if (own == null) {
            return 0;
        }
        request.removeHeaders(MILLIS);
        return Long.parseLong(own.getValue());
    }

    private void look() {
        long now = System.nanoTime();
        calls.forEach((call, end) -> {
            if (!call.isEndpointAcquired()) {
                calls.remove(call);
            } else if (now - end > 0) {
                calls.remove(call);
                call.discardEndpoint();
            }
        });
    }

    @Override
    @PreDestroy
    public void close() {
        clock.shutdownNow();
    }
}
