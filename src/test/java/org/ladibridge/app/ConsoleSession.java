package org.ladibridge.app;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without scripts: keeps the console's cookies and fills in the token of each form. */
final class ConsoleSession {
    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final BridgeProcess bridge;
    private final Map<String, String> cookies = new TreeMap<>();
    private String csrf = "";

    ConsoleSession(BridgeProcess bridge) {
        this.bridge = bridge;
    }

    static ConsoleSession loggedIn(BridgeProcess bridge) throws IOException {
        ConsoleSession session = new ConsoleSession(bridge);
        session.post("/console/login", Map.of("token", "admin-for-tests", "user", "Lê Lan"));
        session.get("/console");
        return session;
    }

    HttpResponse<String> get(String path) throws IOException {
        return call("GET", path, "", Map.of());
    }

    HttpResponse<String> post(String path, Map<String, String> form) throws IOException {
        return post(path, form, Map.of());
    }

    HttpResponse<String> post(String path, Map<String, String> form, Map<String, String> headers) throws IOException {
        Map<String, String> fields = new TreeMap<>(form);
        fields.putIfAbsent("csrf", csrf);
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/x-www-form-urlencoded");
        return call("POST", path, body, all);
    }

    /** Posts, and goes where it leads. */
    HttpResponse<String> submit(String path, Map<String, String> form) throws IOException {
        HttpResponse<String> answer = post(path, form);
        return answer.statusCode() == 303 ? get(answer.headers().firstValue("Location").orElseThrow()) : answer;
    }

    private HttpResponse<String> call(String method, String path, String body, Map<String, String> headers)
            throws IOException {
        Map<String, String> all = new HashMap<>(headers);
        if (!cookies.isEmpty()) {
            all.put("Cookie", cookies.entrySet().stream().map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                    .collect(Collectors.joining("; ")));
        }
        HttpResponse<String> answer = bridge.send(method, path, body.getBytes(StandardCharsets.UTF_8), all);
        answer.headers().allValues("Set-Cookie").forEach(cookie -> {
            String[] pair = cookie.substring(0, cookie.indexOf(';')).split("=", 2);
            cookies.put(pair[0], pair[1].replace("\"", ""));
        });
        Matcher token = CSRF.matcher(answer.body());
        if (token.find()) {
            csrf = token.group(1);
        }
        return answer;
    }
}
