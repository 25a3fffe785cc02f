package org.ladibridge.intake.api;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One call to a source.
 *
 * @param uri with its query, encoded
 * @param headers by name; all that are sent
 * @param body null when there is none
 */
public record ApiRequest(String method, URI uri, Map<String, String> headers, String body) {

    public ApiRequest {
        headers = Map.copyOf(headers);
    }

    /** A POST of a form. */
    public static ApiRequest form(URI uri, Map<String, String> form) {
        StringBuilder body = new StringBuilder();
        form.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&").append(encode(name)).append('=')
                .append(encode(value)));
        return new ApiRequest("POST", uri, Map.of("Content-Type", "application/x-www-form-urlencoded"), body.toString());
    }

    /** The same with one more header, or another value of it. */
    public ApiRequest withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiRequest(method, uri, more, body);
    }

    /** The same with one more parameter of the query, or another value of it. */
    public ApiRequest withParameter(String name, String value) {
        return new ApiRequest(method, withParameter(uri, name, value), headers, body);
    }

    /** @return the address with this parameter, and no other of the name */
    public static URI withParameter(URI uri, String name, String value) {
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

    /** @return the text as it stands in a query */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
