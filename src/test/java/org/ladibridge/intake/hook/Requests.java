package org.ladibridge.intake.hook;

import static java.util.Map.entry;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.apache.camel.impl.DefaultCamelContext;
import org.ladibridge.BridgeConfig;
import org.ladibridge.trace.Traces;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.MultiMap;

/** Requests and the verifiers that judge them, made from parameters as a route file gives them. */
final class Requests {
    /** The moment of the vectors. */
    static final Instant NOW = Instant.ofEpochSecond(1764000000);
    /** 39 bytes, NFC. */
    static final String BODY = "{\"id\":\"evt_1\",\"name\":\"Nguyễn Văn A\"}";

    static final String PUBLIC_URL = "https://bridge.example.com";

    private Requests() {
    }

    /** @param headers name, value, name, value, … */
    static HookRequest request(byte[] body, String... headers) {
        return request("/hooks/test", body, headers);
    }

    static HookRequest request(String uri, byte[] body, String... headers) {
        MultiMap map = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < headers.length; i += 2) {
            map.add(headers[i], headers[i + 1]);
        }
        return new HookRequest("POST", uri, map, body);
    }

    static HookRequest request(String body, String... headers) {
        return request(body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static Verifier verifier(String verify, String secret, Instant now, Consumer<Map<String, String>> parameters) {
        return endpoint(verify, secret, PUBLIC_URL, now, values -> {
            parameters.accept(values);
            if (verify.equals("meta")) {
                values.putIfAbsent("verifyToken", "asked before deliveries");
            }
        }).hook().verifier();
    }

    /** @param publicUrl null when it is not set */
    static HookEndpoint endpoint(String verify, String secret, String publicUrl, Instant now,
            Consumer<Map<String, String>> parameters) {
        HookComponent component = new HookComponent(new HookRegistry(), new BodyParser(),
                new HookMetrics(new SimpleMeterRegistry()), new RefusedDeliveries(Clock.fixed(now, ZoneOffset.UTC)),
                new Traces(config(publicUrl)), Clock.fixed(now, ZoneOffset.UTC),
                config(publicUrl));
        component.setCamelContext(new DefaultCamelContext());
        Map<String, String> values = new HashMap<>(Map.of("verify", verify, "secret", secret));
        parameters.accept(values);
        return new HookEndpoint("hook:test", component, new HookSettings("test", values));
    }

    static BridgeConfig config(String publicUrl) {
        return new SmallRyeConfigBuilder().withMapping(BridgeConfig.class).addDiscoveredConverters().withSources(
                new PropertiesConfigSource(Map.ofEntries(entry("bridge.data", "target"), entry("bridge.routes", "routes"),
                        entry("bridge.sandbox", "true"), entry("bridge.sandbox-url", "http://localhost"),
                        entry("bridge.retention", "30D"), entry("bridge.max-body", "1M"), entry("bridge.body-timeout", "30s"),
                        entry("bridge.mapping-timeout", "2s"), entry("bridge.stop-timeout", "30"),
                        entry("bridge.public-url", publicUrl == null ? "" : publicUrl)), "test", 0))
                .build().getConfigMapping(BridgeConfig.class);
    }

    static Verifier verifier(String verify, String secret, Consumer<Map<String, String>> parameters) {
        return verifier(verify, secret, NOW, parameters);
    }

    static Verifier verifier(String verify, String secret) {
        return verifier(verify, secret, endpoint -> {
        });
    }

    static boolean accepts(Verifier verifier, HookRequest request) {
        return verifier.refusal(request).isEmpty();
    }
}
