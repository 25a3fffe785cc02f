package org.ladibridge.bench;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Somebody who logs in to the console, looks at its pages and, every other time, logs out. */
final class SoakVisitor {
    private static final List<String> PAGES = List.of("/console", "/console/live/overview", "/console/events",
            "/console/dead-letters",
            "/console/sources", "/console/audit", "/console/lab", "/api/ledger", "/api/ledger/history", "/api/sources",
            "/api/events?contains=No&limit=5", "/q/metrics", "/q/health/well");

    private SoakVisitor() {
    }

    static void looksAround(App app) throws IOException {
        HttpResponse<String> login = app.send("POST", "/console/login", "token=" + Machine.ADMIN + "&user=Lan",
                Map.of("Content-Type", "application/x-www-form-urlencoded"));
        String cookies = login.headers().allValues("Set-Cookie").stream().map(cookie -> cookie.replaceAll(";.*", ""))
                .collect(Collectors.joining("; "));
        if (login.statusCode() != 303 || cookies.isEmpty()) {
            throw new IOException("a log-in was answered " + login.statusCode());
        }
        for (String page : PAGES) {
            int status = app.send("GET", page, "", Map.of("Cookie", cookies, "Authorization", "Bearer " + Machine.ADMIN))
                    .statusCode();
            if (status >= 500 && !page.startsWith("/q/health") || status >= 400 && status < 500) {
                throw new IOException(page + " was answered " + status);
            }
        }
    }
}
