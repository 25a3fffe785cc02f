package org.ladibridge.sandbox;

import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Without {@code bridge.sandbox=true} there is no sandbox. */
@Provider
class SandboxSwitch implements ContainerRequestFilter {
    private final Instance<Boolean> on;

    /** @param on asked at each request: a filter is made when an executable is built, where nobody knows how it will be started */
    SandboxSwitch(@ConfigProperty(name = "bridge.sandbox", defaultValue = "false") Instance<Boolean> on) {
        this.on = on;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!on.get() && (request.getUriInfo().getPath() + "/").startsWith("/sandbox/")) {
            request.abortWith(Response.status(Response.Status.NOT_FOUND).build());
        }
    }
}
