package org.ladibridge.console;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.ladibridge.customer.Reason;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Trouble;
import org.ladibridge.ledger.DeadLetters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** {@code /api/dead-letters}: what was refused or rejected, in groups, and the way back. */
@Path("/api/dead-letters")
class DeadLettersResource {
    private static final Set<String> MAPPINGS = Set.of("current", "original");

    private final JournalReader journal;
    private final DeadLetters deadLetters;
    private final ObjectMapper json;

    DeadLettersResource(JournalReader journal, DeadLetters deadLetters, ObjectMapper json) {
        this.journal = journal;
        this.deadLetters = deadLetters;
        this.json = json;
    }

    /** A group of records with the same reason and source. */
    public record GroupView(String state, String reason, String reasonEn, String reasonVi, String source, long count,
            Instant first, Instant last) {
    }

    @GET
    public List<GroupView> groups() {
        return journal.troubles().stream().map(DeadLettersResource::view).toList();
    }

    @POST
    @Path("replay")
    @Consumes(MediaType.WILDCARD)
    public Response replay(byte[] body) throws IOException {
        JsonNode request = body == null || body.length == 0 ? json.createObjectNode() : json.readTree(body);
        String mapping = request.path("mapping").asText("original");
        if (!MAPPINGS.contains(mapping)) {
            return Problem.response(Response.Status.BAD_REQUEST, "mapping takes current or original, not «" + mapping + "»",
                    "mapping nhận current hoặc original, không nhận «" + mapping + "»");
        }
        if (request.hasNonNull("patch") && !request.get("patch").isObject()) {
            return Problem.response(Response.Status.BAD_REQUEST, "patch takes a JSON object (RFC 7396)",
                    "patch phải là một đối tượng JSON (RFC 7396)");
        }
        String source = request.path("source").asText(null);
        String reason = request.path("reason").asText(null);
        if (source == null && reason == null) {
            return Problem.response(Response.Status.BAD_REQUEST, "name a reason, a source or both; everything is too much",
                    "hãy nêu reason, source hoặc cả hai; không thể chạy lại tất cả");
        }
        return Response.ok(deadLetters.replay(new DeadLetters.Request(source, reason, mapping,
                request.hasNonNull("patch") ? request.get("patch") : null, request.path("dryRun").asBoolean()))).build();
    }

    private static GroupView view(Trouble trouble) {
        Reason reason = Reason.valueOf(trouble.reason());
        return new GroupView(trouble.state(), trouble.reason(), reason.en(), reason.vi(), trouble.source(), trouble.n(),
                trouble.first(), trouble.last());
    }
}
