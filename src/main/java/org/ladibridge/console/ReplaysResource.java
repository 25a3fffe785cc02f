package org.ladibridge.console;

import java.util.List;
import java.util.Set;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.ladibridge.Backfill;
import org.ladibridge.delivery.TagDirectory;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.ledger.DeadLetters;
import org.ladibridge.ledger.DeadLetters.Request;

import com.fasterxml.jackson.databind.ObjectMapper;

/** {@code /api/replay}: records of which the mapping in use makes something else than what was sent, or LadiFlow did not store all, go out again. */
@Path("/api/replay")
class ReplaysResource {
    private static final Set<String> ACCEPTED = Set.of("changed", "notTaken", "source", "since", "until", "rate", "go");

    private final JournalReader journal;
    private final DeadLetters replays;
    private final Backfill backfill;
    private final TagDirectory tags;
    private final Administrator administrator;
    private final ObjectMapper json;

    ReplaysResource(JournalReader journal, DeadLetters replays, Backfill backfill, TagDirectory tags,
            Administrator administrator,
            ObjectMapper json) {
        this.journal = journal;
        this.replays = replays;
        this.backfill = backfill;
        this.tags = tags;
        this.administrator = administrator;
        this.json = json;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    public Response replay(byte[] body) {
        ReplayRequest request = ReplayRequest.read(json, body, ACCEPTED);
        if (request.text("notTaken") != null) {
            return notTaken(request, request.text("notTaken"));
        }
        if (!request.body().path("changed").asBoolean() || request.body().has("mapping") || request.body().has("patch")) {
            throw Problem.badRequest(
                    "send {\"changed\":true,\"source\":…,\"since\":…} or {\"notTaken\":…}: what is replayed here are the records "
                            + "whose payload the mapping in use changes, or of which LadiFlow did not store something; POST /api/dead-letters/replay replays others",
                    "hãy gửi {\"changed\":true,\"source\":…,\"since\":…} hoặc {\"notTaken\":…}: ở đây chỉ gửi lại các bản ghi mà "
                            + "mapping hiện tại cho kết quả khác, hoặc LadiFlow đã không lưu hết; các bản ghi khác dùng POST /api/dead-letters/replay");
        }
        String source = GroupReplays.source(request, journal);
        if (source == null && request.time("since") == null) {
            throw Problem.badRequest("name source or since; everything is too much",
                    "hãy nêu source hoặc since; không thể chạy lại tất cả");
        }
        Request replay = Request.ofChanged(source, request.time("since"), request.time("until"), request.dryRun(),
                request.rate());
        GroupReplays.requireGo(request, replay, replays, backfill);
        try {
            return GroupReplays.answer(replays.replay(replay, administrator.name()));
        } catch (IllegalStateException e) {
            return GroupReplays.anotherRuns("/api/replay");
        }
    }

    private Response notTaken(ReplayRequest request, String name) {
        if (List.of("changed", "since", "until", "mapping", "patch").stream().anyMatch(request.body()::hasNonNull)) {
            throw Problem.badRequest("with notTaken go source, rate, go and dryRun only",
                    "đi cùng notTaken chỉ có source, rate, go và dryRun");
        }
        List<JournalReader.Untaken> untaken = journal.notTaken().stream().filter(one -> one.what().name().equals(name))
                .toList();
        if (untaken.isEmpty()) {
            throw Problem.badRequest(
                    "LadiFlow stores whatever was sent as «" + name + "»; GET /api/not-taken shows what it does not",
                    "LadiFlow đã lưu mọi giá trị gửi với tên «" + name
                            + "»; GET /api/not-taken cho biết những gì không được lưu");
        }
        Request replay = Request.ofUntaken(untaken, GroupReplays.source(request, journal), request.dryRun(), request.rate());
        GroupReplays.requireGo(request, replay, replays, backfill);
        tags.listAgain();
        try {
            return GroupReplays.answer(replays.replay(replay, administrator.name()));
        } catch (IllegalStateException e) {
            return GroupReplays.anotherRuns("/api/replay");
        }
    }

    @GET
    public Response progress() {
        return GroupReplays.answer(replays.progress());
    }

    @DELETE
    public Response stop() {
        return GroupReplays.answer(replays.stop(administrator.name()));
    }
}
