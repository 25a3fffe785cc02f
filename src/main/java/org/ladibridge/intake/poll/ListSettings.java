package org.ladibridge.intake.poll;

import static java.util.Map.entry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The settings of a poll by the names that a route has for them, to try others with. */
final class ListSettings {
    private static final Map<String, BiConsumer<PollSettings, String>> SETTERS = Map.ofEntries(
            entry("name", PollSettings::setName),
            entry("url", PollSettings::setUrl), entry("query", PollSettings::setQuery),
            entry("queryWithin", PollSettings::setQueryWithin), entry("headers", PollSettings::setHeaders),
            entry("body", PollSettings::setBody), entry("bodyWithin", PollSettings::setBodyWithin),
            entry("auth", PollSettings::setAuth), entry("token", PollSettings::setToken),
            entry("tokenHeader", PollSettings::setTokenHeader), entry("tokenPrefix", PollSettings::setTokenPrefix),
            entry("tokenParameter", PollSettings::setTokenParameter), entry("tokenUrl", PollSettings::setTokenUrl),
            entry("tokenForm", PollSettings::setTokenForm), entry("clientId", PollSettings::setClientId),
            entry("clientSecret", PollSettings::setClientSecret), entry("items", PollSettings::setItems),
            entry("id", PollSettings::setId), entry("updated", PollSettings::setUpdated),
            entry("created", PollSettings::setCreated), entry("paging", PollSettings::setPaging),
            entry("order", PollSettings::setOrder), entry("next", PollSettings::setNext),
            entry("lastPage", PollSettings::setLastPage),
            entry("firstPage", (settings, text) -> settings.setFirstPage(Integer.parseInt(text))),
            entry("sinceFormat", PollSettings::setSinceFormat), entry("zone", PollSettings::setZone),
            entry("limit", (settings, text) -> settings.setLimit(Integer.parseInt(text))));

    private final Map<String, String> parameters;

    private ListSettings(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    static ListSettings of(Map<String, String> parameters) {
        return new ListSettings(new LinkedHashMap<>(parameters));
    }

    /** The same with others: name, value, name, value, …; a value that is null takes the parameter away. */
    ListSettings with(String... pairs) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        for (int i = 0; i < pairs.length; i += 2) {
            more.remove(pairs[i]);
            if (pairs[i + 1] != null) {
                more.put(pairs[i], pairs[i + 1]);
            }
        }
        return new ListSettings(more);
    }

    Map<String, String> parameters() {
        return new LinkedHashMap<>(parameters);
    }

    String get(String name) {
        return parameters.getOrDefault(name, "");
    }

    int limit() {
        return Integer.parseInt(parameters.getOrDefault("limit", "100"));
    }

    /** @throws IllegalArgumentException with the parameter that makes no sense */
    PollSettings settings() {
        PollSettings settings = new PollSettings();
        parameters.forEach((name, value) -> SETTERS.get(name).accept(settings, value));
        return settings;
    }
}
