package org.ladibridge.intake.poll;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import org.ladibridge.intake.Times;
import org.ladibridge.journal.Digests;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Reads a page out of an answer, by the source's JSON pointers. */
record Answer(PollSettings settings, Times times, ObjectMapper json, PageSize pageSize) {
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>[^,]*;\\s*rel\\s*=\\s*(?:\"[^\"]*\\bnext\\b[^\"]*\"|next\\b)",
            Pattern.CASE_INSENSITIVE);

    /** An answer that is not what was asked for; the message says why, without data. */
    static final class Unusable extends IOException {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    /** Whether it is an error, whatever its status says. */
    boolean isError(JsonNode answer) {
        return isTrue(settings.errors().error(answer));
    }

    /**
     * What the error is called; empty when it has no name or is none. Where the error is a mere text, its code and the API's sentence
     * stand beside it.
     */
    Set<String> errorCodes(JsonNode answer) {
        return isError(answer) ? settings.errors().codesAround(answer) : Set.of();
    }

    /** When the answer wants to be asked again; empty when it does not say, or the time is past. */
    Optional<Duration> retryAfter(JsonNode answer, Instant now) {
        JsonNode when = at(answer, settings.retryAfterAt());
        if (when.isNumber() || when.isTextual() && when.textValue().matches("\\d{1,8}([.]\\d+)?")) {
            double number = when.asDouble();
            // A year of seconds is a time, not a wait.
            if (number < 31_536_000) {
                return number <= 0 ? Optional.empty() : Optional.of(Duration.ofMillis((long) (number * 1_000)));
            }
        }
        return Optional.ofNullable(times.read(when)).map(time -> Duration.between(now, Instant.ofEpochMilli(time)))
                .filter(wait -> !wait.isNegative() && !wait.isZero());
    }

    /**
     * @param asked the address that gave this answer
     * @param linkHeader the header {@code Link}; null when there is none
     * @param dateHeader the header {@code Date}; null when there is none
     */
    PollPage read(JsonNode answer, URI asked, String linkHeader, String dateHeader) throws Unusable, JsonProcessingException {
        JsonNode list = answer.at(settings.shape().items());
        if (settings.headerRow() > 0) {
            return cells(answer, list, dateHeader);
        }
        if (!list.isArray()) {
            throw new Unusable("the answer has no list at «" + settings.shape().items() + "», but " + what(list)
                    + ": correct items, the JSON pointer to the list");
        }
        List<PollPage.Item> items = new ArrayList<>(list.size());
        for (JsonNode item : list) {
            items.add(item(item));
        }
        Long time = times.read(at(answer, settings.serverTime()));
        return new PollPage(items, full(answer, items.size()), next(answer, asked, linkHeader),
                time != null ? time : Times.readDate(dateHeader));
    }

    /** An empty sheet has no list at all. */
    private PollPage cells(JsonNode answer, JsonNode list, String dateHeader) throws Unusable, JsonProcessingException {
        boolean isRows = list.isMissingNode() || list.isNull() || list.isArray()
                && StreamSupport.stream(list.spliterator(), false).allMatch(JsonNode::isArray);
        if (!answer.isObject() || !isRows) {
            throw new Unusable(
                    "the answer has no list of rows of cells at «" + settings.shape().items() + "», but " + what(list)
                            + ": correct items, the JSON pointer to the list");
        }
        CellRows cells = CellRows.of(list, settings.headerRow(), settings.shape().id());
        List<PollPage.Item> items = new ArrayList<>(cells.rows().size());
        for (CellRows.Row row : cells.rows()) {
            items.add(item(row.body(), row.id()));
        }
        return new PollPage(items, false, null, Times.readDate(dateHeader), cells.remark());
    }

    private PollPage.Item item(JsonNode item) throws JsonProcessingException {
        JsonNode idNode = item.at(settings.shape().id());
        String id = idNode.isValueNode() && !idNode.isNull() && !idNode.asText().isBlank() ? idNode.asText() : null;
        return item(item, id);
    }

    private PollPage.Item item(JsonNode item, String id) throws JsonProcessingException {
        JsonNode written = at(item, settings.updated());
        if (settings.created() != null && times.read(written) == null) {
            written = at(item, settings.created());
        }
        String digest = Digests.sha256Hex(json.writeValueAsBytes(item));
        Long updated = times.read(written);
        return new PollPage.Item(item, id, updated, times.moment(written),
                updated == null ? id : id + "@" + written.asText(), digest);
    }

    private static String what(JsonNode node) {
        return node.isMissingNode() ? "nothing" : "a value of type " + node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private boolean full(JsonNode answer, int items) {
        boolean isFollowed = settings.paging().isFollowed();
        return switch (settings.lastPage().way()) {
            // Where the server names the next page, the last one is that which names none: any other may be empty.
            case SHORT -> isFollowed || pageSize.isFull(items);
            case EMPTY -> isFollowed || items > 0;
            case FLAG -> isTrue(at(answer, settings.lastPage().moreFlag()));
        };
    }

    private String next(JsonNode answer, URI asked, String linkHeader) throws Unusable {
        switch (settings.paging()) {
            case CURSOR :
                JsonNode cursor = at(answer, settings.next());
                return isTrue(cursor) ? cursor(cursor) : null;
            case LINK :
                JsonNode link = at(answer, settings.next());
                if (isTrue(link) && !link.isTextual()) {
                    throw new Unusable("the link to the next page at " + settings.next() + " is no text, but " + what(link));
                }
                return isTrue(link) ? sameOrigin(asked, link.asText()) : null;
            case LINK_HEADER :
                Matcher matcher = NEXT.matcher(linkHeader == null ? "" : linkHeader);
                return matcher.find() ? sameOrigin(asked, matcher.group(1)) : null;
            default :
                return null;
        }
    }

    /** A cursor may be any JSON; what is no text or number has to go back in a body. */
    private String cursor(JsonNode cursor) throws Unusable {
        if (cursor.isTextual() || cursor.isNumber()) {
            return cursor.asText();
        }
        if (cursor.isContainerNode() && !settings.question().body().isBlank()) {
            return RequestTemplate.JSON + cursor;
        }
        throw new Unusable("the cursor of the next page at " + settings.next() + " is no text, but " + what(cursor)
                + (cursor.isContainerNode() ? ", which can only be sent back in a body (body)" : ": correct next"));
    }

    /** A foreign link is refused, because the token would be sent to it. */
    private static String sameOrigin(URI asked, String link) throws Unusable {
        URI next;
        try {
            next = asked.resolve(link.trim());
        } catch (IllegalArgumentException e) {
            throw new Unusable("the link to the next page is no address");
        }
        if (next.getHost() == null || next.getUserInfo() != null || !next.getScheme().equalsIgnoreCase(asked.getScheme())
                || !next.getHost().equalsIgnoreCase(asked.getHost()) || port(next) != port(asked)) {
            throw new Unusable("the link to the next page leads to another place (" + next.getScheme() + "://" + next.getHost()
                    + ":" + port(next) + ") and is not followed");
        }
        return next.toASCIIString();
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    /** @param pointer null for nothing */
    private static JsonNode at(JsonNode node, JsonPointer pointer) {
        return pointer == null ? MissingNode.getInstance() : node.at(pointer);
    }

    /** Null, false, 0 and an empty text are how APIs say «no more». */
    private static boolean isTrue(JsonNode flag) {
        return flag.isContainerNode()
                || flag.isValueNode() && !flag.isNull() && !flag.asText().isBlank() && !flag.asText().matches("false|0");
    }
}
