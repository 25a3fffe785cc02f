package org.ladibridge.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.Priority;

import com.fasterxml.jackson.databind.JsonNode;

/** Dead letters and rejected records by the group: all with one reason, of one source, or both. */
@ApplicationScoped
public class DeadLetters {
    private static final Logger LOG = Logger.getLogger(DeadLetters.class);
    /** In one call; more are there for the next one. */
    private static final int MOST = 10_000;
    private static final int SHOWN = 50;

    private final JournalReader reader;
    private final Replay replay;

    public DeadLetters(JournalReader reader, Replay replay) {
        this.reader = reader;
        this.replay = replay;
    }

    /**
     * Which records, and as what.
     *
     * @param source null for every source
     * @param reason null for every reason
     * @param mapping as for {@link Replay#plan}
     * @param patch null for none
     * @param dryRun shows what would be sent and changes nothing
     */
    public record Request(String source, String reason, String mapping, JsonNode patch, boolean dryRun) {
    }

    /**
     * What became of a group.
     *
     * @param matched how many records were looked at
     * @param queued how many were put back into their queue, or would be
     * @param more there are further records; call again
     * @param changes the first ones, as they would be sent; empty unless it is a dry run
     * @param refused the first ones that cannot be replayed, and why
     */
    public record Outcome(int matched, int queued, boolean more, List<Replay.Plan> changes, List<Replay.Result> refused) {
    }

    /** Replays a group, oldest first and behind what is live. Delivery's own rate limit caps the speed. */
    public Outcome replay(Request request) throws IOException {
        List<Long> ids = reader.troubled(request.source(), request.reason(), MOST + 1);
        boolean more = ids.size() > MOST;
        List<Replay.Plan> changes = new ArrayList<>();
        List<Replay.Result> refused = new ArrayList<>();
        int matched = 0;
        int queued = 0;
        for (long id : more ? ids.subList(0, MOST) : ids) {
            matched++;
            String problem;
            if (request.dryRun()) {
                Replay.Plan plan = replay.plan(id, request.mapping(), request.patch());
                problem = plan.problem();
                if (problem == null && changes.size() < SHOWN) {
                    changes.add(plan);
                }
            } else {
                problem = replay.replay(id, request.mapping(), request.patch(), Priority.BACKFILL).problem();
            }
            if (problem == null) {
                queued++;
            } else if (refused.size() < SHOWN) {
                refused.add(new Replay.Result(id, false, problem));
            }
        }
        if (!request.dryRun()) {
            LOG.infof("Dead letters replayed by the admin API: source %s, reason %s, %s mapping%s: %d of %d",
                    request.source() == null ? "any" : request.source(), request.reason() == null ? "any" : request.reason(),
                    request.mapping(), request.patch() == null ? "" : ", patched", queued, matched);
        }
        return new Outcome(matched, queued, more, changes, refused);
    }
}
