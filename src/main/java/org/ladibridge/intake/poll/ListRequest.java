package org.ladibridge.intake.poll;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.ladibridge.intake.Times;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * A request for a list as a person copies it from an API's documentation, with its examples or with {@code {since}} and alike: which
 * of its parameters and keys take the time, the page, the size of a page.
 *
 * @param url with those parameters that say nothing of this
 * @param query the others, with placeholders
 * @param body with placeholders; null when the list is asked for by GET
 * @param examples what stood where a placeholder stands now; only what was not a placeholder already
 * @param sinceField what the body compares with the time; null when it does not say
 */
record ListRequest(String url, Map<String, String> query, String body, Map<Role, String> examples, String sinceField) {
    /** What a parameter is for; as a placeholder it has its name in lower case, but for lastId. */
    enum Role {
        SINCE("since"),
        UNTIL("until"),
        LIMIT("limit"),
        PAGE("page"),
        OFFSET("offset"),
        CURSOR("cursor"),
        LAST_ID("lastId"),
        TOKEN("token");

        private final String placeholder;

        Role(String placeholder) {
            this.placeholder = "{" + placeholder + "}";
        }

        String placeholder() {
            return placeholder;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Times TIMES = new Times("iso", "UTC");
    /** Names in lower case, without signs: {@code page[size]} is pagesize. */
    private static final Map<Role, List<String>> NAMES = Map.of(
            Role.PAGE, List.of("page", "p", "pg", "pagenumber", "pageno", "pagenum", "pageindex", "currentpage"),
            Role.OFFSET, List.of("offset", "skip", "start", "startat", "startindex", "currentitem", "from", "pageoffset"),
            Role.LIMIT,
            List.of("limit", "perpage", "pagesize", "size", "top", "count", "maxresults", "take", "rows", "pagelimit", "max",
                    "recordsperpage", "itemsperpage"),
            Role.CURSOR,
            List.of("cursor", "after", "pagetoken", "nexttoken", "nextpagetoken", "startingafter", "continuationtoken",
                    "nextcursor", "pagecursor", "pageafter", "scrollid", "searchafter"),
            Role.LAST_ID, List.of("sinceid", "afterid", "lastid", "minid", "idgt", "idafter", "fromid"));
    private static final Pattern SINCE = Pattern
            .compile("since|.*(updat|modif|chang|edit|write|lastmod|sync).*(since|after|from|min|gte?|start|begin).*"
                    + "|(since|after|from|min|gte?|start|begin).*(updat|modif|chang|edit|write|time|date).*");
    private static final Pattern UNTIL = Pattern.compile(".*(until|before|to|max|lte?|end)");
    private static final Pattern SECRET = Pattern
            .compile(".*(apikey|accesskey|token|secret|password|passwd|signature)|key|auth|sig|pwd");
    /** What a page is asked for by, which opens nothing. */
    private static final Pattern PAGE_TOKEN = Pattern.compile(".*(page|next|skip|sync|continuation|cursor)token");
    /** Operators by which a body compares a field with a value. */
    private static final Map<String, Role> OPERATORS = Map.of(">=", Role.SINCE, "gte", Role.SINCE, "$gte", Role.SINCE, "ge",
            Role.SINCE, ">", Role.LAST_ID, "gt", Role.LAST_ID, "$gt", Role.LAST_ID, "<", Role.UNTIL, "lt", Role.UNTIL, "$lt",
            Role.UNTIL);
    private static final Pattern FIELD_WITH_OPERATOR = Pattern.compile("(>=|>|<)(.+)");

    ListRequest {
        query = new LinkedHashMap<>(query);
        examples = new EnumMap<>(examples.isEmpty() ? new EnumMap<>(Role.class) : examples);
    }

    /**
     * @param address encoded as an address is; placeholders stand as they are
     * @param body JSON, with or without placeholders; null for a GET
     * @throws IllegalArgumentException when it cannot be asked, or holds a secret
     */
    static ListRequest of(String address, String body) {
        ListRequest request = read(address, body);
        int question = address.indexOf('?');
        for (String pair : question < 0 ? new String[0] : address.substring(question + 1).split("&")) {
            String name = decode(pair.replaceFirst("=.*", ""));
            String value = pair.contains("=") ? pair.substring(pair.indexOf('=') + 1) : "";
            boolean place = request.query().containsKey(name) || PAGE_TOKEN.matcher(plain(name)).matches();
            if (SECRET.matcher(plain(name)).matches() && !place && !value.isEmpty()) {
                throw new IllegalArgumentException("the address holds «" + name + "» with its value, which would be read in the"
                        + " history of the shell and in the route; name the variable that holds it: --parameter " + name
                        + "=VARIABLE");
            }
        }
        return request;
    }

    /** The same of an address that the API itself names. */
    static ListRequest ofLink(String link) {
        return read(link, null);
    }

    private static ListRequest read(String address, String body) {
        int question = address.indexOf('?');
        Map<String, String> query = new LinkedHashMap<>();
        Map<Role, String> examples = new EnumMap<>(Role.class);
        List<String> others = new ArrayList<>();
        for (String pair : question < 0 ? new String[0] : address.substring(question + 1).replaceFirst("#.*", "").split("&")) {
            String name = decode(pair.replaceFirst("=.*", ""));
            String value = pair.contains("=") ? decode(pair.substring(pair.indexOf('=') + 1)) : "";
            Role role = role(name, value);
            if (role != null && plainValue(value)) {
                query.put(name, role.placeholder());
                example(examples, role, value);
            } else if (value.matches(".*\\{\\w+}.*")) {
                query.put(name, value);
            } else if (!pair.isEmpty()) {
                others.add(pair.replace(" ", "%20"));
            }
        }
        String url = (question < 0 ? address : address.substring(0, question))
                + (others.isEmpty() ? "" : "?" + String.join("&", others));
        BodyRoles roles = body == null ? null : new BodyRoles(examples);
        return new ListRequest(url, query, body == null ? null : roles.template(body), examples,
                roles == null ? null : roles.field);
    }

    private static boolean plainValue(String value) {
        return !value.contains("{") || value.matches("\\{\\w+}");
    }

    private static void example(Map<Role, String> examples, Role role, String value) {
        if (!value.isBlank() && !value.contains("{")) {
            examples.putIfAbsent(role, value);
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** What a parameter of this name and value is for; null for something else. */
    private static Role role(String name, String value) {
        for (Role role : Role.values()) {
            if (value.equals(role.placeholder())) {
                return role;
            }
        }
        String plain = plain(name);
        if (isTime(value)) {
            return UNTIL.matcher(plain).matches() && !SINCE.matcher(plain).matches() ? Role.UNTIL : Role.SINCE;
        }
        boolean number = value.matches("\\d{1,9}");
        for (Map.Entry<Role, List<String>> names : NAMES.entrySet()) {
            boolean takes = names.getKey() == Role.CURSOR || names.getKey() == Role.LAST_ID || number || value.isEmpty();
            if (names.getValue().contains(plain) && takes) {
                return names.getKey();
            }
        }
        return value.isEmpty() && SINCE.matcher(plain).matches() ? Role.SINCE : null;
    }

    /** Whether a text is written like a moment of this century. */
    static boolean isTime(String value) {
        if (value.matches("\\d{4}-\\d\\d-\\d\\d.*") || value.matches("1[0-9]{9}|1[0-9]{12}")) {
            return TIMES.read(new TextNode(value)) != null;
        }
        return false;
    }

    boolean has(Role role) {
        return query.containsValue(role.placeholder()) || query.values().stream().anyMatch(v -> v.contains(role.placeholder()))
                || body != null && body.contains(role.placeholder()) || url.contains(role.placeholder());
    }

    /** The name of the parameter that takes it; null when none of the address does. */
    String parameter(Role role) {
        return query.entrySet().stream().filter(each -> each.getValue().contains(role.placeholder())).map(Map.Entry::getKey)
                .findFirst().orElse(null);
    }

    /** The same request with one more parameter, in the address or at the top of the body. */
    ListRequest with(String name, Role role) {
        if (body == null) {
            Map<String, String> more = new LinkedHashMap<>(query);
            more.put(name, role.placeholder());
            return new ListRequest(url, more, null, examples, sinceField);
        }
        String rest = body.strip().replaceFirst("^\\{", "").strip();
        return new ListRequest(url, query, "{\"" + name + "\":\"" + role.placeholder() + "\"" + (rest.equals("}") ? "" : ",")
                + rest, examples, sinceField);
    }

    /** The same without what takes this in the address. */
    ListRequest without(Role role) {
        Map<String, String> less = new LinkedHashMap<>(query);
        less.values().removeIf(value -> value.contains(role.placeholder()));
        return new ListRequest(url, less, body, examples, sinceField);
    }

    /** As the parameter {@code query} has it. */
    String queryText() {
        return query.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).collect(Collectors.joining("&"));
    }

    /** Finds the places in a body, which is a search in some language of the API's. */
    private static final class BodyRoles {
        private static final String NUMBER = "#";
        private final Map<Role, String> examples;
        private String field;

        BodyRoles(Map<Role, String> examples) {
            this.examples = examples;
        }

        String template(String body) {
            JsonNode tree;
            try {
                tree = JSON.readTree(body);
            } catch (JsonProcessingException e) {
                // With placeholders for numbers it is no JSON yet.
                return body;
            }
            if (!tree.isObject()) {
                throw new IllegalArgumentException("the body has to be a JSON object");
            }
            try {
                String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(walk("", tree));
                return text.replaceAll("\"" + NUMBER + "(\\{\\w+})\"", "$1") + "\n";
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        private JsonNode walk(String key, JsonNode node) {
            if (node.isObject()) {
                return object((ObjectNode) node);
            }
            if (node.isArray()) {
                boolean triple = node.size() == 3 && node.get(0).isTextual() && node.get(1).isTextual()
                        && node.get(2).isValueNode();
                ArrayNode copy = JSON.createArrayNode();
                for (int i = 0; i < node.size(); i++) {
                    copy.add(triple && i == 2
                            ? compared(node.get(0).asText(), node.get(1).asText(), node.get(2))
                            : walk(key, node.get(i)));
                }
                return copy;
            }
            Role role = node.isValueNode() && !node.isNull() && !node.isBoolean() ? role(key, node.asText()) : null;
            return role == null || role == Role.SINCE && !SINCE.matcher(plain(key)).matches() ? node : placed(role, node);
        }

        private JsonNode object(ObjectNode node) {
            String operator = null;
            String name = null;
            for (Map.Entry<String, JsonNode> each : node.properties()) {
                if (each.getValue().isTextual() && OPERATORS.containsKey(each.getValue().asText().toLowerCase(Locale.ROOT))) {
                    operator = each.getValue().asText();
                } else if (each.getValue().isTextual() && !each.getKey().equals("value")) {
                    name = each.getValue().asText();
                }
            }
            ObjectNode copy = JSON.createObjectNode();
            for (Map.Entry<String, JsonNode> each : node.properties()) {
                var inKey = FIELD_WITH_OPERATOR.matcher(each.getKey());
                JsonNode value = each.getValue();
                if (operator != null && each.getKey().equals("value") && value.isValueNode()) {
                    copy.set(each.getKey(), compared(name, operator, value));
                } else if (inKey.matches() && value.isValueNode()) {
                    copy.set(each.getKey(), compared(inKey.group(2), inKey.group(1), value));
                } else if (value.isObject() && value.size() > 0 && value.properties().stream()
                        .allMatch(one -> OPERATORS.containsKey(one.getKey()) && one.getValue().isValueNode())) {
                    ObjectNode inner = copy.putObject(each.getKey());
                    value.properties()
                            .forEach(one -> inner.set(one.getKey(), compared(each.getKey(), one.getKey(), one.getValue())));
                } else {
                    copy.set(each.getKey(), walk(each.getKey(), value));
                }
            }
            return copy;
        }

        private JsonNode compared(String name, String operator, JsonNode value) {
            Role meant = OPERATORS.get(operator.toLowerCase(Locale.ROOT));
            boolean time = isTime(value.asText()) || value.asText().equals(Role.SINCE.placeholder());
            if (time && meant == Role.LAST_ID) {
                meant = Role.SINCE;
            }
            boolean fits = meant == Role.LAST_ID
                    ? value.asText().matches("\\d{1,9}|\\{lastId}")
                    : time || value.asText().equals(Role.UNTIL.placeholder());
            if (meant == null || !fits) {
                return value;
            }
            if (meant == Role.SINCE) {
                field = name;
            }
            return placed(meant, value);
        }

        private JsonNode placed(Role role, JsonNode value) {
            example(examples, role, value.asText());
            return new TextNode((value.isNumber() ? NUMBER : "") + role.placeholder());
        }
    }
}
