package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The dashboard and the alerts ask for what a running bridge has, and its metrics are named as Prometheus wants them. */
class MonitoringIT {
    private static final Path DASHBOARD = Path.of("docker/grafana/dashboards/ladibridge.json");
    private static final Path ALERTS = Path.of("docker/prometheus/alerts.yml");
    /** Prometheus' own. */
    private static final Set<String> OTHERS = Set.of("up");
    private static final Set<String> KEYWORDS = Set.of("by", "without", "on", "ignoring", "and", "or", "unless", "bool",
            "offset");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static BridgeProcess bridge;
    private static String metrics;

    @BeforeAll
    static void start() throws Exception {
        bridge = new BridgeProcess(folder).start();
        bridge.signedWebhook("1", "{\"email\":\"watched@example.vn\"}");
        bridge.send("POST", "/hooks/standard-webhook", "{}".getBytes(), Map.of());
        bridge.awaitAllDelivered(1, Duration.ofSeconds(120));
        Awaitility.await().until(() -> {
            metrics = bridge.send("GET", "/q/metrics", new byte[0], Map.of()).body();
            return metrics.contains("ladibridge_received_total{source=\"standard-webhook\"} 1.0");
        });
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
    }

    /** Names of samples with the names of their labels. */
    private static Map<String, Set<String>> samples() {
        Map<String, Set<String>> samples = new HashMap<>();
        Matcher sample = Pattern.compile("(?m)^(\\w+)(?:\\{(.*)})? ").matcher(metrics);
        while (sample.find()) {
            Set<String> labels = samples.computeIfAbsent(sample.group(1), name -> new HashSet<>());
            if (sample.group(2) != null) {
                Pattern.compile("(\\w+)=\"").matcher(sample.group(2)).results().forEach(label -> labels.add(label.group(1)));
            }
        }
        return samples;
    }

    private static List<String> dashboardExpressions() throws Exception {
        List<String> expressions = new ArrayList<>();
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        dashboard.findValues("expr").forEach(expression -> expressions.add(expression.asText()));
        dashboard.at("/templating/list").findValues("definition").forEach(
                query -> expressions.add(query.asText().replaceAll("label_values\\((\\w+), *(\\w+)\\)", "$1{$2=\"\"}")));
        return expressions;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> alerts() throws Exception {
        Map<String, Object> file = (Map<String, Object>) new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(ALERTS));
        List<Map<String, Object>> groups = (List<Map<String, Object>>) file.get("groups");
        return groups.stream().flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream()).toList();
    }

    /** What an expression asks for and nobody has, labels included. */
    private static Set<String> unknown(String expression) {
        Map<String, Set<String>> samples = samples();
        Set<String> unknown = new TreeSet<>();
        Matcher asked = Pattern.compile("([a-z_:][a-z0-9_:]*)\\s*(\\{[^}]*}|\\()?").matcher(
                expression.replaceAll("\\[[^\\]]*]", "").replaceAll("\\b(by|without|on|ignoring) *\\([^)]*\\)", "")
                        .replaceAll("=~?\"[^\"]*\"", "=\"\""));
        for (MatchResult name : asked.results().toList()) {
            boolean isFunction = "(".equals(name.group(2));
            if (isFunction || KEYWORDS.contains(name.group(1)) || OTHERS.contains(name.group(1))) {
                continue;
            }
            Set<String> labels = samples.get(name.group(1));
            if (labels == null) {
                unknown.add(name.group(1));
            } else if (name.group(2) != null) {
                Pattern.compile("(\\w+)=").matcher(name.group(2)).results().map(label -> label.group(1))
                        .filter(label -> !labels.contains(label)).forEach(label -> unknown.add(name.group(1) + "." + label));
            }
        }
        return unknown;
    }

    @Test
    void theDashboardAsksForWhatThereIs() throws Exception {
        List<String> expressions = dashboardExpressions();
        assertTrue(expressions.size() > 15, expressions.toString());
        for (String expression : expressions) {
            assertEquals(Set.of(), unknown(expression), expression);
        }
    }

    @Test
    void theAlertsAskForWhatThereIsAndSayWhatToDo() throws Exception {
        Set<String> names = new TreeSet<>();
        for (Map<String, Object> alert : alerts()) {
            names.add(String.valueOf(alert.get("alert")));
            assertEquals(Set.of(), unknown(String.valueOf(alert.get("expr"))), alert.toString());
            assertTrue(String.valueOf(alert.get("labels")).matches("\\{severity=(warning|critical)}"), alert.toString());
            assertTrue(alert.get("annotations") instanceof Map<?, ?> texts && texts.containsKey("summary")
                    && texts.containsKey("description"), alert.toString());
        }
        String page = Files.readString(Path.of("docs/operations.md"));
        assertEquals(List.of(), names.stream().filter(name -> !page.contains("`" + name + "`")).toList(), "operations.md");
    }

    @Test
    void whatDoesNotExistIsNoticed() {
        assertEquals(Set.of("ladibridge_nothing"), unknown("sum by (source) (rate(ladibridge_nothing[5m])) > 1"));
        assertEquals(Set.of("ladibridge_records.colour"), unknown("ladibridge_records{colour=\"red\"}"));
    }

    /** The names that are ours: counters end with _total, and times, points in time and sizes say their unit. */
    @Test
    void theNamesAreThoseThatPrometheusWants() {
        Map<String, String> types = new HashMap<>();
        Pattern.compile("(?m)^# TYPE (ladibridge_\\w+) (\\w+)$").matcher(metrics).results()
                .forEach(type -> types.put(type.group(1), type.group(2)));
        assertTrue(types.size() >= 11, types.toString());
        types.forEach((name, type) -> {
            assertEquals(type.equals("counter"), samples().containsKey(name.replaceFirst("_total$", "") + "_total"),
                    name + " is a " + type);
            assertTrue(!name.matches(".*(age|timestamp|call|duration|time|size|millis|minutes)(_max)?"),
                    name + " says no unit");
            assertTrue(metrics.contains("# HELP " + name + " "), name);
        });
    }
}
