package org.ladibridge.console.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import org.ladibridge.BridgeConfig;
import org.ladibridge.console.Administrator;
import org.ladibridge.intake.LearnedSource;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.SecretSetting;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.hook.Learning;
import org.ladibridge.journal.AuditEntry;
import org.ladibridge.journal.Journal;

import io.quarkus.qute.TemplateData;

/** {@code /console/learn}: an address is opened, what comes there is looked at, and a source is made of it. */
@Path("/console")
public class LearnPage {
    private static final int LONGEST_SHOWN = 20_000;

    private final Learning learning;
    private final BridgeConfig config;
    private final Journal journal;
    private final Administrator administrator;
    private final Visitor visitor;
    private final Uis uis;
    private final Html html;

    LearnPage(Learning learning, BridgeConfig config, Journal journal, Administrator administrator, Visitor visitor, Uis uis,
            Html html) {
        this.learning = learning;
        this.config = config;
        this.journal = journal;
        this.administrator = administrator;
        this.visitor = visitor;
        this.uis = uis;
        this.html = html;
    }

    /**
     * An open address.
     *
     * @param whole whether the address begins with the bridge's public one
     * @param variables that may hold the secret
     * @param written whether its folder is there, so that what came can be taken in
     */
    @TemplateData
    public record Capture(String name, String address, boolean whole, Instant expires, boolean asked, List<Seen> seen,
            String variables, boolean written) {
    }

    /** A delivery: its method, type, size and headers' names, and its body, masked. */
    @TemplateData
    public record Seen(String line, String body) {
    }

    /**
     * What a source of it would be.
     *
     * @param signed null when it was not found out
     * @param mayWrite whether a source of it would let in what it should, and nothing else
     * @param payload what the sample becomes; null when it would be rejected
     */
    @TemplateData
    public record Proposal(String signed, List<String> looked, boolean mayWrite, String sample, String mapping, String route,
            String payload, String variables) {
    }

    @GET
    @Path("learn")
    public Response page() {
        return opening("", null);
    }

    @POST
    @Path("learn")
    public Response open(@FormParam("name") String wanted, @FormParam("csrf") String csrf) {
        uis.requireToken(csrf);
        String name = wanted == null ? "" : wanted.strip();
        if (!LearnedSource.isName(name)) {
            return opening(name, uis.learnMessages().badName(name));
        }
        if (Files.exists(folder(name))) {
            return opening(name, uis.learnMessages().taken(name));
        }
        try {
            learning.open(name);
        } catch (IllegalStateException e) {
            return opening(name, uis.learnMessages().tooMany());
        }
        audit("learn.open", name);
        return Html.goTo(path(name));
    }

    @GET
    @Path("learn/{name}")
    public Response look(@PathParam("name") String name) {
        return learning.find(name).map(open -> shown(open, null, null)).orElseGet(() -> notOpen(name));
    }

    @GET
    @Path("live/learn/{name}")
    public Response live(@PathParam("name") String name) {
        return learning.find(name).map(open -> html.page(Pages.capture$live(uis.of("sources"), capture(open))))
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND).build());
    }

    /** Says how the deliveries are signed, and what a source of them would be; a secret that explains them is kept in memory. */
    @POST
    @Path("learn/{name}")
    public Response find(@PathParam("name") String name, @FormParam("secret") String typed, @FormParam("csrf") String csrf) {
        uis.requireToken(csrf);
        Learning.Open open = learning.find(name).orElse(null);
        if (open == null) {
            return notOpen(name);
        }
        String secret = typed == null || typed.isBlank() ? known(name) : typed.strip();
        try {
            UnreadableException refusal = Learning.refusal(secret).orElse(null);
            if (refusal != null) {
                throw refusal;
            }
            Learning.Learned learned = learning.learn(name, secret).orElse(null);
            if (learned == null) {
                return shown(open, null, uis.learnMessages().waiting());
            }
            boolean mayWrite = mayWrite(learned, secret);
            if (mayWrite && !secret.isEmpty()) {
                learning.keep(name, secret);
            }
            return shown(open, proposal(learned, mayWrite), null);
        } catch (UnreadableException e) {
            return shown(open, null, uis.of("sources").isVietnamese() ? e.vi() : e.getMessage());
        }
    }

    @POST
    @Path("learn/{name}/files")
    public Response files(@PathParam("name") String name, @FormParam("csrf") String csrf) throws IOException {
        uis.requireToken(csrf);
        Map<String, String> files = learnedFiles(name).orElse(null);
        if (files == null) {
            return notOpen(name);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(name + "/" + file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return Response.ok(bytes.toByteArray(), "application/zip")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".zip\"").build();
    }

    @POST
    @Path("learn/{name}/write")
    public Response write(@PathParam("name") String name, @FormParam("csrf") String csrf) {
        uis.requireToken(csrf);
        Map<String, String> files = learnedFiles(name).orElse(null);
        if (files == null) {
            return notOpen(name);
        }
        try {
            LearnedSource.write(config.routes(), name, files);
            audit("learn.write", name);
            uis.say(uis.learnMessages().written(folder(name).toString()));
        } catch (IOException e) {
            uis.say(uis.learnMessages().notWritten(e.getClass().getSimpleName() + " " + e.getMessage()));
        }
        return Html.goTo(path(name));
    }

    /** Takes the deliveries in as the source's own. */
    @POST
    @Path("learn/{name}/take")
    public Response take(@PathParam("name") String name, @FormParam("csrf") String csrf) {
        uis.requireToken(csrf);
        Optional<Integer> taken = learning.takeIn(name);
        uis.say(taken.map(n -> uis.learnMessages().takenIn(uis.of("sources").number(n)))
                .orElseGet(() -> uis.learnMessages().notRunning(name)));
        if (taken.isEmpty()) {
            return Html.goTo(path(name));
        }
        audit("learn.take", name);
        return Html.goTo("/console/events?source=" + name);
    }

    @POST
    @Path("learn/{name}/close")
    public Response close(@PathParam("name") String name, @FormParam("csrf") String csrf) {
        uis.requireToken(csrf);
        if (learning.close(name)) {
            uis.say(uis.learnMessages().closed());
        }
        return Html.goTo("/console/learn");
    }

    private Response opening(String name, String problem) {
        return html.page(Pages.learn(uis.of("sources"), learning.open(), name, problem));
    }

    private Response shown(Learning.Open open, Proposal proposal, String problem) {
        return html.page(Pages.capture(uis.of("sources"), capture(open), proposal, problem));
    }

    private Response notOpen(String name) {
        return html.page(Response.Status.NOT_FOUND,
                Pages.missing(uis.of("sources"), uis.learnMessages().notOpen(LearnedSource.isName(name) ? name : "")));
    }

    private Capture capture(Learning.Open open) {
        String variable = MissingSettingException.variable(open.name());
        List<Seen> seen = learning.seen(open.name()).stream()
                .map(one -> new Seen(one.line(), one.body().length() <= LONGEST_SHOWN
                        ? one.body()
                        : one.body().substring(0, LONGEST_SHOWN) + "…"))
                .toList();
        return new Capture(open.name(), open.url() == null ? "/hooks/" + open.path() : open.url(), open.url() != null,
                open.expires(), open.asked(), seen, variable + "_SECRET, " + variable + "_TOKEN",
                Files.exists(folder(open.name())));
    }

    private static Proposal proposal(Learning.Learned learned, boolean mayWrite) {
        Map<String, String> files = learned.files();
        return new Proposal(learned.signed(), learned.looked(), mayWrite, files.get("samples/customer.json"),
                files.get("mapping.jq"), files.entrySet().stream().filter(file -> file.getKey().endsWith(".camel.yaml"))
                        .map(Map.Entry::getValue).findFirst().orElse(""),
                files.get("samples/customer.expected.json"), String.join(", ", learned.variables()));
    }

    /** Without a known signature scheme, a source would refuse all further deliveries. */
    private static boolean mayWrite(Learning.Learned learned, String secret) {
        return learned.signed() != null || secret.isEmpty() && !learned.looksSigned();
    }

    private Optional<Map<String, String>> learnedFiles(String name) {
        try {
            String secret = known(name);
            return learning.learn(name, secret).filter(learned -> mayWrite(learned, secret)).map(Learning.Learned::files);
        } catch (UnreadableException e) {
            return Optional.empty();
        }
    }

    /** The public address as configured, or as seen in an earlier request; empty when unknown. */
    private static String known(String name) {
        return SecretSetting.find(name + ".secret").or(() -> SecretSetting.find(name + ".token")).orElse("");
    }

    private void audit(String action, String name) {
        journal.auditDone(new AuditEntry(administrator.name(visitor.session().user), action, "source/" + name, null));
    }

    private java.nio.file.Path folder(String name) {
        return config.routes().resolve(name);
    }

    private static String path(String name) {
        return "/console/learn/" + name;
    }
}
