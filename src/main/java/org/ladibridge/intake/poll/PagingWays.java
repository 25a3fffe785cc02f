package org.ladibridge.intake.poll;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.ladibridge.intake.poll.ListRequest.Role;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * The ways of paging that an unknown API could mean.
 *
 * @param answer to a question for fewer rows than there are
 * @param link its header {@code Link}; null when it has none
 * @param small how many rows were asked for
 */
record PagingWays(ListAnswer answer, String link, int small) {

    /**
     * One of them.
     *
     * @param request with what takes the next page
     * @param parameters of {@code kamelet:poll-source}
     */
    record Way(String described, ListRequest request, Map<String, String> parameters) {
        String paging() {
            return parameters.get("paging");
        }
    }

    /**
     * What the request already has goes before what the answer shows, and both before a guess; all at once is the last.
     *
     * @param within how the rows of one moment are asked for, a query or the file of a body; empty when nobody knows
     */
    List<Way> of(ListRequest request, Optional<String> within) {
        List<Way> ways = new ArrayList<>();
        within.ifPresent(text -> ways.add(way("time", "by time of change, inside one moment by id", request,
                request.body() == null ? "queryWithin" : "bodyWithin", text)));
        if (request.has(Role.LAST_ID)) {
            ways.add(way("id", "by id", request));
        }
        Optional<JsonPointer> next = answer.next();
        String pointer = next.map(JsonPointer::toString).orElse("");
        JsonNode value = next.map(answer.tree()::at).orElse(null);
        boolean token = value != null && value.isValueNode() && !value.isNull() && !isLink(value);
        if (request.has(Role.CURSOR) && !pointer.isEmpty()) {
            ways.add(way("cursor", "by the cursor at " + pointer, request, "next", pointer));
        }
        if (request.has(Role.OFFSET)) {
            ways.add(way("offset", "by rows to skip", request));
        }
        if (request.has(Role.PAGE)) {
            ways.add(way("page", "by page number", request));
        }
        boolean linked = link != null && link.contains("next");
        String address = linked
                ? link.replaceAll("(?s).*<([^>]*)>[^,]*rel=\"?next.*", "$1")
                : value != null && isLink(value)
                        ? value.asText()
                        : "";
        counted(request, address).ifPresent(ways::add);
        if (linked) {
            ways.add(way("link-header", "by the header Link",
                    request.without(Role.PAGE).without(Role.OFFSET).without(Role.CURSOR)));
        }
        if (value != null && isLink(value)) {
            ways.add(way("link", "by the link at " + pointer,
                    request.without(Role.PAGE).without(Role.OFFSET).without(Role.CURSOR),
                    "next", pointer));
        }
        if (token && !request.has(Role.CURSOR)) {
            boolean counts = value.isIntegralNumber() || value.asText().matches("\\d{1,9}");
            for (String name : cursorNames(ListAnswer.last(next.get()))) {
                if (counts && value.asLong() == small) {
                    ways.add(way("offset", "by rows to skip, in «" + name + "»", request.with(name, Role.OFFSET)));
                } else if (counts && value.asLong() <= 2) {
                    ways.add(way("page", "by page number, in «" + name + "»", request.with(name, Role.PAGE)));
                }
                ways.add(way("cursor", "by the cursor at " + pointer + ", sent back as «" + name + "»",
                        request.with(name, Role.CURSOR),
                        "next", pointer));
            }
        }
        if (ways.isEmpty()) {
            for (String name : List.of("page", "offset", "skip")) {
                Role role = name.equals("page") ? Role.PAGE : Role.OFFSET;
                ways.add(way(name.equals("page") ? "page" : "offset", "by «" + name + "»", request.with(name, role)));
            }
        }
        ways.add(way("none", "all at once", request));
        return ways;
    }

    private static boolean isLink(JsonNode value) {
        return value.isTextual() && value.asText().matches("(https?:/|[/?]).+");
    }

    /** A link that counts pages or rows is better counted: while it is followed, rows that move from page to page are left out. */
    private static Optional<Way> counted(ListRequest request, String link) {
        if (!link.contains("?") || request.body() != null) {
            return Optional.empty();
        }
        ListRequest linked = ListRequest.ofLink("http://x/" + link.substring(link.indexOf('?')));
        for (Role role : List.of(Role.PAGE, Role.OFFSET)) {
            String name = linked.parameter(role);
            if (name != null && !request.has(role)) {
                return Optional
                        .of(way(role.name().toLowerCase(java.util.Locale.ROOT), "by «" + name + "», which the link counts",
                                request.with(name, role)));
            }
        }
        return Optional.empty();
    }

    private static List<String> cursorNames(String key) {
        List<String> names = new ArrayList<>();
        String stripped = key.replaceFirst("(?i)^next_?|^end_?", "");
        if (!stripped.isEmpty()) {
            names.add(Character.toLowerCase(stripped.charAt(0)) + stripped.substring(1));
        }
        for (String name : new String[]{key, "cursor", "after"}) {
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private static Way way(String paging, String described, ListRequest request, String... parameters) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("paging", paging);
        for (int i = 0; i < parameters.length; i += 2) {
            all.put(parameters[i], parameters[i + 1]);
        }
        boolean counted = paging.equals("page") || paging.equals("offset");
        if (counted) {
            all.put("order", "none");
            all.put("lastPage", "empty");
        } else if (paging.equals("id")) {
            all.put("lastPage", "empty");
        }
        return new Way("paging: " + paging + ", " + described, request, all);
    }
}
