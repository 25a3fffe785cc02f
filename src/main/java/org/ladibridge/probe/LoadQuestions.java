package org.ladibridge.probe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** How much LadiFlow takes; with look-ups only. */
final class LoadQuestions {
    private static final int[] SIZES_KIB = {64, 256};
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final LadiFlow ladiflow;
    private final Plan plan;
    private final Findings findings;

    LoadQuestions(LadiFlow ladiflow, Plan plan, Findings findings) {
        this.ladiflow = ladiflow;
        this.plan = plan;
        this.findings = findings;
    }

    void ask() throws InterruptedException {
        findings.ask(Question.BODY_SIZE, this::bodySize);
        if (plan.burst() == 0) {
            String why = "not asked: allow it with --burst, such as --burst 20";
            findings.add(Finding.unanswered(Question.BURST, why));
            findings.add(Finding.unanswered(Question.RETRY_AFTER, why));
            return;
        }
        burst();
    }

    private Finding bodySize() throws IOException, InterruptedException {
        int usual = ladiflow.call("show", ladiflow.body().put("email", ReadQuestions.NOBODY)).verdict();
        for (int kib : SIZES_KIB) {
            Reply reply = ladiflow.call("show",
                    ladiflow.body().put("email", ReadQuestions.NOBODY).put("padding", "x".repeat(kib * 1024 - 200)));
            if (reply.verdict() != usual) {
                return Finding.mind(Question.BODY_SIZE, kib + "-refused", "one of " + kib + " KiB is answered " + reply);
            }
        }
        return Finding.assumed(Question.BODY_SIZE, "taken", "is taken");
    }

    private void burst() throws InterruptedException {
        List<CompletableFuture<Reply>> calls = new ArrayList<>();
        long started = System.nanoTime();
        for (int i = 0; i < plan.burst(); i++) {
            long due = started + i * 1_000_000_000L / plan.burst();
            long left = due - System.nanoTime();
            if (left > 0) {
                Thread.sleep(left / 1_000_000L, (int) (left % 1_000_000L));
            }
            calls.add(ladiflow.begin("show", ladiflow.body().put("email", ReadQuestions.NOBODY)));
        }
        int refused = 0;
        int failed = 0;
        Reply first = null;
        for (CompletableFuture<Reply> call : calls) {
            try {
                Reply reply = call.join();
                if (reply.verdict() == TOO_MANY || reply.verdict() == UNAVAILABLE) {
                    refused++;
                    first = first == null ? reply : first;
                } else if (reply.verdict() >= 500) {
                    failed++;
                }
            } catch (CompletionException e) {
                failed++;
            }
        }
        findings.add(burst(calls.size(), refused, failed, first));
        findings.add(retryAfter(first));
    }

    private Finding burst(int asked, int refused, int failed, Reply first) {
        String tried = plan.burst() + " calls in a second: ";
        if (refused == 0 && failed == 0) {
            return Finding.assumed(Question.BURST, "taken", tried + "all answered");
        }
        if (refused == 0) {
            return Finding.mind(Question.BURST, "failed", tried + failed + " of " + asked + " failed");
        }
        // What was taken in a second of ours may be what two of LadiFlow's allow.
        int safe = Math.max(1, (asked - refused - failed) / 2);
        String did = tried + refused + " of " + asked + " were answered " + first;
        return plan.rate() > 0 && plan.rate() <= safe
                ? Finding.assumed(Question.BURST, "refused", did + "; LADIFLOW_RATE=" + plan.rate() + " is below that")
                : Settings.rate(safe, did + "; half of what was taken in that second is on the safe side");
    }

    private static Finding retryAfter(Reply first) {
        if (first == null) {
            return Finding.unanswered(Question.RETRY_AFTER, "no call was refused as one too many");
        }
        if (first.retryAfter() == null) {
            return Finding.copes(Question.RETRY_AFTER, "none", "there is none: the bridge waits longer and longer");
        }
        return Finding.assumed(Question.RETRY_AFTER, first.retryAfter().matches("\\d+") ? "seconds" : "date",
                "«" + first.retryAfter() + "»");
    }
}
