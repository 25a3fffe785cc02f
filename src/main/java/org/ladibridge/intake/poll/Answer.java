package org.ladibridge.intake.poll;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ladibridge.intake.ErrorCodes;
import org.ladibridge.intake.Times;
import org.ladibridge.journal.Digests;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads a page out of an answer, by the source's JSON pointers. */
record Answer(PollSettings settings, Times times, ObjectMapper json) {
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
        return !settings.error().isBlank() && isTrue(at(answer, settings.error()));
    }

    /** What the error is called; empty when it has no name or is none. */
    Set<String> errorCodes(JsonNode answer) {
        return isError(answer) ? ErrorCodes.of(at(answer, settings.error()), settings.code()) : Set.of();
    }

    /**
     * @param asked the address that gave this answer
     * @param linkHeader the header {@code Link}; null when there is none
     * @param dateHeader the header {@code Date}; null when there is none
     */
    PollPage read(JsonNode answer, URI asked, String linkHeader, String dateHeader) throws Unusable, JsonProcessingException {
        JsonNode list = at(answer, settings.items());
        if (!list.isArray()) {
            throw new Unusable("the answer has no list at «" + settings.items() + "»");
        }
        List<PollPage.Item> items = new ArrayList<>(list.size());
        for (JsonNode item : list) {
            items.add(item(item));
        }
        Long time = settings.serverTime().isBlank() ? null : times.read(at(answer, settings.serverTime()));
        return new PollPage(items, full(answer, items.size()), next(answer, asked, linkHeader),
                time != null ? time : Times.readDate(dateHeader));
    }

    private PollPage.Item item(JsonNode item) throws JsonProcessingException {
        JsonNode idNode = at(item, settings.id());
        String id = idNode.isValueNode() && !idNode.isNull() && !idNode.asText().isBlank() ? idNode.asText() : null;
        JsonNode written = settings.updated().isBlank() ? item.path("") : at(item, settings.updated());
        if (!settings.created().isBlank() && times.read(written) == null) {
            written = at(item, settings.created());
        }
        String digest = Digests.sha256Hex(json.writeValueAsBytes(item));
        Long updated = times.read(written);
        return new PollPage.Item(item, id, updated, times.moment(written),
                updated == null ? id : id + "@" + written.asText(), digest);
    }

    private boolean full(JsonNode answer, int items) {
        return switch (settings.lastPage()) {
            case "short" -> items >= settings.limit();
            case "empty" -> items > 0;
            case "" -> settings.isFollowed() || items >= settings.limit();
            default -> isTrue(at(answer, settings.lastPage()));
        };
    }

    private String next(JsonNode answer, URI asked, String linkHeader) throws Unusable {
        switch (settings.paging()) {
            case "cursor" :
                JsonNode cursor = at(answer, settings.next());
                return isTrue(cursor) ? cursor.asText() : null;
            case "link" :
                JsonNode link = at(answer, settings.next());
                return isTrue(link) ? sameOrigin(asked, link.asText()) : null;
            case "link-header" :
                Matcher matcher = NEXT.matcher(linkHeader == null ? "" : linkHeader);
                return matcher.find() ? sameOrigin(asked, matcher.group(1)) : null;
            default :
                return null;
        }
    }

    /** The token would go wherever the link leads. */
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

    private static JsonNode at(JsonNode node, String pointer) {
        return node.at(JsonPointer.compile(pointer));
    }

    /** Null, false, 0 and an empty text are how APIs say «no more». */
    private static boolean isTrue(JsonNode flag) {
        return flag.isContainerNode()
                || flag.isValueNode() && !flag.isNull() && !flag.asText().isBlank() && !flag.asText().matches("false|0");
    }
}
