package org.ladibridge.sandbox;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Without {@code bridge.sandbox=true} there is no sandbox. */
@Provider
class SandboxSwitch implements ContainerRequestFilter {
    private final boolean on;

    SandboxSwitch(@ConfigProperty(name = "bridge.sandbox", defaultValue = "false") boolean on) {
        this.on = on;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!on && (request.getUriInfo().getPath() + "/").startsWith("/sandbox/")) {
            request.abortWith(Response.status(Response.Status.NOT_FOUND).build());
        }
    }
}
