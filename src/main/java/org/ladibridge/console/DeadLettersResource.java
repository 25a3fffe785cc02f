package org.ladibridge.console;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.ladibridge.Backfill;
import org.ladibridge.customer.CustomerKey;
import org.ladibridge.customer.Reason;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Trouble;
import org.ladibridge.journal.JournalReader.TroubleFilter;
import org.ladibridge.ledger.DeadLetters;

import com.fasterxml.jackson.databind.ObjectMapper;

/** {@code /api/dead-letters}: what was refused or rejected, in groups, and the way back. */
@Path("/api/dead-letters")
class DeadLettersResource {
    private static final Set<String> FILTERS = Set.of("reason", "source", "customer", "since", "until", "ids");
    private static final Set<String> ACCEPTED = Set.of("reason", "source", "customer", "since", "until", "ids", "rate", "go");

    private final JournalReader journal;
    private final DeadLetters deadLetters;
    private final Backfill backfill;
    private final Administrator administrator;
    private final ObjectMapper json;

    DeadLettersResource(JournalReader journal, DeadLetters deadLetters, Backfill backfill, Administrator administrator,
            ObjectMapper json) {
        this.journal = journal;
        this.deadLetters = deadLetters;
        this.backfill = backfill;
        this.administrator = administrator;
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
    public Response replay(byte[] body) {
        ReplayRequest request = ReplayRequest.read(json, body, ACCEPTED);
        if (FILTERS.stream().noneMatch(request.body()::hasNonNull)) {
            throw Problem.badRequest("name one of " + new TreeSet<>(FILTERS) + "; everything is too much",
                    "hãy nêu ít nhất một trong " + new TreeSet<>(FILTERS) + "; không thể chạy lại tất cả");
        }
        String customer = request.text("customer");
        var which = new TroubleFilter(GroupReplays.source(request, journal), reason(request),
                customer == null ? null : CustomerKey.meant(customer).value(), request.time("since"), request.time("until"),
                request.ids());
        var replay = new DeadLetters.Request(which, request.content(), request.dryRun(), request.rate());
        GroupReplays.requireGo(request, replay, deadLetters, backfill);
        try {
            return GroupReplays.answer(deadLetters.replay(replay, administrator.name()));
        } catch (IllegalStateException e) {
            return GroupReplays.anotherRuns("/api/dead-letters/replay");
        }
    }

    @GET
    @Path("replay")
    public Response progress() {
        return GroupReplays.answer(deadLetters.progress());
    }

    @DELETE
    @Path("replay")
    public Response stop() {
        return GroupReplays.answer(deadLetters.stop(administrator.name()));
    }

    private static String reason(ReplayRequest request) {
        String reason = request.text("reason");
        if (reason != null && Arrays.stream(Reason.values()).noneMatch(known -> known.name().equals(reason))) {
            throw Problem.badRequest("there is no reason «" + reason + "»; there are " + Arrays.toString(Reason.values()),
                    "không có reason «" + reason + "»; các giá trị là " + Arrays.toString(Reason.values()));
        }
        return reason;
    }

    private static GroupView view(Trouble trouble) {
        Reason reason = Reason.valueOf(trouble.reason());
        return new GroupView(trouble.state(), trouble.reason(), reason.en(), reason.vi(), trouble.source(), trouble.n(),
                trouble.first(), trouble.last());
    }
}
