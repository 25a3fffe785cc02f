package org.ladibridge.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.ladibridge.customer.CustomerKey;
import org.ladibridge.customer.Reason;
import org.ladibridge.journal.Attempt;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.JournalReader.Replayed;
import org.ladibridge.journal.JournalReader.Search;
import org.ladibridge.journal.State;
import org.ladibridge.ledger.ContentSearch;
import org.ladibridge.ledger.Customers;
import org.ladibridge.ledger.Replay;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** {@code /api/events}: what was received, and what became of it. */
@Path("/api/events")
class EventsResource {
    private static final int MOST = 1_000;

    private final JournalReader journal;
    private final Customers customers;
    private final ContentSearch contents;
    private final Replay replay;
    private final WaitingRecords waiting;
    private final Administrator administrator;
    private final ObjectMapper json;

    EventsResource(JournalReader journal, Customers customers, ContentSearch contents, Replay replay,
            WaitingRecords waiting, Administrator administrator,
            ObjectMapper json) {
        this.journal = journal;
        this.customers = customers;
        this.contents = contents;
        this.replay = replay;
        this.waiting = waiting;
        this.administrator = administrator;
        this.json = json;
    }

    /** A record in a list. */
    @RegisterForReflection
    public record EventView(long id, String source, String eventId, String customer, String state, String reason,
            String reasonEn,
            String reasonVi, String detail, JsonNode warnings, int attemptCount, Instant receivedAt, Instant dueAt,
            Instant finishedAt) {
    }

    /**
     * A record with everything that is known of it.
     *
     * @param original the payload as it was mapped at first, when a replay has replaced it; else null
     * @param replays when it was sent again, oldest first: by whom, as what, and how it had ended before
     * @param sent that of the last attempt, as is {@code answer}; null before one
     */
    @RegisterForReflection
    public record EventDetail(@JsonUnwrapped EventView event, JsonNode raw, JsonNode original, JsonNode mapped, JsonNode sent,
            String answer, List<Attempt> attempts, List<ReplayView> replays) {
    }

    /** A record that was sent again. */
    @RegisterForReflection
    public record ReplayView(Instant at, String actor, JsonNode content, String state, String reason, String detail,
            JsonNode warnings, Instant finishedAt) {
    }

    @GET
    public Response events(@QueryParam("source") String source, @QueryParam("state") String state,
            @QueryParam("reason") String reason,
            @QueryParam("customer") String customer, @QueryParam("contains") String contains, @QueryParam("since") String since,
            @QueryParam("until") String until,
            @QueryParam("before") Long before,
            @QueryParam("limit") @DefaultValue("50") int limit) throws IOException {
        if (limit < 1 || limit > MOST) {
            return Problem.response(Response.Status.BAD_REQUEST, "limit takes 1 to " + MOST,
                    "limit nhận giá trị từ 1 đến " + MOST);
        }
        Long end = firstIdSince("until", until);
        var search = new Search(blankToNull(source), state(blankToNull(state)), blankToNull(reason),
                keys(blankToNull(customer)),
                firstIdSince("since", since),
                end == null || before != null && before < end ? before : end, limit);
        List<Event> events = contains == null || contains.isBlank() ? journal.events(search) : contents.find(contains, search);
        return Response.ok(events.stream().limit(limit).map(this::view).toList()).build();
    }

    @GET
    @Path("{id}")
    public Response event(@PathParam("id") long id) throws IOException {
        Event event = journal.event(id).orElse(null);
        if (event == null) {
            return notFound(id);
        }
        JournalReader.Contents contents = journal.contents(id).orElse(new JournalReader.Contents(null, null, null));
        List<Attempt> attempts = journal.attempts(id);
        JsonNode mapped = tree(contents.mapped());
        Attempt last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
        JsonNode sent = last == null ? null : last.sent() == null ? mapped : tree(last.sent());
        return Response.ok(new EventDetail(view(event), tree(contents.raw()), tree(contents.original()), mapped, sent,
                last == null ? null : last.answer(), attempts, journal.replays(id).stream().map(this::view).toList())).build();
    }

    @POST
    @Path("{id}/replay")
    @Consumes(MediaType.WILDCARD)
    public Response replay(@PathParam("id") long id, byte[] body) throws IOException {
        if (journal.event(id).isEmpty()) {
            return notFound(id);
        }
        ReplayRequest request = ReplayRequest.read(json, body, Set.of());
        if (request.dryRun()) {
            Replay.Plan plan = replay.plan(id, request.content());
            return plan.problem() == null ? Response.ok(plan).build() : conflict(plan.problem(), plan.problemVi());
        }
        Replay.Result result = replay.replay(id, request.content(), administrator.name()).join();
        return result.queued() ? Response.accepted(result).build() : conflict(result.problem(), result.problemVi());
    }

    @POST
    @Path("{id}/set-aside")
    @Consumes(MediaType.WILDCARD)
    public Response setAside(@PathParam("id") long id) {
        return changed(id, waiting.setAside(id, administrator.name()));
    }

    @POST
    @Path("{id}/send-now")
    @Consumes(MediaType.WILDCARD)
    public Response sendNow(@PathParam("id") long id) {
        return changed(id, waiting.sendNow(id, administrator.name()));
    }

    private Response changed(long id, boolean waits) {
        if (waits) {
            return Response.accepted().build();
        }
        return journal.event(id).isEmpty()
                ? notFound(id)
                : Problem.response(Response.Status.CONFLICT,
                        "event " + id + " does not wait for LadiFlow; GET /api/events/" + id + " says how it stands",
                        "sự kiện " + id + " không chờ LadiFlow; GET /api/events/" + id + " cho biết trạng thái");
    }

    private static Response conflict(String problem, String problemVi) {
        return Problem.response(Response.Status.CONFLICT, problem, "không thể chạy lại: " + problemVi);
    }

    private static Response notFound(long id) {
        return Problem.response(Response.Status.NOT_FOUND, "there is no event " + id, "không có sự kiện " + id);
    }

    private EventView view(Event event) {
        Reason reason = event.reason() == null ? null : Reason.valueOf(event.reason());
        return new EventView(event.id(), event.source(), event.eventId(), event.customerKey(), event.state(), event.reason(),
                reason == null ? null : reason.en(), reason == null ? null : reason.vi(), event.detail(),
                warnings(event.warnings()),
                event.attempts(), event.receivedAt(), event.dueAt(), event.finishedAt());
    }

    private ReplayView view(Replayed replayed) {
        return new ReplayView(replayed.at(), replayed.actor(), replayed.content() == null ? null : tree(replayed.content()),
                replayed.state(), replayed.reason(), replayed.detail(), warnings(replayed.warnings()), replayed.finishedAt());
    }

    private JsonNode warnings(String text) {
        return text == null ? json.createArrayNode() : tree(text);
    }

    private JsonNode tree(String text) {
        return tree(text.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode tree(byte[] bytes) {
        try {
            return bytes == null ? null : json.readTree(bytes);
        } catch (IOException e) {
            return json.getNodeFactory().textNode(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private static State state(String label) {
        try {
            return label == null ? null : State.of(label);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("state takes one of " + List.of(State.values()),
                    "state nhận một trong các giá trị " + List.of(State.values()));
        }
    }

    private Long firstIdSince(String name, String time) {
        String text = blankToNull(time);
        try {
            return text == null ? null : Long.valueOf(journal.firstIdSince(OffsetDateTime.parse(text).toInstant()));
        } catch (DateTimeParseException e) {
            throw Problem.badRequest(name + " takes a time such as 2026-01-31T08:00:00+07:00, not «" + text + "»",
                    name + " nhận thời điểm dạng 2026-01-31T08:00:00+07:00, không nhận «" + text + "»");
        }
    }

    /** Of what is no customer's, the key that it would be, under which there is nothing. */
    private List<String> keys(String customer) {
        if (customer == null) {
            return List.of();
        }
        List<String> keys = customers.keysMeant(customer);
        return keys.isEmpty() ? List.of(CustomerKey.meant(customer).value()) : keys;
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text.trim();
    }
}
