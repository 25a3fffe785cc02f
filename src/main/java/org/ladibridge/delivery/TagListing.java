package org.ladibridge.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Reads all tags, page by page. Whether the first page is 0 or 1 is uncertain (the vendor's sample sends 0, its table says 1), so page 0
 * is asked for at the end when the pages from 1 do not hold all. Used by one thread at a time.
 */
final class TagListing {
    /** The documented number without being asked; a larger one saves calls, where it is taken. */
    private static final int DOCUMENTED = 20;
    private static final int WANTED = 100;
    private static final int MOST_PAGES = 200;

    private final Map<String, Tag> tags = new LinkedHashMap<>();
    private List<Tag> before = List.of();
    private int limit = WANTED;
    private int page = 1;
    private int pages;
    private boolean isDone;
    private String refusal;

    /** The body of the next call; null when all is read. */
    ObjectNode next() {
        return isDone ? null : JsonNodeFactory.instance.objectNode().put("limit", limit).put("page", page);
    }

    void answered(Verdict verdict) {
        if (verdict instanceof Verdict.Tags answer) {
            read(answer);
        } else if (limit > DOCUMENTED && pages == 0) {
            limit = DOCUMENTED;
        } else {
            refusal = verdict instanceof Verdict.Refused refused ? refused.message() : "no such call";
            isDone = true;
        }
    }

    private void read(Verdict.Tags answer) {
        pages++;
        boolean isRepeated = !answer.page().isEmpty() && answer.page().equals(before);
        int known = tags.size();
        answer.page().forEach(tag -> tags.putIfAbsent(tag.id(), tag));
        int perPage = answer.limit() > 0 ? Math.min(limit, answer.limit()) : limit;
        boolean hasAll = answer.total() >= 0 && tags.size() >= answer.total();
        boolean isLast = answer.page().isEmpty() || isRepeated || tags.size() == known
                || answer.total() < 0 && answer.page().size() < perPage;
        before = answer.page();
        if (page == 0 || pages >= MOST_PAGES || hasAll) {
            isDone = true;
        } else if (!isLast) {
            page++;
        } else if (answer.total() < 0 || answer.total() > tags.size()) {
            page = 0;
        } else {
            isDone = true;
        }
    }

    List<Tag> tags() {
        return new ArrayList<>(tags.values());
    }

    /** What LadiFlow said instead of a page; null when all pages were read. */
    String refusal() {
        return refusal;
    }
}
