package org.ladibridge.console;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

/** Nothing under {@code /api} answers without the admin token. */
@Provider
class AdminTokenFilter implements ContainerRequestFilter {
    private static final String BEARER = "Bearer ";

    private final AdminToken token;

    AdminTokenFilter(AdminToken token) {
        this.token = token;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!request.getUriInfo().getPath().startsWith("/api/")) {
            return;
        }
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.startsWith(BEARER) || !token.matches(header.substring(BEARER.length()).trim())) {
            request.abortWith(Response.fromResponse(Problem.response(Response.Status.UNAUTHORIZED,
                    "send the header «Authorization: Bearer …» with BRIDGE_ADMIN_TOKEN, or with what stands in data/admin-token",
                    "hãy gửi header «Authorization: Bearer …» với BRIDGE_ADMIN_TOKEN, hoặc nội dung tệp data/admin-token"))
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer").build());
        }
    }
}
