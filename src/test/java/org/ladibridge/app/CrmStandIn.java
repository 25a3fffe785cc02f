package org.ladibridge.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Somebody else's CRM with contacts that change; the subclasses speak the vendors' protocols. */
abstract class CrmStandIn implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    static final Comparator<Contact> BY_ID = Comparator.comparing(Contact::id);
    static final Comparator<Contact> BY_TIME = Comparator.comparing(Contact::changed).thenComparing(BY_ID);

    /** One contact as all CRMs know it. */
    record Contact(long id, String email, String address, Instant changed) {
        /** Before all others of this time or id. */
        static Contact at(Instant changed, long id) {
            return new Contact(id, "", "", changed);
        }
    }

    /** What the network does to an answer. */
    enum Network {
        WELL,
        /** Less arrives than was announced. */
        CUTS,
        /** Nobody answers for a while, and then the connection ends. */
        HANGS
    }

    /** @param body null when there is none or it is no JSON */
    record Call(String method, String path, Map<String, String> query, Map<String, String> headers, String text,
            JsonNode body) {
        String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * @param text the body; what it says need not be JSON
     * @param headers name, value, name, value, …
     */
    record Answer(int status, String text, Network network, String... headers) {
        Answer(int status, JsonNode body, String... headers) {
            this(status, body.toString(), Network.WELL, headers);
        }

        static Answer of(JsonNode body) {
            return new Answer(200, body);
        }

        static Answer error(int status, String code, String... headers) {
            return new Answer(status, JSON.createObjectNode().put("error", code), headers);
        }
    }

    /** What happens between a call and its answer; the supplier asks the CRM itself. */
    interface Between {
        Answer answer(Call call, Supplier<Answer> crm) throws InterruptedException;
    }

    private final NavigableMap<Long, Contact> byId = new TreeMap<>();
    private final NavigableSet<Contact> byTime = new TreeSet<>(BY_TIME);
    private final ReadWriteLock contacts = new ReentrantReadWriteLock();
    private final AtomicInteger called = new AtomicInteger();
    private volatile boolean remembers = true;
    private volatile Between between = (call, crm) -> crm.get();
    private final Deque<Answer> faults = new ConcurrentLinkedDeque<>();
    private final Deque<Call> calls = new ConcurrentLinkedDeque<>();
    static final Instant CHANGED = Instant.parse("2026-01-20T03:04:05Z");
    private final HttpServer server;
    private volatile IntConsumer afterCall = n -> {
    };

    CrmStandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    /** The name of the source that polls it. */
    abstract String source();

    abstract int pageSize();

    /** What the bridge needs to find it. */
    abstract Map<String, String> settings();

    abstract Answer answer(Call call);

    /**
     * A trouble that only this CRM has.
     *
     * @return null when it has none, or none with this call
     */
    Answer ownTrouble(Call call, Supplier<Answer> crm, Random random) {
        return null;
    }

    /** What the names of its settings begin with. */
    final String variable() {
        return source().toUpperCase(Locale.ROOT).replace('-', '_');
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void put(long id, String email, Instant changed) {
        put(new Contact(id, email, "1 Lê Lợi", changed));
    }

    void put(Contact contact) {
        contacts.writeLock().lock();
        try {
            Contact before = byId.put(contact.id(), contact);
            if (before != null) {
                byTime.remove(before);
            }
            byTime.add(contact);
        } finally {
            contacts.writeLock().unlock();
        }
    }

    /**
     * Several pages; a page or more of them changed in one and the same second.
     *
     * @param name of these contacts, whose addresses carry it
     * @return how many
     */
    int fill(String name) {
        int size = pageSize();
        int contacts = size > 100 ? size * 3 / 2 : size * 5 / 2;
        for (int i = 0; i < contacts; i++) {
            int second = i < size / 2 ? i : i < size * 2 ? size / 2 : i;
            put(1000 + i, name + i + "@example.vn", CHANGED.plusSeconds(second));
        }
        return contacts;
    }

    void delete(long id) {
        contacts.writeLock().lock();
        try {
            Contact before = byId.remove(id);
            if (before != null) {
                byTime.remove(before);
            }
        } finally {
            contacts.writeLock().unlock();
        }
    }

    Collection<String> emails() {
        return contacts().stream().map(Contact::email).toList();
    }

    /** All of them as they are now. */
    List<Contact> contacts() {
        contacts.readLock().lock();
        try {
            return List.copyOf(byId.values());
        } finally {
            contacts.readLock().unlock();
        }
    }

    /** Ascending by id; only while an answer is made. */
    Stream<Contact> after(long id) {
        return byId.tailMap(id, false).values().stream();
    }

    /** Ascending by time and id; only while an answer is made. */
    Stream<Contact> since(Contact first) {
        return byTime.tailSet(first, true).stream();
    }

    boolean isKnown(long id) {
        contacts.readLock().lock();
        try {
            return byId.containsKey(id);
        } finally {
            contacts.readLock().unlock();
        }
    }

    /** Null when there is none; only while an answer is made. */
    Contact contact(long id) {
        return byId.get(id);
    }

    /** The next calls are answered with these, one each. */
    void failNext(Answer... answers) {
        faults.addAll(List.of(answers));
    }

    /** Called with the number of the call, from 1, before its answer leaves. */
    void afterCall(IntConsumer listener) {
        afterCall = listener;
    }

    /** Falsifies answers, or holds them up. */
    void between(Between newBetween) {
        between = newBetween;
    }

    /** Calls are counted only. */
    void forgetCalls() {
        remembers = false;
    }

    int called() {
        return called.get();
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    static ArrayNode list(Collection<? extends JsonNode> items) {
        return JSON.createArrayNode().addAll(items);
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new HashMap<>();
        for (String pair : text == null || text.isEmpty() ? new String[0] : text.split("&")) {
            String[] parts = pair.split("=", 2);
            pairs.put(decode(parts[0]), parts.length < 2 ? "" : decode(parts[1]));
        }
        return pairs;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        Call call = new Call(exchange.getRequestMethod(), exchange.getRequestURI().getPath(),
                pairs(exchange.getRequestURI().getRawQuery()), headers, text,
                text.startsWith("{") ? JSON.readTree(text) : null);
        int number = called.incrementAndGet();
        if (remembers) {
            calls.add(call);
        }
        Answer fault = faults.poll();
        Answer answer;
        try {
            answer = fault != null ? fault : between.answer(call, () -> consistent(call));
        } catch (InterruptedException e) {
            exchange.close();
            return;
        }
        afterCall.accept(number);
        send(exchange, answer);
    }

    private Answer consistent(Call call) {
        contacts.readLock().lock();
        try {
            return answer(call);
        } catch (RuntimeException e) {
            return Answer.error(400, e.toString());
        } finally {
            contacts.readLock().unlock();
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            if (answer.network() == Network.HANGS) {
                return;
            }
            byte[] bytes = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            for (int i = 0; i < answer.headers().length; i += 2) {
                exchange.getResponseHeaders().add(answer.headers()[i], answer.headers()[i + 1]);
            }
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes, 0, answer.network() == Network.CUTS ? bytes.length / 2 : bytes.length);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
