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
    private static final long MEGABYTE = 1024 * 1024;
    private static final int SHARE = 16;

    private final CallDeadline deadline;
    private final AnswerLimit limit;

    public SourceCalls(CallDeadline deadline, BridgeConfig config) {
        this.deadline = deadline;
        this.limit = limit(config.answerMax().asLongValue(), Runtime.getRuntime().maxMemory());
    }

    /**
     * @param most bytes, as they are set
     * @param memory bytes that the bridge may use
     */
    static AnswerLimit limit(long most, long memory) {
        AnswerLimit wanted = AnswerLimit.of(most, "BRIDGE_ANSWER_MAX",
                "ask for less at once (the source's limit, the page size), or raise BRIDGE_ANSWER_MAX");
        // As a tree an answer takes several times its bytes, and other sources need theirs at the same time.
        long room = Math.max(MEGABYTE, memory / SHARE);
        return wanted.most() <= room
                ? wanted
                : new AnswerLimit(room,
                        "the memory of the bridge has no room for more, whatever BRIDGE_ANSWER_MAX says; ask for less"
                                + " at once (the source's limit, the page size), or give the bridge more memory (-Xmx)");
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        deadline.configureHttpClient(client);
        limit.configureHttpClient(client);
    }
}
