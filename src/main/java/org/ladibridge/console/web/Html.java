package org.ladibridge.console.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.quarkus.qute.TemplateInstance;

/** Answers of the console. */
@ApplicationScoped
class Html {
    private static final String TYPE = MediaType.TEXT_HTML + ";charset=UTF-8";

    private final Visitor visitor;

    Html(Visitor visitor) {
        this.visitor = visitor;
    }

    Response page(TemplateInstance template) {
        return page(Response.Status.OK, template);
    }

    Response page(Response.Status status, TemplateInstance template) {
        return Response.status(status).type(TYPE).entity(template.setLocale(visitor.locale()).render()).build();
    }

    /** The next page after a change. A path, not an address: behind a proxy the bridge does not know its own. */
    static Response goTo(String path) {
        return Response.status(Response.Status.SEE_OTHER).header(HttpHeaders.LOCATION, path).build();
    }
}
