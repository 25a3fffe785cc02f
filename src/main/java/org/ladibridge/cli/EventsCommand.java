package org.ladibridge.cli;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import org.ladibridge.transform.DidYouMean;

import com.fasterxml.jackson.databind.JsonNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What was received lately. */
@Command(name = "events", description = "Lists records, newest first.", subcommands = {EventsCommand.SetAside.class,
        EventsCommand.SendNow.class}, footer = {"", "Examples:",
                "  ladibridge events --customer 0912345678", "  ladibridge events --source shopify --state dead",
                "  ladibridge events --reason BAD_PHONE --json | jq -r '.[].id'"})
class EventsCommand implements Callable<Integer> {
    @Mixin
    AdminClient bridge;

    @Option(names = "--source", description = "Only records of this source.")
    String source;

    @Option(names = "--state", description = "Only records in this state: queued, waiting, delivered, unchanged, superseded, ignored, rejected, dead.")
    String state;

    @Option(names = "--reason", description = "Only records with this reason.")
    String reason;

    @Option(names = "--customer", description = "Only records of this customer: e-mail, phone or key.")
    String customer;

    @Option(names = "--contains", paramLabel = "TEXT", description = "Only records that carry these words, of the newest thousands: a name without a customer is found like this.")
    String contains;

    @Option(names = "--limit", defaultValue = "20", description = "How many (${DEFAULT-VALUE}).")
    int limit;

    @Option(names = "--before", paramLabel = "ID", description = "Only records before this one.")
    Long before;

    @Override
    public Integer call() throws AdminClient.Failure {
        JsonNode events = bridge.get("/api/events?limit=" + limit + query("source", source) + query("state", state)
                + query("reason", reason) + query("customer", customer) + query("contains", contains)
                + query("before", before));
        if (source != null && events.isEmpty()) {
            requireSource();
        }
        if (bridge.asJson) {
            System.out.println(events);
            return 0;
        }
        Table table = new Table(Ansi.AUTO, "id", "received", "source", "state", "reason");
        for (JsonNode event : events) {
            table.row(event.path("id").asLong(), event.path("receivedAt").asText(), event.path("source").asText(),
                    Table.state(event.path("state").asText()), event.path("reason").isTextual()
                            ? event.path("reason").asText() + ": " + event.path("reasonEn").asText()
                            : null);
        }
        System.out.println(table);
        return 0;
    }

    /** No records of a known source is a valid answer; an unknown source is a typing error. */
    private void requireSource() throws AdminClient.Failure {
        Set<String> known = new TreeSet<>();
        bridge.get("/api/sources").forEach(each -> known.add(each.path("name").asText()));
        bridge.get("/api/ledger").path("sources").fieldNames().forEachRemaining(known::add);
        if (!known.contains(source)) {
            throw new AdminClient.Failure("there is no source «" + source + "»" + DidYouMean.hint(source, known));
        }
    }

    private static String query(String name, Object value) {
        return value == null ? "" : "&" + name + "=" + AdminClient.encode(value.toString());
    }

    /** Records that wait for their time. */
    abstract static class OfWaiting implements Callable<Integer> {
        @Mixin
        AdminClient bridge;

        @Parameters(arity = "1..*", paramLabel = "ID", description = "Records that wait, as «events --state waiting» lists them.")
        List<Long> ids;

        private final String what;
        private final String said;

        OfWaiting(String what, String said) {
            this.what = what;
            this.said = said;
        }

        @Override
        public Integer call() throws AdminClient.Failure {
            for (long id : ids) {
                bridge.post("/api/events/" + id + "/" + what, new byte[0], "application/json");
                if (!bridge.asJson) {
                    System.out.println(id + " " + said);
                }
            }
            if (bridge.asJson) {
                System.out.println(ids);
            }
            return 0;
        }
    }

    /** Sets a waiting record aside as a dead letter, so that its customer's later records can be delivered. */
    @Command(name = "set-aside", description = "Makes dead letters of records that wait, so that later ones of their customers go on; «dead replay» brings them back.", footer = {
            "", "Example:", "  ladibridge events set-aside 17 18"})
    static class SetAside extends OfWaiting {
        SetAside() {
            super("set-aside", "is set aside");
        }
    }

    /** No longer waiting. */
    @Command(name = "send-now", description = "Sends records that wait now instead of at their time.", footer = {"", "Example:",
            "  ladibridge events send-now 17"})
    static class SendNow extends OfWaiting {
        SendNow() {
            super("send-now", "is sent now");
        }
    }
}
