package org.ladibridge.console.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.enterprise.context.RequestScoped;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;

/** The visitor of the current request: its cookies, and the session that the guard found. */
@RequestScoped
class Visitor {
    static final String SESSION = "ladibridge_session";
    static final String LANGUAGE = "ladibridge_language";
    static final String THEME = "ladibridge_theme";
    static final List<String> LANGUAGES = List.of("en", "vi");
    static final List<String> THEMES = List.of("auto", "dark", "light");

    private final CurrentVertxRequest current;
    private Session session;

    Visitor(CurrentVertxRequest current) {
        this.current = current;
    }

    void isLoggedIn(Session found) {
        session = found;
    }

    /** Null on the login page. */
    Session session() {
        return session;
    }

    String address() {
        return request().remoteAddress().hostAddress();
    }

    boolean isSecure() {
        return request().isSSL() || "https".equalsIgnoreCase(request().getHeader("X-Forwarded-Proto"));
    }

    String sessionId() {
        return cookie(SESSION);
    }

    Locale locale() {
        String chosen = cookie(LANGUAGE);
        if (chosen != null && LANGUAGES.contains(chosen)) {
            return Locale.forLanguageTag(chosen);
        }
        String accepted = request().getHeader("Accept-Language");
        return Locale.forLanguageTag(accepted != null && accepted.toLowerCase(Locale.ROOT).startsWith("vi") ? "vi" : "en");
    }

    String theme() {
        String chosen = cookie(THEME);
        return chosen != null && THEMES.contains(chosen) ? chosen : THEMES.get(0);
    }

    /** Where the visitor is, to come back to after a change of language or theme; a preview is lost by it. */
    String path() {
        return request().method().name().equals("GET")
                ? request().uri()
                : request().path().replaceFirst("/(preview|replay)$", "");
    }

    /** What the request says of where it comes from; null for nothing. */
    Map<String, String> origin() {
        return List.of("Sec-Fetch-Site", "Origin", "Host").stream().filter(name -> request().getHeader(name) != null)
                .collect(Collectors.toMap(name -> name, name -> request().getHeader(name)));
    }

    private String cookie(String name) {
        Cookie cookie = request().getCookie(name);
        return cookie == null ? null : cookie.getValue();
    }

    private HttpServerRequest request() {
        return current.getCurrent().request();
    }
}
