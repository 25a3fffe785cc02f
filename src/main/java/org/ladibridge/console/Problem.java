package org.ladibridge.console;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The body of an error.
 *
 * @param detail what is wrong and what to do, in English
 * @param detailVi the same in Vietnamese
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 */
@RegisterForReflection
public record Problem(String title, int status, String detail, @JsonProperty("detail_vi") String detailVi) {
    static final String MEDIA_TYPE = "application/problem+json";

    /** Ends the call with 400. */
    static BadRequestException badRequest(String detail, String detailVi) {
        return new BadRequestException(response(Response.Status.BAD_REQUEST, detail, detailVi));
    }

    public static Response response(Response.Status status, String detail, String detailVi) {
        return Response.status(status).type(MEDIA_TYPE)
                .entity(new Problem(status.getReasonPhrase(), status.getStatusCode(), detail, detailVi)).build();
    }
}
