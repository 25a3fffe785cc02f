package org.ladibridge.console.web;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Audited;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.qute.TemplateData;

/** {@code /console/audit}: who did what, newest first. */
@Path("/console/audit")
public class AuditPage {
    private static final int SHOWN = 50;
    private static final Pattern SUBJECT = Pattern.compile("(event|customer-of-event|source)/(.+)");

    private static final Set<String> TIMES = Set.of("since", "until");

    private final JournalReader reader;
    private final ObjectMapper json;
    private final Uis uis;
    private final Html html;

    AuditPage(JournalReader reader, ObjectMapper json, Uis uis, Html html) {
        this.reader = reader;
        this.json = json;
        this.uis = uis;
        this.html = html;
    }

    /**
     * Something that was done.
     *
     * @param subject to what, in the visitor's language
     * @param link the page of it; null when it has none
     * @param facts how
     */
    @TemplateData
    public record Entry(Instant at, String actor, String action, String subject, String link, Map<String, String> facts) {
    }

    /** A page of the audit; {@code older} is the address of the next one, null when there is none. */
    @TemplateData
    public record Log(List<Entry> entries, String older, boolean isFirst) {
    }

    @GET
    public Response page(@QueryParam("before") Long before) throws IOException {
        Ui ui = uis.of("audit");
        List<Audited> done = reader.audit(before, SHOWN + 1);
        List<Entry> entries = new ArrayList<>();
        for (Audited entry : done.subList(0, Math.min(SHOWN, done.size()))) {
            entries.add(entry(entry, ui));
        }
        String older = done.size() > SHOWN ? "/console/audit?before=" + done.get(SHOWN - 1).id() : null;
        return html.page(Pages.audit(ui, new Log(entries, older, before == null)));
    }

    private Entry entry(Audited done, Ui ui) throws IOException {
        Msg msg = ui.msg();
        String subject = done.subject();
        String link = null;
        Matcher named = SUBJECT.matcher(subject);
        if (named.matches()) {
            String name = named.group(2);
            switch (named.group(1)) {
                case "event" -> {
                    subject = msg.auditEvent(name);
                    link = "/console/events/" + name;
                }
                case "customer-of-event" -> {
                    subject = msg.auditCustomer(name);
                    link = "/console/customers/" + name;
                }
                default -> {
                    subject = name;
                    link = "/console/sources#" + name;
                }
            }
        } else if (subject.equals("dead-letters")) {
            subject = msg.navDead();
            link = "/console/dead-letters";
        } else if (subject.equals("delivery")) {
            subject = msg.auditDelivery();
            link = "/console#delivery";
        } else if (subject.equals("console")) {
            subject = msg.auditConsole();
        } else if (subject.equals("store")) {
            subject = msg.auditStore();
        }
        return new Entry(done.at(), done.actor(), done.action(), subject, link, facts(done.detail(), ui));
    }

    private Map<String, String> facts(String detail, Ui ui) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        if (detail != null) {
            for (Map.Entry<String, JsonNode> fact : json.readTree(detail).properties()) {
                facts.put(ui.fact(fact.getKey()), TIMES.contains(fact.getKey())
                        ? ui.when(Instant.parse(fact.getValue().asText()))
                        : text(fact.getValue()));
            }
        }
        return facts;
    }

    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        List<String> items = new ArrayList<>();
        value.forEach(item -> items.add(item.asText()));
        return String.join(", ", items);
    }
}
