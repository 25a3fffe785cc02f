package org.ladibridge.console.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ladibridge.journal.Attempt;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.JournalReader.Replayed;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.qute.TemplateData;

/**
 * Something on the time line of a record: that it was received when there is nothing else, a call, an end, or that somebody sent it
 * again.
 */
@TemplateData
public record Step(Instant at, Call call, End end, Again again) {
    private static final Pattern MERGED = Pattern.compile("merged into record (\\d+)");

    /**
     * A call.
     *
     * @param n counts the calls of the record, from 1
     * @param isGood whether the answer was an HTTP 2xx
     */
    @TemplateData
    public record Call(int n, String call, Integer status, long millis, boolean isGood, String sent, String answer) {
        /** Calls to which «not found» is a regular answer. */
        public boolean isLookUp() {
            return call.equals("customer/show");
        }
    }

    /**
     * What a record came to.
     *
     * @param reason null when nothing was wrong
     * @param detail null when the remarks tell it
     * @param remarks of an end that was not the last
     */
    @TemplateData
    public record End(String state, String reason, String detail, List<Remark> remarks) {
    }

    /**
     * A record was sent again.
     *
     * @param who an address, with a name where one was given
     * @param isMapped whether the raw record was mapped again
     * @param isFirst whether it was as it had been mapped at first
     * @param fields those that were changed by hand
     */
    @TemplateData
    public record Again(String who, boolean isMapped, boolean isFirst, List<String> fields) {
    }

    /** All of a record's, in their order. */
    static List<Step> of(Event event, List<Replayed> replays, List<Attempt> attempts, Shown shown, boolean masked)
            throws IOException {
        List<Step> steps = new ArrayList<>(List.of(new Step(event.receivedAt(), null, null, null)));
        for (Replayed replayed : replays) {
            if (replayed.finishedAt() != null) {
                List<Remark> remarks = shown.remarks(replayed.warnings());
                boolean isRemarked = remarks.stream().anyMatch(remark -> remark.detail().equals(replayed.detail()));
                steps.add(new Step(replayed.finishedAt(), null, new End(replayed.state(), replayed.reason(),
                        isRemarked ? null : replayed.detail(), remarks), null));
            }
            steps.add(new Step(replayed.at(), null, null, again(replayed, shown)));
        }
        int n = 0;
        for (Attempt attempt : attempts) {
            steps.add(new Step(attempt.at(), new Call(++n, attempt.call(), attempt.status(), attempt.millis(),
                    attempt.status() != null && attempt.status() / 100 == 2, shown.pretty(attempt.sent(), masked),
                    shown.pretty(attempt.answer(), masked)), null, null));
        }
        if (event.finishedAt() != null) {
            steps.add(new Step(event.finishedAt(), null, new End(event.state(), event.reason(), null, List.of()), null));
        }
        steps.sort(Comparator.comparing(Step::at));
        return steps;
    }

    private static Again again(Replayed replayed, Shown shown) throws IOException {
        JsonNode content = replayed.content() == null
                ? null
                : shown.tree(replayed.content().getBytes(StandardCharsets.UTF_8));
        String mapping = content == null ? "" : content.path("mapping").asText();
        List<String> fields = new ArrayList<>();
        if (content != null) {
            content.path("patched").forEach(field -> fields.add(field.asText()));
        }
        return new Again(replayed.actor(), mapping.equals("current"), mapping.equals("original"), fields);
    }

    /** The number of the younger record that a record went along with; null for none. */
    static String mergedInto(String detail) {
        Matcher merged = MERGED.matcher(detail == null ? "" : detail);
        return merged.matches() ? merged.group(1) : null;
    }
}
