package org.ladibridge.torture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.ladibridge.app.BridgeProcess;
import org.ladibridge.app.RawHttp;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;

/**
 * Those who feed the bridge, as the real ones do: an event is repeated until it is acknowledged, and a customer's next event
 * happens after that. A customer's events come through several sources. Each instance has customers of its own.
 */
final class Senders {
    private static final int WEBHOOK_SENDERS = 8;
    private static final int CUSTOMERS_EACH = 4;
    private static final int FILE_CUSTOMERS = 8;
    private static final int ROWS_EACH = 3;
    private static final Duration LEFT_ALONE = Duration.ofSeconds(5);
    static final String TOKEN = "any-webhook-token";

    /** What a sender does besides. */
    enum Habit {
        NONE,
        /** Ends every connection without waiting for the answer, before it sends the event once more. */
        RESETS,
        /** Ends the connection in the middle of the body, before it sends the event once more. */
        HALF_BODIES,
        /** Sends every event on three connections at once. */
        DUPLICATES,
        /** Each event is sent with another one of these habits. */
        ALL;

        Habit of(int number) {
            return this == ALL ? values()[number % ALL.ordinal()] : this;
        }
    }

    private enum Source {
        ANY_WEBHOOK,
        STANDARD_WEBHOOK,
        LADIPAGE_FORM;

        static Source of(int number, boolean clocksAgree) {
            int sources = values().length;
            Source source = values()[number % sources];
            return source == STANDARD_WEBHOOK && !clocksAgree ? ANY_WEBHOOK : source;
        }
    }

    private final BridgeProcess bridge;
    private final String name;
    private final Habit habit;
    private final boolean clocksAgree;
    private final Queue<Event> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean sending = true;
    private volatile long pauseMillis;
    private volatile Exception failure;

    /**
     * @param name of these senders; their customers carry it
     * @param clocksAgree whether signatures that carry a time can be used
     */
    Senders(BridgeProcess bridge, String name, Habit habit, boolean clocksAgree) {
        this.bridge = bridge;
        this.name = name;
        this.habit = habit;
        this.clocksAgree = clocksAgree;
    }

    /** Sets up what {@link Senders} need. */
    static void areKnownTo(BridgeProcess bridge) {
        bridge.with("ANY_WEBHOOK_SECRET", TOKEN);
    }

    void start() {
        for (int i = 0; i < WEBHOOK_SENDERS; i++) {
            String own = "hook" + i;
            start(own, () -> sendWebhooks(own));
        }
        start("files", this::dropFiles);
    }

    private interface Job {
        void run() throws Exception;
    }

    private void start(String own, Job job) {
        Thread thread = new Thread(() -> {
            try {
                job.run();
            } catch (Exception e) {
                failure = e;
            }
        }, own + "." + name);
        thread.start();
        threads.add(thread);
    }

    /** Each sender rests so long after each event. */
    void rest(Duration pause) {
        pauseMillis = pause.toMillis();
    }

    /** @return all acknowledged events; none is left that was sent and not acknowledged */
    List<Event> stop() throws Exception {
        sending = false;
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(90));
            if (thread.isAlive()) {
                throw new IllegalStateException(thread.getName() + " waited 90 seconds for an acknowledgement");
            }
        }
        if (failure != null) {
            throw failure;
        }
        return List.copyOf(acknowledged);
    }

    void awaitAcknowledged(int more) {
        int before = acknowledged.size();
        Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(10))
                .until(() -> acknowledged.size() >= before + more);
    }

    /** How often a sender was answered 503. */
    int turnedAway() {
        return turnedAway.get();
    }

    private void sendWebhooks(String own) throws IOException {
        try (Line line = new Line()) {
            for (int number = 1; sending; number++) {
                for (int i = 0; i < CUSTOMERS_EACH && sending; i++) {
                    deliver(line, new Event(own + "-" + i + "." + name + "@example.vn", number));
                }
            }
        }
    }

    /** A file with several rows of each customer, then a webhook of each, and so on. */
    private void dropFiles() throws IOException {
        try (Line line = new Line()) {
            for (int number = 1; sending; number++) {
                StringBuilder csv = new StringBuilder("Email,Công ty\n");
                List<Event> rows = new ArrayList<>();
                for (int row = 0; row < ROWS_EACH; row++, number++) {
                    for (int i = 0; i < FILE_CUSTOMERS; i++) {
                        Event event = new Event("file" + i + "." + name + "@example.vn", number);
                        rows.add(event);
                        csv.append(event.customer()).append(',').append(event.numberText()).append('\n');
                    }
                }
                String file = name + "-" + number + ".csv";
                drop(file, csv.toString());
                Path done = bridge.folder.resolve("data/done/csv-drop").resolve(file);
                while (!Files.exists(done)) {
                    touchWhatIsLeftAlone(bridge, file);
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
                acknowledged.addAll(rows);
                for (int i = 0; i < FILE_CUSTOMERS; i++) {
                    deliver(line, new Event("file" + i + "." + name + "@example.vn", number));
                }
            }
        }
    }

    /** As the bridge asks for when it was killed twice while it read one and the same file. */
    static void touchWhatIsLeftAlone(BridgeProcess bridge, String file) {
        Path waiting = bridge.folder.resolve("data/inbox/csv-drop").resolve(file);
        try {
            // To ask costs something, and whoever waits for so long may do so.
            FileTime since = Files.getLastModifiedTime(waiting);
            if (since.toMillis() > System.currentTimeMillis() - LEFT_ALONE.toMillis()) {
                return;
            }
            for (JsonNode source : bridge.get("/api/sources")) {
                for (JsonNode stuck : source.path("stuckFiles")) {
                    if (stuck.path("file").asText().equals(file) && stuck.path("problem").asText().contains("ended twice")) {
                        Files.setLastModifiedTime(waiting, FileTime.from(Instant.now()));
                    }
                }
            }
        } catch (IOException away) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private void drop(String file, String csv) {
        while (true) {
            try {
                bridge.drop("csv-drop", file, csv);
                return;
            } catch (IOException diskFull) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }

    private void deliver(Line line, Event event) throws IOException {
        Source source = Source.of(event.number(), clocksAgree);
        switch (habit.of(event.number())) {
            case RESETS -> abandon(request(source, event), event.number() / 4 % 2 == 0);
            case HALF_BODIES -> {
                byte[] request = request(source, event);
                abandon(Arrays.copyOf(request, request.length - 10), false);
            }
            case DUPLICATES -> sendTwice(request(source, event));
            case NONE, ALL -> {
            }
        }
        while (!line.acknowledges(request(source, event))) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        acknowledged.add(event);
        if (pauseMillis > 0) {
            LockSupport.parkNanos(Duration.ofMillis(pauseMillis).toNanos());
        }
    }

    private void abandon(byte[] request, boolean reset) {
        try (RawHttp connection = new RawHttp(bridge.port)) {
            connection.send(request);
            if (reset) {
                connection.reset();
            }
        } catch (IOException e) {
            Thread.onSpinWait();
        }
    }

    /** The third time follows on the sender's own line, while these two are not answered yet. */
    private void sendTwice(byte[] request) {
        abandon(request, false);
        abandon(request, false);
    }

    /** Many connections at once, each with a customer of its own and so many events one after the other. */
    void crowd(int connections, int events) throws IOException {
        List<Line> lines = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                Line line = new Line();
                line.connect();
                lines.add(line);
            }
            for (int number = 1; number <= events; number++) {
                List<Event> sent = new ArrayList<>();
                for (int i = 0; i < connections; i++) {
                    Event event = new Event("crowd" + i + "." + name + "@example.vn", number);
                    sent.add(event);
                    lines.get(i).send(request(Source.ANY_WEBHOOK, event));
                }
                for (int i = 0; i < connections; i++) {
                    while (!lines.get(i).isAcknowledged()) {
                        lines.get(i).send(request(Source.ANY_WEBHOOK, sent.get(i)));
                    }
                    acknowledged.add(sent.get(i));
                }
            }
        } finally {
            for (Line line : lines) {
                line.close();
            }
        }
    }

    private static byte[] request(Source source, Event event) {
        String id = event.customer() + "-" + event.number();
        String json = "{\"email\":\"" + event.customer() + "\",\"" + Event.NUMBER_FIELD + "\":\"" + event.numberText()
                + "\",\"full_name\":\"Nguyễn Văn An\"}";
        return switch (source) {
            case ANY_WEBHOOK -> post("any-webhook", json, "X-Api-Key: " + TOKEN, "X-Event-Id: " + id);
            case STANDARD_WEBHOOK -> {
                long now = Instant.now().getEpochSecond();
                yield post("standard-webhook", json, "webhook-id: " + id, "webhook-timestamp: " + now,
                        "webhook-signature: " + sign(id, now, json));
            }
            case LADIPAGE_FORM -> post("ladipage-form", json, "X-Api-Key: " + BridgeProcess.FORM_TOKEN);
        };
    }

    private static String sign(String id, long now, String json) {
        try {
            return new Webhook(BridgeProcess.WEBHOOK_SECRET).sign(id, now, json);
        } catch (WebhookSigningException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] post(String path, String json, String... headers) {
        return ("POST /hooks/" + path + " HTTP/1.1\r\nHost: bridge.example.vn\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + json.getBytes(StandardCharsets.UTF_8).length + "\r\n" + String.join("\r\n", headers)
                + "\r\n\r\n" + json).getBytes(StandardCharsets.UTF_8);
    }

    /** A connection that is kept as long as the bridge answers, and made anew when it does not. */
    private final class Line implements AutoCloseable {
        private RawHttp connection;

        void connect() throws IOException {
            if (connection == null) {
                connection = new RawHttp(bridge.port);
            }
        }

        boolean acknowledges(byte[] request) throws IOException {
            send(request);
            return isAcknowledged();
        }

        void send(byte[] request) throws IOException {
            try {
                connect();
                connection.send(request);
            } catch (IOException e) {
                close();
            }
        }

        boolean isAcknowledged() throws IOException {
            String answer = "";
            try {
                answer = connection == null ? "" : connection.answer();
            } catch (IOException e) {
                close();
            }
            if (answer.startsWith("HTTP/1.1 202")) {
                if (!answer.contains("\"received\":1,") || !answer.contains("\"rejected\":0")) {
                    throw new IllegalStateException("a sound event was answered " + answer);
                }
                return true;
            }
            if (answer.startsWith("HTTP/1.1 503")) {
                turnedAway.incrementAndGet();
            } else {
                close();
            }
            return false;
        }

        @Override
        public void close() throws IOException {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        }
    }
}
