package org.ladibridge.intake;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.ladibridge.BridgeConfig;
import org.ladibridge.http.AnswerLimit;
import org.ladibridge.http.CallDeadline;

import io.quarkus.arc.Unremovable;

/**
 * What holds for every call to a source that is asked: its answer is whole within the time-out, and not larger than memory has room
 * for. Kamelets name it as their {@code httpClientConfigurer}.
 */
@Singleton
@Unremovable
@Named("callDeadline")
public class SourceCalls implements HttpClientConfigurer {
    private final CallDeadline deadline;
    private final AnswerLimit limit;

    public SourceCalls(CallDeadline deadline, BridgeConfig config) {
        this.deadline = deadline;
        this.limit = AnswerLimit.of(config.answerMax().asLongValue(), "BRIDGE_ANSWER_MAX",
                "ask for less at once (the source's limit, the page size), or raise BRIDGE_ANSWER_MAX");
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        deadline.configureHttpClient(client);
        limit.configureHttpClient(client);
    }
}
