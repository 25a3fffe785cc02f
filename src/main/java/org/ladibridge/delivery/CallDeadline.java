package org.ladibridge.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * Ends a call whose answer is not whole within the response time-out. The client's own time-out counts from one byte to the next,
 * so an answer that trickles would keep its place among the calls in flight for ever, and a handful of them all places.
 */
@ApplicationScoped
@Named("ladiflowDeadline")
public class CallDeadline implements HttpClientConfigurer {
    private static final long LOOK_EVERY_MILLIS = 200;

    private final long nanos;
    /** When each call that may still be going on began. */
    private final Map<ExecRuntime, Long> calls = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "ladiflow-deadline");
        thread.setDaemon(true);
        return thread;
    });

    CallDeadline(LadiFlowConfig config) {
        nanos = config.responseTimeout().toNanos();
        clock.scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        // Last: the connection is there, and stays the call's own until its answer has been read.
        client.addExecInterceptorLast("deadline", (request, scope, chain) -> {
            calls.put(scope.execRuntime, System.nanoTime());
            return chain.proceed(request, scope);
        });
    }

    private void look() {
        long now = System.nanoTime();
        calls.forEach((call, began) -> {
            if (!call.isEndpointAcquired()) {
                calls.remove(call);
            } else if (now - began > nanos) {
                calls.remove(call);
                call.discardEndpoint();
            }
        });
    }

    @PreDestroy
    void stop() {
        clock.shutdownNow();
    }
}
