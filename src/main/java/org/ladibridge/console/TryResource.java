package org.ladibridge.console;

import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.SourceTransformer;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.sample.SampleReader;
import org.ladibridge.routes.Source;
import org.ladibridge.routes.Sources;
import org.ladibridge.transform.DidYouMean;
import org.ladibridge.transform.MappingException;

import com.fasterxml.jackson.databind.JsonNode;

/** {@code POST /api/try/{source}}: what a raw sample becomes. Stores nothing, sends nothing. */
@Path("/api/try")
class TryResource {
    private final TransformComponent transform;
    private final SampleReader samples;
    private final Sources sources;

    TryResource(TransformComponent transform, SampleReader samples, Sources sources) {
        this.transform = transform;
        this.samples = samples;
        this.sources = sources;
    }

    @POST
    @Path("{source}")
    @Consumes(MediaType.WILDCARD)
    public Response tryOut(@PathParam("source") String name, @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            byte[] sample) {
        SourceTransformer source = transform.of(name).orElse(null);
        if (source == null) {
            return notRunning(sources, name);
        }
        try {
            return trials(source, samples.read(name, sample, contentType));
        } catch (UnreadableException e) {
            return Problem.response(Response.Status.BAD_REQUEST, e.getMessage(), e.vi());
        }
    }

    /** How the columns of a file would be understood, for each part of it; nothing for a sample that is no file. */
    @POST
    @Path("{source}/columns")
    @Consumes(MediaType.WILDCARD)
    public Response columns(@PathParam("source") String name, @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
            byte[] sample) {
        if (transform.of(name).isEmpty()) {
            return notRunning(sources, name);
        }
        try {
            return Response.ok(samples.columns(name, sample, contentType)).build();
        } catch (UnreadableException e) {
            return Problem.response(Response.Status.BAD_REQUEST, e.getMessage(), e.vi());
        }
    }

    /** Another mapping than the source's, and records as a mapping gets them. */
    public record Bench(String mapping, List<JsonNode> records) {
    }

    /** What the console's lab does: {@code {"mapping":"…","records":[…]}}. */
    @POST
    @Path("{source}/mapping")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response tryMapping(@PathParam("source") String name, Bench bench) {
        if (bench == null || bench.mapping() == null || bench.records() == null) {
            throw Problem.badRequest("send {\"mapping\":\"…\",\"records\":[…]}", "hãy gửi {\"mapping\":\"…\",\"records\":[…]}");
        }
        try {
            return transform.of(name, bench.mapping())
                    .map(source -> trials(source, bench.records().stream().map(RawRecord::of).toList()))
                    .orElseGet(() -> notRunning(sources, name));
        } catch (MappingException e) {
            throw Problem.badRequest(e.getMessage(), "không dùng được mapping: " + e.getMessage());
        }
    }

    private static Response trials(SourceTransformer source, List<RawRecord> records) {
        return Response.ok(Trials.of(source, records).stream().map(trial -> trial.advised(source)).toList()).build();
    }

    /** There is no such source, or it does not run. */
    static Response notRunning(Sources sources, String name) {
        Source source = sources.find(name).orElse(null);
        if (source == null) {
            return Problem.response(Response.Status.NOT_FOUND, "there is no source «" + name + "»"
                    + DidYouMean.hint(name, sources.all().stream().map(Source::name).toList()),
                    "không có nguồn «" + name + "»");
        }
        String why = source.message() == null ? "" : ": " + source.message();
        return Problem.response(Response.Status.NOT_FOUND,
                "the source «" + name + "» does not run" + why + "; ./ladibridge sources shows how each stands",
                "nguồn «" + name + "» không hoạt động" + why + "; ./ladibridge sources cho biết tình trạng từng nguồn");
    }
}
