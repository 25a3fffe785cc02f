package org.ladibridge.routes;

import java.util.List;
import java.util.Optional;

import org.ladibridge.intake.SourceSentences;
import org.ladibridge.journal.JournalReader;

/**
 * A source as it stands.
 *
 * @param name its folder's name
 * @param file the route file, relative to the routes folder
 * @param state how it stands
 * @param message what is wrong and how to mend it; null when nothing is. A running source has one when a change of its files
 *        cannot be used and it runs as before, or when the API that it asks refuses its token
 * @param routeIds the Camel routes it consists of, the consuming one last; empty when it does not run
 * @param hookPaths the paths under {@code /hooks/} that it owns
 * @param takesOutcomes whether it is told how records ended, which one source can be
 */
public record Source(String name, String file, State state, String message, List<String> routeIds, List<String> hookPaths,
        boolean takesOutcomes) {

    /** How a source stands. */
    public enum State {
        RUNNING,
        /** Stopped through the admin API. */
        PAUSED,
        /** A setting (usually its secret) is missing; the message names the variable. */
        MISSING_SETTING,
        /** The route file or what it names is broken; the others run. */
        QUARANTINED
    }

    /** Why a source cannot have this name, as a sentence; empty when it can. */
    public static Optional<String> reserved(String name) {
        // Its records would be counted, shown and replayed as if they were events.
        return name.equals(JournalReader.OUTCOMES)
                ? Optional.of("the name outcomes is taken by the events of journal:outcomes; name the folder otherwise")
                : Optional.empty();
    }

    /** The message in Vietnamese, as far as it is the bridge's own; null when there is none. */
    public String messageVi() {
        return SourceSentences.inVietnamese(message);
    }

    /** Whether somebody should look at it. */
    public boolean needsAttention() {
        return state == State.QUARANTINED || state == State.RUNNING && message != null;
    }

    /** Whether it runs or could at a word. */
    boolean isRunnable() {
        return state == State.RUNNING || state == State.PAUSED;
    }

    Source withoutRoutes() {
        return new Source(name, file, state, message, List.of(), hookPaths, takesOutcomes);
    }

    Source in(State newState, String newMessage) {
        return new Source(name, file, newState, newMessage, routeIds, hookPaths, takesOutcomes);
    }
}
