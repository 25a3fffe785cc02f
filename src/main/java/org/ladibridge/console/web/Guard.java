package org.ladibridge.console.web;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/**
 * The console is shown only after login, no other site may post to it or frame it, and no page runs or loads
 * anything that the bridge does not serve itself.
 */
@Provider
class Guard implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String ROOT = "/console";
    private static final Set<String> OPEN = Set.of(ROOT + "/login", ROOT + "/preferences");
    private static final Map<String, String> HEADERS = Map.of("Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
                    + "frame-ancestors 'none'; base-uri 'none'",
            "X-Content-Type-Options", "nosniff", "X-Frame-Options", "DENY", "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin", "Cross-Origin-Resource-Policy", "same-origin");

    private final Sessions sessions;
    private final Visitor visitor;

    Guard(Sessions sessions, Visitor visitor) {
        this.sessions = sessions;
        this.visitor = visitor;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (!isConsole(path) || path.startsWith(Assets.ROOT)) {
            return;
        }
        if (request.getMethod().equals("POST") && isForeign(visitor.origin())) {
            request.abortWith(Response.status(Response.Status.FORBIDDEN).entity("posted from another site").type("text/plain")
                    .build());
            return;
        }
        Session session = sessions.find(visitor.sessionId()).orElse(null);
        boolean refreshesItself = path.startsWith(ROOT + "/live/");
        if (session != null) {
            visitor.isLoggedIn(session);
            if (!refreshesItself) {
                sessions.used(session);
            }
        } else if (!OPEN.contains(path)) {
            request.abortWith(refreshesItself
                    ? Response.status(Response.Status.UNAUTHORIZED).build()
                    : Html.goTo(ROOT + "/login" + (request.getMethod().equals("GET") ? next(visitor.path()) : "")));
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String path = request.getUriInfo().getPath();
        if (isConsole(path)) {
            HEADERS.forEach(response.getHeaders()::putSingle);
            response.getHeaders().putIfAbsent(HttpHeaders.CACHE_CONTROL, java.util.List.of("no-store"));
        }
    }

    static boolean isConsole(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    private static String next(String path) {
        return path.equals(ROOT) ? "" : "?next=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
    }

    /** Browsers send the origin of a form. A client without one is no browser; it needs the session's token anyway. */
    static boolean isForeign(Map<String, String> headers) {
        String site = headers.get("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = headers.get("Origin");
        if (origin == null) {
            return false;
        }
        try {
            return !String.valueOf(URI.create(origin).getAuthority()).equalsIgnoreCase(headers.get("Host"));
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
