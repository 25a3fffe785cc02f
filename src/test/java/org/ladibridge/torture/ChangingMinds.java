package org.ladibridge.torture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

import org.awaitility.Awaitility;
import org.ladibridge.app.BridgeProcess;

/**
 * Customers who change one field to and fro between a few values, known by e-mail address, phone number or both, through a form without
 * event ids, a webhook with them, or files. Each says something new only when the former was acknowledged, so that what counts at the end
 * is the last that each has said.
 */
final class ChangingMinds {
    private static final int HOOK_SENDERS = 4;
    private static final int CUSTOMERS_EACH = 3;
    private static final int FILE_CUSTOMERS = 20;
    private static final String[] VALUES = {"Công ty X", "Công ty Y", "Công ty Z"};

    private final BridgeProcess bridge;
    private final String name;
    private final RandomGenerator random;
    private final Map<String, String> lastWords = new ConcurrentHashMap<>();
    private final AtomicInteger said = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean sending = true;
    private volatile Exception failure;

    /** @param name of these customers, who carry it; lower case letters and digits */
    ChangingMinds(BridgeProcess bridge, String name, RandomGenerator random) {
        this.bridge = bridge;
        this.name = name;
        this.random = random;
    }

    private interface Job {
        void run() throws Exception;
    }

    ChangingMinds start() {
        for (int sender = 0; sender < HOOK_SENDERS; sender++) {
            int number = sender;
            RandomGenerator own = new Random(random.nextLong());
            start("minds" + sender, () -> sendWebhooks(number, own));
        }
        RandomGenerator own = new Random(random.nextLong());
        start("minds in files", () -> dropFiles(own));
        return this;
    }

    private void start(String what, Job job) {
        Thread thread = new Thread(() -> {
            try {
                job.run();
            } catch (Exception e) {
                failure = e;
            }
        }, what + "." + name);
        thread.start();
        threads.add(thread);
    }

    void awaitSaid(int more) {
        int before = said.get();
        Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(20))
                .until(() -> failure != null || said.get() >= before + more);
    }

    /** @return the last value that each customer has said, by e-mail address */
    Map<String, String> stop() throws Exception {
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
        return new TreeMap<>(lastWords);
    }

    private static String value(RandomGenerator own) {
        return VALUES[own.nextInt(VALUES.length)];
    }

    private void sendWebhooks(int sender, RandomGenerator own) throws IOException {
        boolean withIds = sender % 2 == 0;
        for (int number = 0; sending || number == 0; number++) {
            for (int i = 0; i < CUSTOMERS_EACH; i++) {
                String email = "mind" + sender + "-" + i + "." + name + "@example.vn";
                String phone = String.format("09%04d%02d%02d", Math.floorMod(name.hashCode(), 10_000), sender, i);
                String value = value(own);
                // Who he is has to be said once in full.
                int known = number == 0 ? 0 : own.nextInt(3);
                String json = "{" + (known == 1 ? "" : "\"email\":\"" + email + "\",")
                        + (known == 2 ? "" : "\"phone\":\"" + phone + "\",") + "\"" + Event.NUMBER_FIELD + "\":\"" + value
                        + "\"}";
                while (!isTaken(withIds, email + number, json)) {
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
                says(email, value);
            }
        }
    }

    private boolean isTaken(boolean withIds, String id, String json) {
        Map<String, String> headers = withIds
                ? Map.of("X-Api-Key", Senders.TOKEN, "X-Event-Id", id, "Content-Type", "application/json")
                : Map.of("X-Api-Key", BridgeProcess.FORM_TOKEN, "Content-Type", "application/json");
        try {
            return bridge.send("POST", withIds ? "/hooks/any-webhook" : "/hooks/ladipage-form",
                    json.getBytes(StandardCharsets.UTF_8), headers).statusCode() == 202;
        } catch (IOException notNow) {
            return false;
        }
    }

    /** One file with all of them, of which there are few kinds: often it is one that came before. */
    private void dropFiles(RandomGenerator own) throws IOException {
        for (int number = 1; sending || number == 1; number++) {
            String value = value(own);
            StringBuilder csv = new StringBuilder("Email,Công ty\n");
            for (int i = 0; i < FILE_CUSTOMERS; i++) {
                csv.append("row").append(i).append('.').append(name).append("@example.vn,").append(value).append('\n');
            }
            String file = "minds-" + name + "-" + number + ".csv";
            bridge.drop("csv-drop", file, csv.toString());
            Path done = bridge.folder.resolve("data/done/csv-drop").resolve(file);
            while (!Files.exists(done)) {
                Senders.touchWhatIsLeftAlone(bridge, file);
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            for (int i = 0; i < FILE_CUSTOMERS; i++) {
                says("row" + i + "." + name + "@example.vn", value);
            }
        }
    }

    private void says(String email, String value) {
        lastWords.put(email, value);
        said.incrementAndGet();
    }
}
