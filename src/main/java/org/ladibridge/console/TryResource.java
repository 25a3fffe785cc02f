package org.ladibridge.console;

import java.util.ArrayList;
import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.SampleReader;
import org.ladibridge.intake.SourceTransformer;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Accepted;
import org.ladibridge.transform.Transformed.Rejected;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** {@code POST /api/try/{source}}: what a raw sample becomes. Stores nothing, sends nothing. */
@Path("/api/try")
class TryResource {
    private final TransformComponent transform;
    private final SampleReader samples;

    TryResource(TransformComponent transform, SampleReader samples) {
        this.transform = transform;
        this.samples = samples;
    }

    /** One customer of the sample: its payload, or why there is none. */
    @RegisterForReflection
    public record Trial(JsonNode payload, Reason reason, String reasonEn, String reasonVi, String detail,
            List<Warning> warnings) {
        static Trial of(Transformed customer) {
            if (customer instanceof Rejected rejected) {
                return new Trial(null, rejected.reason(), rejected.reason().en(), rejected.reason().vi(), rejected.detail(),
                        rejected.warnings());
            }
            return new Trial(((Accepted) customer).customer().toJson(), null, null, null, null, customer.warnings());
        }
    }

    @POST
    @Path("{source}")
    @Consumes(MediaType.WILDCARD)
    public Response tryOut(@PathParam("source") String name, @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            byte[] sample) {
        SourceTransformer source = transform.of(name).orElse(null);
        if (source == null) {
            return Problem.response(Response.Status.NOT_FOUND,
                    "the source «" + name + "» does not run; GET /api/sources says why",
                    "nguồn «" + name + "» không hoạt động; xem lý do ở GET /api/sources");
        }
        try {
            List<Trial> trials = new ArrayList<>();
            for (RawRecord record : samples.read(name, sample, contentType)) {
                source.transform(record).forEach(customer -> trials.add(Trial.of(customer)));
            }
            return Response.ok(trials).build();
        } catch (UnreadableException e) {
            return Problem.response(Response.Status.BAD_REQUEST, e.getMessage(), e.vi());
        }
    }
}
