package org.ladibridge.delivery;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.ladibridge.http.AnswerLimit;
import org.ladibridge.http.CallDeadline;

import io.quarkus.arc.Unremovable;

/** What holds for every call to LadiFlow: its answer is whole within the time-out, and not larger than any answer should be. */
@Singleton
@Unremovable
@Named("ladiflowCalls")
class LadiFlowCalls implements HttpClientConfigurer {
    private final CallDeadline deadline;
    private final AnswerLimit limit;

    LadiFlowCalls(CallDeadline deadline, LadiFlowConfig config) {
        this.deadline = deadline;
        this.limit = AnswerLimit.of(config.answerMax().asLongValue(), "LADIFLOW_ANSWER_MAX",
                "raise LADIFLOW_ANSWER_MAX if LadiFlow really answers that much");
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        deadline.configureHttpClient(client);
        limit.configureHttpClient(client);
    }
}
