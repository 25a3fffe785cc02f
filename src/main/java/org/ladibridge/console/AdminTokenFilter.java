package org.ladibridge.console;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** Requires the admin token for every request under {@code /api}. */
@Provider
class AdminTokenFilter implements ContainerRequestFilter {
    private static final String BEARER = "Bearer ";

    private final AdminToken token;
    private final LoginThrottle throttle;
    private final Administrator administrator;

    AdminTokenFilter(AdminToken token, LoginThrottle throttle, Administrator administrator) {
        this.token = token;
        this.throttle = throttle;
        this.administrator = administrator;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!request.getUriInfo().getPath().startsWith("/api/")) {
            return;
        }
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        String given = header == null || !header.startsWith(BEARER)
                ? null
                : header.substring(BEARER.length()).trim();
        if (token.matches(given)) {
            return;
        }
        long seconds = given == null || given.isEmpty() ? 0 : throttle.wrong(administrator.address(), given);
        if (seconds > 0) {
            request.abortWith(Response.fromResponse(Problem.response(Response.Status.TOO_MANY_REQUESTS,
                    "too many wrong admin tokens: correct the token, and try again in " + seconds + " s at the earliest",
                    "quá nhiều token quản trị sai: hãy sửa token và thử lại sớm nhất sau " + seconds + " giây"))
                    .header(HttpHeaders.RETRY_AFTER, seconds).build());
        } else {
            request.abortWith(Response.fromResponse(Problem.response(Response.Status.UNAUTHORIZED,
                    "send the header «Authorization: Bearer …» with BRIDGE_ADMIN_TOKEN, or with what stands in data/admin-token",
                    "hãy gửi header «Authorization: Bearer …» với BRIDGE_ADMIN_TOKEN, hoặc nội dung tệp data/admin-token"))
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer").build());
        }
    }
}
