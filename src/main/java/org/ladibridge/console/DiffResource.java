package org.ladibridge.console;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.ladibridge.intake.MappingDiff.Range;
import org.ladibridge.ledger.Diffs;
import org.ladibridge.routes.Sources;
import org.ladibridge.transform.MappingException;

/** {@code /api/sources/{id}/diff}: what another mapping would make of the stored records. Changes nothing. */
@Path("/api/sources/{name}/diff")
class DiffResource {
    private static final int USUAL = 1_000;
    private static final int MOST = 100_000;
    private static final int LONGEST = 200_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Diffs diffs;
    private final Sources sources;

    DiffResource(Diffs diffs, Sources sources) {
        this.diffs = diffs;
        this.sources = sources;
    }

    /**
     * Begins one; what takes longer than a call should is answered with 202 and goes on as long as somebody asks for it.
     *
     * @param last how many records at most, the newest first
     * @param since a time; only records that were received from then on
     * @param mapping the other mapping; nothing for the one in the folder
     */
    @POST
    @Consumes(MediaType.WILDCARD)
    public Response start(@PathParam("name") String name, @QueryParam("last") Integer last, @QueryParam("since") String since,
            String mapping) {
        Range range = new Range(most(last, since), time(since));
        if (mapping != null && mapping.length() > LONGEST) {
            throw Problem.badRequest("a mapping may have " + LONGEST + " characters",
                    "mapping chỉ được dài tối đa " + LONGEST + " ký tự");
        }
        try {
            return diffs.start(name, mapping == null || mapping.isBlank() ? null : mapping, range, PATIENCE)
                    .map(DiffResource::answer).orElseGet(() -> TryResource.notRunning(sources, name));
        } catch (MappingException e) {
            throw Problem.badRequest(e.getMessage(), "không dùng được mapping: " + e.getMessage());
        } catch (IllegalStateException e) {
            return Problem.response(Response.Status.CONFLICT, e.getMessage(),
                    "các lần so sánh khác đang chạy hoặc đang chờ; hãy thử lại khi một lần đã xong");
        }
    }

    /** How far it is, or what came of it. */
    @GET
    @Path("{id:\\d{1,18}}")
    public Response progress(@PathParam("name") String name, @PathParam("id") long id) {
        return diffs.of(name, id).map(DiffResource::answer)
                .orElseGet(
                        () -> Problem.response(Response.Status.NOT_FOUND, "there is no such comparison any more; begin another",
                                "không còn lần so sánh này; hãy bắt đầu lần khác"));
    }

    private static Response answer(Diffs.Answer answer) {
        return Response.status(answer.isUnderWay() ? Response.Status.ACCEPTED : Response.Status.OK).entity(answer).build();
    }

    private static int most(Integer last, String since) {
        if (last == null) {
            return since == null ? USUAL : MOST;
        }
        if (last < 1 || last > MOST) {
            throw Problem.badRequest("last takes a number from 1 to " + MOST, "last nhận số từ 1 đến " + MOST);
        }
        return last;
    }

    private static Instant time(String since) {
        try {
            return since == null ? null : OffsetDateTime.parse(since).toInstant();
        } catch (DateTimeParseException e) {
            throw Problem.badRequest("since takes a time such as 2026-01-31T08:00:00+07:00, not «" + since + "»",
                    "since nhận thời điểm dạng 2026-01-31T08:00:00+07:00, không nhận «" + since + "»");
        }
    }
}
