package org.ladibridge.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.ladibridge.intake.api.GoogleKey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Google's token endpoint and {@code spreadsheets.values.get}, as Google documents them: it verifies what the service account signed,
 * cuts trailing cells and rows off that hold nothing, and gives no {@code values} for an empty sheet. It does not show how the live service
 * formats cells, nor its quotas.
 */
final class SheetsStandIn implements AutoCloseable {
    static final String SPREADSHEET = "1AbC-dEf_0123456789";
    static final String READ_ONLY = "https://www.googleapis.com/auth/spreadsheets.readonly";
    private static final ObjectMapper JSON = new ObjectMapper();

    final GoogleKey key = new GoogleKey();
    /** Errors that come before an answer. */
    final Deque<Fault> faults = new ConcurrentLinkedDeque<>();
    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger tokens = new AtomicInteger();
    private final HttpServer server;
    private volatile List<List<String>> rows = List.of();
    private volatile String sheet = "Khách hàng";
    private volatile boolean shared = true;
    private volatile String token = "";

    /** @param status of HTTP, @param code as Google calls it */
    record Fault(int status, String code, String message) {
    }

    SheetsStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", this::giveToken);
        server.createContext("/v4/spreadsheets/", this::values);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String keyJson() {
        return key.json(address() + "/token");
    }

    void rows(List<List<String>> newRows) {
        rows = newRows.stream().map(ArrayList::new).collect(Collectors.toList());
    }

    void rename(String newName) {
        sheet = newName;
    }

    void share(boolean isShared) {
        shared = isShared;
    }

    /** As when an hour has passed. */
    void expireToken() {
        token = "expired";
    }

    private void giveToken(HttpExchange exchange) throws IOException {
        Map<String, String> form = pairs(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        ObjectNode answer = JSON.createObjectNode();
        try {
            JsonNode claims = key.verified(form.getOrDefault("assertion", ""));
            long now = Instant.now().getEpochSecond();
            if (!"urn:ietf:params:oauth:grant-type:jwt-bearer".equals(form.get("grant_type"))
                    || !claims.path("aud").asText().equals(address() + "/token")
                    || !claims.path("iss").asText().equals("bridge@shop.iam.gserviceaccount.com")
                    || !claims.path("scope").asText().equals(READ_ONLY)) {
                throw new GeneralSecurityException("Invalid claims: " + claims);
            }
            if (Math.abs(claims.path("iat").asLong() - now) > 300
                    || claims.path("exp").asLong() - claims.path("iat").asLong() > 3600) {
                throw new GeneralSecurityException("Invalid JWT: Token must be a short-lived token (60 minutes)");
            }
            token = "ya29." + tokens.incrementAndGet();
            send(exchange, 200, answer.put("access_token", token).put("expires_in", 3599).put("token_type", "Bearer"));
        } catch (GeneralSecurityException e) {
            send(exchange, 400, answer.put("error", "invalid_grant").put("error_description", e.getMessage()));
        }
    }

    private void values(HttpExchange exchange) throws IOException {
        reads.incrementAndGet();
        String[] path = exchange.getRequestURI().getRawPath().split("/");
        Map<String, String> query = pairs(exchange.getRequestURI().getRawQuery());
        String range = URLDecoder.decode(path[5], StandardCharsets.UTF_8);
        Fault fault = faults.poll();
        if (fault != null) {
            error(exchange, fault);
        } else if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            error(exchange, new Fault(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."));
        } else if (!path[3].equals(SPREADSHEET) || !path[4].equals("values")) {
            error(exchange, new Fault(404, "NOT_FOUND", "Requested entity was not found."));
        } else if (!shared) {
            error(exchange, new Fault(403, "PERMISSION_DENIED", "The caller does not have permission"));
        } else if (!range.equals("A:ZZ") && !range.equals(sheet) && !range.startsWith("'" + sheet + "'!")) {
            error(exchange, new Fault(400, "INVALID_ARGUMENT", "Unable to parse range: " + range));
        } else if (!"FORMATTED_VALUE".equals(query.get("valueRenderOption")) || !"ROWS".equals(query.get("majorDimension"))) {
            error(exchange, new Fault(400, "INVALID_ARGUMENT", "the test wants values as they are shown, row by row"));
        } else {
            send(exchange, 200, range());
        }
    }

    private ObjectNode range() {
        ObjectNode answer = JSON.createObjectNode().put("range", "'" + sheet + "'!A1:ZZ1000").put("majorDimension", "ROWS");
        List<List<String>> all = rows.stream().map(row -> trimmed(row, String::isEmpty)).toList();
        all = trimmed(all, List::isEmpty);
        if (!all.isEmpty()) {
            ArrayNode values = answer.putArray("values");
            all.forEach(row -> {
                ArrayNode cells = values.addArray();
                row.forEach(cells::add);
            });
        }
        return answer;
    }

    private static <T> List<T> trimmed(List<T> list, java.util.function.Predicate<T> isEmpty) {
        int end = list.size();
        while (end > 0 && isEmpty.test(list.get(end - 1))) {
            end--;
        }
        return list.subList(0, end);
    }

    private static void error(HttpExchange exchange, Fault fault) throws IOException {
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("error").put("code", fault.status()).put("message", fault.message()).put("status", fault.code());
        send(exchange, fault.status(), answer);
    }

    private static void send(HttpExchange exchange, int status, ObjectNode answer) throws IOException {
        byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Map<String, String> pairs(String text) {
        return Stream.of((text == null ? "" : text).split("&")).filter(pair -> pair.contains("="))
                .collect(Collectors.toMap(pair -> pair.substring(0, pair.indexOf('=')),
                        pair -> URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
