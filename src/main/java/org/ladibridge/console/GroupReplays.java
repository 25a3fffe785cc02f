package org.ladibridge.console;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

import org.ladibridge.Backfill;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.ledger.DeadLetters;

/** What the calls about replays of many records answer alike. */
final class GroupReplays {
    private GroupReplays() {
    }

    /** How far the replay is: 202 while it runs, 404 when there was none. */
    static Response answer(Optional<DeadLetters.Outcome> replay) {
        return replay.map(GroupReplays::answer)
                .orElseGet(() -> Problem.response(Response.Status.NOT_FOUND, "nothing was replayed since the bridge started",
                        "chưa có lần chạy lại nào từ khi khởi động"));
    }

    static Response answer(DeadLetters.Outcome outcome) {
        return Response.status(outcome.state().equals("running") ? Response.Status.ACCEPTED : Response.Status.OK)
                .entity(outcome).build();
    }

    /** @throws jakarta.ws.rs.WebApplicationException when the replay brings more changes than are sent without being asked */
    static void requireGo(ReplayRequest request, DeadLetters.Request replay, DeadLetters replays, Backfill backfill) {
        if (backfill.asks() == 0 || replay.dryRun() || request.flag("go")) {
            return;
        }
        long changes = replays.most(replay, backfill.asks());
        if (backfill.asks(changes)) {
            throw new WebApplicationException(Problem.response(Response.Status.CONFLICT,
                    backfill.en(changes) + "; nothing was put back. If it is meant, say \"go\":true, or --go",
                    backfill.vi(changes) + "; chưa có gì được gửi lại. Nếu đúng ý, hãy thêm \"go\":true, hoặc --go"));
        }
    }

    /** @param path where the running one can be seen and stopped */
    static Response anotherRuns(String path) {
        return Problem.response(Response.Status.CONFLICT,
                "another replay is running; GET " + path + " shows it, DELETE stops it",
                "đang có một lần chạy lại khác; xem bằng GET " + path + ", dừng bằng DELETE");
    }

    /**
     * The source that the request names; null when it names none.
     *
     * @throws jakarta.ws.rs.BadRequestException when no record came from it
     */
    static String source(ReplayRequest request, JournalReader journal) {
        String source = request.text("source");
        if (source != null) {
            Set<String> sources = new TreeSet<>();
            journal.counts().forEach(count -> sources.add(count.source()));
            if (!sources.contains(source)) {
                throw Problem.badRequest("no record came from a source «" + source + "»; there are records of " + sources,
                        "không có bản ghi nào từ nguồn «" + source + "»; có bản ghi từ " + sources);
            }
        }
        return source;
    }
}
