package org.ladibridge.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The packaged bridge reads CRMs that live, fail and stall while it is killed; at the end LadiFlow has to hold the newest state of every
 * contact that exists, see {@code bench/polls --help}.
 */
public final class PollProof {
    private static final Path SHIPPED = Path.of("routes");
    private static final Duration LATE = Duration.ofSeconds(40);
    private static final Duration LATE_IN_ODOO = Duration.ofMinutes(3);
    /** Longer than a call that hangs, or than a token that was refused is left alone. */
    private static final Duration OUTAGE = Duration.ofSeconds(80);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LONGEST = Duration.ofMinutes(60);
    private static final String PUBLIC_URL = "https://bridge.example.vn";
    private static final int EVENTS = 100;
    /** So many are on their way at any time. */
    private static final int MOST_LEFT = 200;

    /**
     * One kind of source.
     *
     * @param shipped the folder of its route
     * @param faults one call in so many goes wrong
     */
    private record Kind(String shipped, Supplier<CrmStandIn> crm, boolean precise, Duration late, int faults) {
        boolean isPoll() {
            return !late.isZero();
        }
    }

    private static final Map<String, Kind> KINDS = kinds();

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        kinds.put("hubspot-poll", new Kind("hubspot-poll", CrmStandIns.HubSpot::new, true, LATE, 20));
        kinds.put("hubspot", new Kind("hubspot", CrmStandIns.HubSpotWebhook::new, true, Duration.ZERO, 20));
        kinds.put("pipedrive-poll", new Kind("pipedrive-poll", CrmStandIns.Pipedrive::new, true, LATE, 10));
        kinds.put("kiotviet-poll", new Kind("kiotviet-poll", PollProof::kiotViet, true, LATE, 25));
        kinds.put("bitrix24", new Kind("bitrix24", CrmStandIns.Bitrix24Webhook::new, false, Duration.ZERO, 1_000));
        kinds.put("bitrix24-poll", new Kind("bitrix24-poll", CrmStandIns.Bitrix24::new, false, LATE, 40));
        kinds.put("odoo-poll", new Kind("odoo-poll", CrmStandIns.Odoo::new, true, LATE_IN_ODOO, 25));
        kinds.put("odoo-rpc-poll", new Kind("odoo-rpc-poll", CrmStandIns.OdooRpc::new, true, LATE_IN_ODOO, 25));
        list(kinds, "list-pages", true, Map.of("QUERY", "changed_after={since}&page={page}&per_page={limit}&sort=rank"));
        list(kinds, "list-offset", true, Map.of("PAGING", "offset", "ORDER", "updated", "LAST_PAGE", "short", "QUERY",
                "changed_after={since}&offset={offset}&per_page={limit}&sort=updated_at"));
        list(kinds, "list-cursor", true, Map.of("PAGING", "cursor", "NEXT", "/next_cursor", "QUERY",
                "changed_after={since}&cursor={cursor}&per_page={limit}"));
        list(kinds, "list-link", true, Map.of("PAGING", "link-header", "QUERY", "changed_after={since}&per_page={limit}"));
        list(kinds, "list-time", false,
                Map.of("PAGING", "time", "LAST_PAGE", "short", "SINCE_FORMAT", "yyyy-MM-dd'T'HH:mm:ss'Z'",
                        "QUERY", "changed_after={since}&per_page={limit}&sort=updated_at", "QUERY_WITHIN",
                        "changed_at={at}&after_id={lastId}&per_page={limit}"));
        return kinds;
    }

    private static void list(Map<String, Kind> kinds, String name, boolean precise, Map<String, String> settings) {
        kinds.put(name, new Kind("rest-poll", () -> new CrmStandIns.Rest(name, settings), precise, LATE, 25));
    }

    private static CrmStandIn kiotViet() {
        CrmStandIns.KiotViet kiotviet = new CrmStandIns.KiotViet();
        kiotviet.callsOfAToken = 100;
        return kiotviet;
    }

    /** What is played. */
    private record Play(int rows, long seed, int kills, String heap, Set<String> systems) {
    }

    private final Play play;
    private final Path work;
    private final Random random;
    private final Map<String, ProvenCrm> crms = new TreeMap<>();
    private final Map<String, BlockingQueue<Long>> announced = new TreeMap<>();
    private final Map<String, Double> caughtUpAfter = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    });
    private final LastWords ladiflow = new LastWords();
    private final AtomicInteger sending = new AtomicInteger();
    private BridgeProcess bridge;
    private volatile boolean living = true;
    private long began;
    private int kills;
    private double seconds;
    private JsonNode ledger;

    private PollProof(Play play, Path work) throws IOException {
        this.play = play;
        this.work = work;
        this.random = new Random(play.seed());
    }

    public static void main(String[] arguments) throws Exception {
        // Without it each answer of the JDK's server waits for the acknowledgement of its own headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int rows = 50_000;
        long seed = System.currentTimeMillis() / 1_000;
        int kills = 6;
        String heap = "134m";
        Set<String> systems = KINDS.keySet();
        Path results = null;
        Path work = Path.of("bench/.cache/polls").toAbsolutePath();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--rows" -> rows = Integer.parseInt(arguments[++i]);
                case "--seed" -> seed = Long.parseLong(arguments[++i]);
                case "--kills" -> kills = Integer.parseInt(arguments[++i]);
                case "--heap" -> heap = arguments[++i];
                case "--systems" -> systems = Set.of(arguments[++i].split(","));
                case "--results" -> results = Path.of(arguments[++i]);
                case "--work" -> work = Path.of(arguments[++i]).toAbsolutePath();
                default -> throw new IllegalArgumentException("unknown: " + arguments[i] + "; see bench/polls --help");
            }
        }
        for (String system : systems) {
            if (!KINDS.containsKey(system)) {
                throw new IllegalArgumentException("--systems takes some of " + String.join(",", KINDS.keySet()));
            }
        }
        PollProof proof = new PollProof(new Play(rows, seed, kills, heap, systems), work);
        try {
            proof.run();
        } catch (IOException | RuntimeException e) {
            proof.faults.add("it broke off: " + e);
            e.printStackTrace();
        }
        String text = proof.markdown();
        System.out.println("\n" + text);
        if (results != null) {
            Files.writeString(results, text);
        }
        if (proof.bridge != null) {
            proof.bridge.close();
        }
        System.exit(proof.faults.isEmpty() ? 0 : 1);
    }

    private void run() throws Exception {
        empty(work);
        Path routes = routes();
        bridge = ladiflow.receivingFrom(new BridgeProcess(work)).with("BRIDGE_ROUTES", routes.toString())
                .with("BRIDGE_PUBLIC_URL", PUBLIC_URL).with("LADIFLOW_CONCURRENCY", "64").withJavaOption("-Xmx" + play.heap());
        for (Map.Entry<String, Kind> kind : KINDS.entrySet()) {
            if (play.systems().contains(kind.getKey())) {
                open(kind.getKey(), kind.getValue());
            }
        }
        crms.values().forEach(crm -> crm.fill(play.rows()));
        say("%,d contacts in %d systems", play.rows() * crms.size(), crms.size());
        began = System.nanoTime();
        start();
        crms.forEach((name, crm) -> threads.execute(() -> live(crm)));
        announced.keySet().forEach(name -> {
            for (int i = 0; i < 8; i++) {
                threads.execute(() -> announce(name));
            }
        });
        killAndRestart();
        await("each has caught up once", LONGEST, () -> {
            // To look at everybody takes time that the bridge needs.
            pause(5_000);
            return wrong(true) == 0 || caughtUpAfter.size() == crms.size();
        });
        living = false;
        await("late ones appear", Duration.ofMinutes(5),
                () -> crms.values().stream().filter(crm -> !crm.settled()).count() == 0);
        outage();
        crms.values().forEach(crm -> crm.troubles.end());
        settle();
        seconds = since();
        atRest();
    }

    private void open(String name, Kind kind) {
        CrmStandIn crm = kind.crm().get();
        PollTroubles troubles = new PollTroubles(crm, kind.isPoll(), new Random(random.nextLong()), 1.0 / kind.faults());
        BlockingQueue<Long> queue = new LinkedBlockingQueue<>();
        if (!kind.isPoll()) {
            announced.put(name, queue);
        }
        Random lives = new Random(random.nextLong());
        crms.put(name, new ProvenCrm(crm, troubles, lives, id -> {
            if (!kind.isPoll()) {
                queue.add(crm.isKnown(id) ? id : Long.valueOf(-id));
            }
        }, kind.precise(), kind.late()));
        crm.settings().forEach(bridge::with);
        bridge.with(crm.variable() + "_EVERY", "1s");
        if (crm instanceof CrmStandIns.HubSpotWebhook webhook) {
            webhook.refusedId = ProvenCrm.FIRST_ID + 7;
        }
    }

    /** As they are shipped, but asking faster; the generic list under several names. */
    private Path routes() throws IOException {
        Path routes = Files.createDirectories(work.resolve("routes"));
        copy("kamelets", "kamelets", routes);
        // Its mapping is another's, too.
        if (!play.systems().contains("odoo-poll")) {
            copy("odoo-poll", "odoo-poll", routes);
        }
        for (String system : play.systems()) {
            copy(KINDS.get(system).shipped(), system, routes);
        }
        return routes;
    }

    private void copy(String from, String name, Path routes) throws IOException {
        Path folder = Files.createDirectories(routes.resolve(name));
        try (Stream<Path> files = Files.list(SHIPPED.resolve(from))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String to = file.getFileName().toString().replace(from, name);
                if (to.endsWith(".camel.yaml")) {
                    Files.writeString(folder.resolve(to), Files.readString(file).replace(from, name)
                            .replaceAll("(?m)^        rate: .*\\R", "")
                            .replaceAll("(?m)^(        name: .*)$", "$1\n        rate: 10")
                            .replaceAll("(?m)^(        queue: .*)$", "$1\n        rate: 1000"));
                } else {
                    Files.copy(file, folder.resolve(to));
                }
            }
        }
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }

    private void live(ProvenCrm crm) {
        while (living) {
            crm.live();
            pause(200);
        }
    }

    /** As often as it takes: what is proven is that the bridge keeps what it has accepted. */
    private void announce(String name) {
        BlockingQueue<Long> queue = announced.get(name);
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Long first = queue.take();
                sending.incrementAndGet();
                List<Long> ids = new ArrayList<>(List.of(first));
                if (name.equals("hubspot")) {
                    queue.drainTo(ids, EVENTS - 1);
                }
                while (!isAccepted(name, ids)) {
                    pause(500);
                }
                sending.decrementAndGet();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean isAccepted(String name, List<Long> ids) {
        try {
            return (name.equals("hubspot") ? hubspot(ids) : bitrix24(ids.get(0))).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<String> hubspot(List<Long> ids) throws IOException {
        long now = System.currentTimeMillis();
        String body = ids.stream()
                .map(id -> """
                    {"eventId":%d,"subscriptionId":25,"portalId":33,"occurredAt":%d,"subscriptionType":"contact.%s","attemptNumber":0,"objectId":%d}"""
                        .formatted(System.nanoTime(), now, id < 0 ? "deletion" : "propertyChange", Math.abs(id)))
                .collect(Collectors.joining(",", "[", "]"));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(CrmStandIns.HubSpotWebhook.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String signed = "POST" + PUBLIC_URL + "/hooks/hubspot" + body + now;
            return bridge.send("POST", "/hooks/hubspot", body.getBytes(StandardCharsets.UTF_8),
                    Map.of("Content-Type", "application/json", "X-HubSpot-Signature-v3",
                            Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))),
                            "X-HubSpot-Request-Timestamp", String.valueOf(now)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> bitrix24(long id) throws IOException {
        String form = "event=" + (id < 0 ? "ONCRMCONTACTDELETE" : "ONCRMCONTACTUPDATE") + "&data%5BFIELDS%5D%5BID%5D="
                + Math.abs(id) + "&ts=" + Instant.now().getEpochSecond() + "&auth%5Bapplication_token%5D="
                + CrmStandIns.Bitrix24Webhook.TOKEN;
        return bridge.send("POST", "/hooks/bitrix24", form.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/x-www-form-urlencoded"));
    }

    private void killAndRestart() throws Exception {
        for (kills = 0; kills < play.kills(); kills++) {
            pause(3_000 + random.nextInt(20_000 + play.rows()));
            bridge.kill();
            say("killed; %,d are not right yet", wrong(false));
            pause(random.nextInt(2_000));
            start();
        }
    }

    /** A machine that is busy otherwise takes its time. */
    private void start() throws IOException {
        long before = starts();
        bridge.launch();
        await("started", LONGEST, () -> starts() > before);
    }

    private long starts() {
        try {
            return bridge.output().lines().filter(line -> line.contains("sources run")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every poll fails for so long that it has to be told, and is told no more afterwards. */
    private void outage() throws Exception {
        crms.values().forEach(crm -> crm.troubles.down(true));
        Set<String> untold = polls();
        await("the outage is told", OUTAGE, () -> {
            untold.removeAll(sources().entrySet().stream()
                    .filter(source -> source.getValue().at("/poll/activity").asText().matches("(waiting|failed): .*")
                            && !source.getValue().path("message").isNull())
                    .map(Map.Entry::getKey).toList());
            return untold.isEmpty();
        });
        if (!untold.isEmpty()) {
            Map<String, JsonNode> sources = sources();
            untold.forEach(name -> faults.add("an outage of a minute is not told of " + name + ": " + sources.get(name)));
        }
        if (bridge.send("GET", "/q/health/well", new byte[0], Map.of()).statusCode() == 200) {
            faults.add("all sources are down, and health says that all is well");
        }
        crms.values().forEach(crm -> crm.troubles.down(false));
    }

    private Set<String> polls() {
        return crms.keySet().stream().filter(name -> KINDS.get(name).isPoll()).collect(Collectors.toSet());
    }

    /** Until nothing changes any more. */
    private void settle() {
        long last = -1;
        long changed = System.nanoTime();
        while (System.nanoTime() - changed < PATIENCE.toNanos()) {
            long wrong = wrong(true);
            if (wrong != last) {
                last = wrong;
                changed = System.nanoTime();
            }
            if (wrong == 0) {
                return;
            }
            pause(3_000);
        }
        crms.forEach((name, crm) -> {
            List<String> lost = crm.crm.contacts().stream()
                    .filter(contact -> isWrong(crm, contact)).limit(5)
                    .map(contact -> contact + " is " + ladiflow.of(contact.email()) + " at LadiFlow").toList();
            if (!lost.isEmpty()) {
                say("%s has lost %s", name, lost);
                faults.add(name + " has lost " + wrong(crm) + ": " + lost);
            }
        });
    }

    private static boolean isRefused(ProvenCrm crm, CrmStandIn.Contact contact) {
        return crm.crm instanceof CrmStandIns.HubSpotWebhook webhook && contact.id() == webhook.refusedId;
    }

    private boolean isWrong(ProvenCrm crm, CrmStandIn.Contact contact) {
        return ladiflow.of(contact.email()) != number(contact.address()) && !isRefused(crm, contact);
    }

    private static int number(String address) {
        return Integer.parseInt(address.substring(0, address.indexOf(' ')));
    }

    private long wrong(ProvenCrm crm) {
        return crm.crm.contacts().stream().filter(contact -> isWrong(crm, contact)).count();
    }

    private long wrong(boolean told) {
        long all = 0;
        Map<String, Long> each = new TreeMap<>();
        for (Map.Entry<String, ProvenCrm> crm : crms.entrySet()) {
            long wrong = wrong(crm.getValue());
            all += wrong;
            if (wrong > 0) {
                each.put(crm.getKey(), wrong);
            }
            if (wrong <= Math.max(MOST_LEFT, play.rows() / 50)) {
                caughtUpAfter.putIfAbsent(crm.getKey(), since());
            }
        }
        if (told && since() - toldAt >= 10) {
            toldAt = since();
            say("not right yet: %s", each);
        }
        return all;
    }

    private double toldAt;

    /** What is said when all is quiet has to be true. */
    private void atRest() throws Exception {
        Instant quiet = Instant.now();
        await("references and records end", PATIENCE, () -> ledger().path("inFlight").asLong() == 0);
        await("polls end", Duration.ofSeconds(90), () -> unfinished(quiet).isEmpty());
        unfinished(quiet).forEach(name -> faults.add("no run of " + name + " has come to its end: " + sources().get(name)));
        JsonNode before = ledger();
        pause(10_000);
        ledger = ledger();
        if (!ledger.path("balanced").asBoolean()) {
            faults.add("the ledger does not balance");
        }
        if (ledger.path("dead").asLong() > 0) {
            faults.add("dead letters: " + bridge.get("/api/events?state=dead&limit=3"));
        }
        crms.keySet().forEach(name -> {
            long grown = ledger.at("/sources/" + name + "/received").asLong()
                    - before.at("/sources/" + name + "/received").asLong();
            if (grown > 0) {
                faults.add(name + " goes on receiving when nothing changes: " + grown + " in ten seconds");
            }
            JsonNode source = sources().get(name);
            if (!source.path("message").isNull()) {
                faults.add(name + " is at rest, and its status says: " + source.path("message"));
            }
        });
        HttpResponse<String> health = bridge.send("GET", "/q/health/well", new byte[0], Map.of());
        if (health.statusCode() != 200) {
            faults.add("all is well, and health says " + health.body());
        }
        BridgeProcess.Command status = bridge.command("status");
        // References to contacts that were deleted meanwhile are rejected, and somebody may want to look at them.
        int expected = ledger.path("rejected").asLong() > 0 ? 1 : 0;
        if (status.exitCode() != expected) {
            faults.add("all is well, and status ends with " + status.exitCode() + ": " + status.output());
        }
        rejections();
    }

    private Set<String> unfinished(Instant quiet) {
        Map<String, JsonNode> sources = sources();
        return polls().stream().filter(name -> {
            JsonNode poll = sources.getOrDefault(name, com.fasterxml.jackson.databind.node.MissingNode.getInstance())
                    .path("poll");
            // A run that began before meets rows for the first time since a start, and the one after it meets them once more.
            return !isAfter(poll.path("lastRun"), quiet) || !poll.path("activity").asText().equals("idle");
        }).collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    private static boolean isAfter(JsonNode time, Instant other) {
        return time.isTextual() && Instant.parse(time.asText()).isAfter(other);
    }

    /** Only who was deleted, or the one who is refused. */
    private void rejections() throws IOException {
        for (JsonNode event : bridge.get("/api/events?state=rejected&limit=100")) {
            String source = event.path("source").asText();
            ProvenCrm crm = crms.get(source.replace("-contacts", ""));
            String reason = event.path("reason").asText();
            JsonNode raw = bridge.get("/api/events/" + event.path("id").asText()).path("raw");
            JsonNode id = raw.isTextual() ? CrmStandIn.JSON.readTree(raw.asText()).path("id") : raw.path("id");
            boolean refused = reason.equals("SOURCE_REFUSED") && id.asLong() == ProvenCrm.FIRST_ID + 7;
            boolean gone = (reason.equals("SOURCE_DELETED") || reason.equals("SOURCE_GONE")) && crm != null
                    && !crm.has(id.asLong());
            if (!refused && !gone) {
                faults.add("rejected although it exists: " + event);
                return;
            }
        }
    }

    private Map<String, JsonNode> sources() {
        Map<String, JsonNode> sources = new TreeMap<>();
        try {
            bridge.get("/api/sources").forEach(source -> sources.put(source.path("name").asText(), source));
        } catch (IOException e) {
            say("%s", e);
        }
        return sources;
    }

    private JsonNode ledger() {
        try {
            return bridge.ledger();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double since() {
        return (System.nanoTime() - began) / 1e9;
    }

    private void await(String what, Duration atMost, BooleanSupplier condition) {
        long until = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < until) {
            pause(1_000);
        }
        say("%s", what);
    }

    private void say(String format, Object... arguments) {
        System.err.printf(Locale.ROOT, "%,6.0f s  %s%n", began == 0 ? 0.0 : since(),
                String.format(Locale.ROOT, format, arguments));
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String markdown() throws IOException {
        StringBuilder text = new StringBuilder(
                """
                    # Polls and fetches that miss nothing

                    %s, JDK %s, -Xmx%s for the bridge, %d cores shared with all stand-ins. %,d contacts each, seed %d, %d kills (-9), %,.0f s,
                    %,d calls of LadiFlow.

                    | system | contacts at the end | changes | deleted | late | calls | of them wrong | received | duplicates | caught up after s | right | wrong |
                    |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
                    """
                        .formatted(LocalDate.now(), System.getProperty("java.version"), play.heap(),
                                Runtime.getRuntime().availableProcessors(), play.rows(), play.seed(), kills, seconds,
                                ladiflow.calls()));
        crms.forEach((name, crm) -> {
            long wrong = wrong(crm);
            int contacts = crm.crm.contacts().size();
            JsonNode counts = ledger == null ? CrmStandIn.object() : ledger.at("/sources/" + name);
            text.append(
                    String.format(Locale.ROOT, "| %s | %,d | %,d | %,d | %,d | %,d | %,d | %,d | %,d | %,.0f | %,d | %,d |%n",
                            name, contacts, crm.changes() - play.rows(), crm.deleted(), crm.lates(), crm.crm.called(),
                            crm.troubles.count(), counts.path("received").asLong(), counts.path("duplicate").asLong(),
                            caughtUpAfter.getOrDefault(name, Double.NaN), contacts - wrong, wrong));
        });
        Map<PollTroubles.Kind, Integer> kinds = new TreeMap<>();
        crms.values().forEach(crm -> crm.troubles.counts().forEach((kind, count) -> kinds.merge(kind, count, Integer::sum)));
        text.append("\nTroubles: ").append(kinds.entrySet().stream()
                .map(kind -> kind.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + kind.getValue())
                .collect(Collectors.joining(", "))).append("; then all sources were down for a while, which was told.\n\n");
        if (faults.isEmpty()) {
            return text
                    .append("Nothing is lost, nothing that exists is rejected, every run ends, status and health are true.\n")
                    .toString();
        }
        faults.stream().filter(Objects::nonNull).forEach(fault -> text.append("* ").append(fault).append('\n'));
        return text.toString();
    }
}
