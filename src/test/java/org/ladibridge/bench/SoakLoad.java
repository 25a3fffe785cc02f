package org.ladibridge.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Everything that happens to a bridge in its life, all at once: webhooks, dropped files, a poll, replays, a route and a mapping that are
 * saved, people who log in and look around. Half of the records are of new customers, the other half of a few thousand who change.
 */
final class SoakLoad implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\\d+)");
    private static final int WEBHOOK_SENDERS = 8;
    private static final int REGULARS = 10_000;
    private static final int ROWS = 2_000;
    private static final int POLLED = 200;
    private static final int FILES_WAITING = 2;

    private final Machine.Bridge bridge;
    private final HttpServer list;
    private final AtomicLong next = new AtomicLong(1);
    private final AtomicLong reloads = new AtomicLong();
    private final AtomicLong replays = new AtomicLong();
    private final AtomicLong logins = new AtomicLong();
    private final AtomicLong comeAgain = new AtomicLong();
    private final AtomicLong polled = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;
    private volatile boolean resting = true;
    private App app;

    /** @param bridge before its start; gets what it needs to be loaded */
    SoakLoad(Machine.Bridge bridge) throws IOException {
        this.bridge = bridge;
        list = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        list.setExecutor(Executors.newSingleThreadExecutor(task -> daemon(task, "list")));
        list.createContext("/", this::answerPoll);
        list.start();
        bridge.shipped("rest-poll").set("REST_POLL_URL", "http://127.0.0.1:" + list.getAddress().getPort() + "/customers")
                .set("REST_POLL_AUTH", "none").set("REST_POLL_EVERY", "1s").set("REST_POLL_RATE", "1000");
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private interface Job {
        void run() throws Exception;
    }

    /** At rest until it is told to go on. */
    void begin(App running) {
        app = running;
        for (int i = 0; i < WEBHOOK_SENDERS; i++) {
            repeat("webhooks " + i, this::postUntilRest);
        }
        repeat("files", this::drop);
        repeat("replays", this::replay);
        repeat("reloads", this::reload);
        repeat("visitor", this::visit);
    }

    private void repeat(String name, Job job) {
        Thread thread = daemon(() -> {
            while (!ended) {
                if (resting) {
                    Machine.pause(20);
                    continue;
                }
                try {
                    job.run();
                } catch (Exception e) {
                    if (!ended) {
                        failures.add(e);
                        Machine.pause(500);
                    }
                }
            }
        }, name);
        threads.add(thread);
        thread.start();
    }

    void rests(boolean rest) {
        resting = rest;
    }

    /** What went wrong for those who load; a few time-outs on a busy machine are no reason to doubt the rest. */
    List<Exception> failures() {
        return List.copyOf(failures);
    }

    String summary() {
        return String.format(Locale.ROOT, "%,d records sent, %,d of them polled; %,d replays, %,d reloads, %,d log-ins; "
                + "%,d webhooks answered 503", next.get() - 1, polled.get(), replays.get(), reloads.get(), logins.get(),
                comeAgain.get());
    }

    /** The customer of a record; the same for many of the even ones. */
    private static long customer(long number) {
        return number % 2 == 0 ? number / 2 % REGULARS : number + REGULARS;
    }

    private static String phone(long customer) {
        return String.format(Locale.ROOT, "09%08d", customer % 100_000_000);
    }

    private void postUntilRest() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), app.port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (!ended && !resting) {
                long number = next.getAndIncrement();
                long customer = customer(number);
                byte[] body = ("{\"id\":" + customer + ",\"name\":\"Nguyễn Văn An\",\"email\":\"bench" + customer
                        + "@example.vn\",\"phone\":\"" + phone(customer) + "\",\"birthday\":\"03/04/1990\",\"gender\":\"Nam\","
                        + "\"address\":{\"street\":\"12 Đường Ví Dụ\",\"city\":\"Hồ Chí Minh\"},\"company\":\"No. " + number
                        + "\",\"updated_at\":\"" + Instant.now() + "\"}").getBytes(StandardCharsets.UTF_8);
                socket.getOutputStream()
                        .write(("POST /hooks/bench HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                                + "X-Api-Key: " + Machine.TOKEN + "\r\nX-Event-Id: e" + number + "\r\nContent-Length: "
                                + body.length
                                + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().write(body);
                String status = readAnswer(in);
                if (status.startsWith("HTTP/1.1 503")) {
                    // As senders do: not now, later. In the moment of a reload nothing else is meant.
                    comeAgain.incrementAndGet();
                    Machine.pause(200);
                } else if (!status.startsWith("HTTP/1.1 202")) {
                    throw new IOException("a webhook was answered " + status);
                }
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("a webhook was not answered", e);
        }
    }

    /** @return the first line */
    private static String readAnswer(InputStream in) throws IOException {
        String status = line(in);
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
            }
        }
        in.readNBytes(length);
        return status;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int letter = in.read(); letter != '\n'; letter = in.read()) {
            if (letter < 0) {
                throw new IOException("the connection was closed");
            }
            if (letter != '\r') {
                line.append((char) letter);
            }
        }
        return line.toString();
    }

    /** As a careful sender drops a file: under another name first. Some rows are rejected. */
    private void drop() throws IOException {
        Path inbox = Files.createDirectories(bridge.data.resolve("inbox/csv-drop"));
        try (Stream<Path> waiting = Files.list(inbox)) {
            if (waiting.filter(Files::isRegularFile).count() >= FILES_WAITING) {
                Machine.pause(50);
                return;
            }
        } catch (NoSuchFileException moved) {
            return;
        }
        long first = next.getAndAdd(ROWS);
        StringBuilder csv = new StringBuilder("Họ tên,Email,Số điện thoại,Công ty\n");
        for (long number = first; number < first + ROWS; number++) {
            long customer = customer(number);
            csv.append("Nguyễn Văn An,").append(number % 500 == 0 ? "nobody" : "bench" + customer + "@example.vn").append(',')
                    .append(number % 500 == 0 ? "" : phone(customer)).append(",No. ").append(number).append('\n');
        }
        String name = "soak" + first + ".csv";
        Path partial = Files.writeString(inbox.resolve(name + ".part"), csv);
        Files.move(partial, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Each run finds a page of customers who changed, and then nobody. */
    private void answerPoll(HttpExchange exchange) throws IOException {
        try (exchange) {
            StringBuilder items = new StringBuilder("[");
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            if (!resting && query.contains("page=1&")) {
                long first = next.getAndAdd(POLLED);
                polled.addAndGet(POLLED);
                for (long number = first; number < first + POLLED; number++) {
                    long customer = customer(number);
                    items.append(number == first ? "" : ",").append("{\"id\":").append(number).append(",\"email\":\"bench")
                            .append(customer).append("@example.vn\",\"phone\":\"").append(phone(customer))
                            .append("\",\"company\":\"No. ").append(number).append("\",\"updated_at\":\"").append(Instant.now())
                            .append("\"}");
                }
            }
            byte[] bytes = items.append(']').toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** The youngest delivered and rejected ones by their ids, and now and then the group of rejected ones as a dry run. */
    private void replay() throws IOException {
        for (String state : List.of("delivered", "rejected")) {
            String events = Machine.admin(app, "GET", "/api/events?limit=3&state=" + state);
            Matcher id = ID.matcher(events);
            while (id.find() && !resting) {
                Machine.admin(app, "POST", "/api/events/" + id.group(1) + "/replay");
                replays.incrementAndGet();
            }
        }
        Machine.pause(500);
    }

    /** The mapping and the route are saved as something else, in turns. */
    private void reload() throws IOException {
        long number = reloads.incrementAndGet();
        Path file = bridge.routes().resolve("bench").resolve(number % 2 == 0 ? "mapping.jq" : "bench.camel.yaml");
        String text = Files.readString(file).lines().filter(line -> !line.startsWith("# saved"))
                .reduce("# saved " + number, (all, line) -> all + "\n" + line) + "\n";
        Path partial = Files.writeString(file.resolveSibling(file.getFileName() + "~"), text);
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        Machine.pause(2_000);
    }

    private void visit() throws IOException {
        SoakVisitor.looksAround(app);
        logins.incrementAndGet();
        Machine.pause(250);
    }

    @Override
    public void close() {
        ended = true;
        list.stop(0);
        threads.forEach(thread -> {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(35));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
