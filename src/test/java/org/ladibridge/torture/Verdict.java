package org.ladibridge.torture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the promises were kept, computed from what senders were answered, what LadiFlow wrote down, and the ledger.
 *
 * @param acknowledged events
 * @param delivered acknowledged events that LadiFlow took
 * @param superseded acknowledged events in whose stead LadiFlow took a younger one
 * @param lost acknowledged events that are neither
 * @param repeated calls for what LadiFlow had answered that it took
 * @param repeatable how many of them are within the promise
 * @param outOfOrder calls for an event that is older than one that was called before for the same customer
 * @param ledger how the ledger moved
 * @param others records that others than the senders may have brought: counted, but not known one by one
 */
record Verdict(int acknowledged, int delivered, int superseded, List<Event> lost, int repeated, int repeatable,
        List<Event> outOfOrder, Ledger ledger, boolean others) {

    /**
     * How the ledger moved: the counts of all sources.
     *
     * @param stored received without the duplicates
     */
    record Ledger(long stored, long superseded, long rejected, long dead, long inFlight, boolean balanced) {
        Ledger since(Ledger before) {
            return new Ledger(stored - before.stored, superseded - before.superseded, rejected - before.rejected,
                    dead - before.dead, inFlight, balanced);
        }

        /** Each event once, nothing refused, nothing on its way. */
        boolean accountsFor(int events) {
            return balanced && stored == events && rejected == 0 && dead == 0 && inFlight == 0;
        }
    }

    static Verdict of(List<Event> acknowledged, List<Call> calls, int repeatable, Ledger ledger) {
        Set<Event> taken = new HashSet<>();
        Set<Event> answered = new HashSet<>();
        Map<String, Integer> youngestCalled = new HashMap<>();
        Map<String, Integer> youngestTaken = new HashMap<>();
        List<Event> outOfOrder = new ArrayList<>();
        int repeated = 0;
        for (Call call : calls) {
            Event event = call.event();
            if (youngestCalled.merge(event.customer(), event.number(), Math::max) > event.number()) {
                outOfOrder.add(event);
            }
            repeated += answered.contains(event) ? 1 : 0;
            if (call.isAnswered()) {
                answered.add(event);
            }
            if (call.taken()) {
                taken.add(event);
                youngestTaken.merge(event.customer(), event.number(), Math::max);
            }
        }
        List<Event> missing = acknowledged.stream().filter(event -> !taken.contains(event)).toList();
        List<Event> lost = new ArrayList<>(
                missing.stream().filter(event -> youngestTaken.getOrDefault(event.customer(), 0) < event.number()).toList());
        if (missing.size() - lost.size() > ledger.superseded()) {
            lost = missing;
        }
        return new Verdict(acknowledged.size(), acknowledged.size() - missing.size(), missing.size() - lost.size(), lost,
                repeated, repeatable, outOfOrder, ledger, false);
    }

    /** Others have brought records, too. */
    Verdict besideOthers() {
        return new Verdict(acknowledged, delivered, superseded, lost, repeated, repeatable, outOfOrder, ledger, true);
    }

    boolean isAccountedFor() {
        return others
                ? ledger.balanced() && ledger.inFlight() == 0 && ledger.dead() == 0 && ledger.stored() >= acknowledged
                : ledger.accountsFor(acknowledged);
    }

    /** A sentence for each broken promise. */
    Set<String> broken() {
        Set<String> broken = new TreeSet<>();
        if (!lost.isEmpty()) {
            broken.add(lost.size() + " acknowledged events were lost, such as " + some(lost));
        }
        if (repeated > repeatable) {
            broken.add(repeated + " calls were repeated; " + repeatable + " at most were in flight");
        }
        if (!outOfOrder.isEmpty()) {
            broken.add(outOfOrder.size() + " calls came after a younger one of their customer, such as " + some(outOfOrder));
        }
        if (!isAccountedFor()) {
            broken.add("the ledger does not account for " + acknowledged + " events: " + ledger);
        }
        return broken;
    }

    private static List<Event> some(List<Event> events) {
        return events.subList(0, Math.min(5, events.size()));
    }
}
