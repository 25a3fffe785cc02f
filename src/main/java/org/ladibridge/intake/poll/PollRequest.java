package org.ladibridge.intake.poll;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** @param body null when there is none */
record PollRequest(String method, URI uri, Map<String, String> headers, String body) {

    PollRequest {
        headers = Map.copyOf(headers);
    }

    static PollRequest form(URI uri, Map<String, String> form) {
        StringBuilder body = new StringBuilder();
        form.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&").append(encode(name)).append('=')
                .append(encode(value)));
        return new PollRequest("POST", uri, Map.of("Content-Type", "application/x-www-form-urlencoded"), body.toString());
    }

    PollRequest withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new PollRequest(method, uri, more, body);
    }

    PollRequest withParameter(String name, String value) {
        return new PollRequest(method, withParameter(uri, name, value), headers, body);
    }

    /** @return the address with this parameter, and no other of the name */
    static URI withParameter(URI uri, String name, String value) {
        StringBuilder query = new StringBuilder();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&")) {
                if (!pair.isEmpty() && !pair.startsWith(encode(name) + "=")) {
                    query.append(pair).append('&');
                }
            }
        }
        query.append(encode(name)).append('=').append(encode(value));
        return URI.create(withoutQuery(uri) + "?" + query);
    }

    static String withoutQuery(URI uri) {
        return uri.toASCIIString().replaceFirst("[?#].*", "");
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
