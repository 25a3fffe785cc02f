package org.ladibridge.routes;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.PropertyBindingSupport;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.fetch.FetchSettings;
import org.ladibridge.intake.file.Charsets;
import org.ladibridge.intake.poll.PollCheck;
import org.ladibridge.intake.poll.PollSettings;
import org.ladibridge.routes.RouteFile.Call;

import io.smallrye.config.SmallRyeConfig;

/** Makes of a call to a kamelet what the bridge would, without running it: what it refuses is refused here as it is there. */
final class CallCheck {
    private static final Pattern RAW = Pattern.compile("RAW\\((.*)\\)");

    private final Path routes;
    private final CamelContext camel;
    private final SmallRyeConfig settings;
    private final Findings findings;
    private final Set<String> missing = new HashSet<>();

    CallCheck(Path routes, CamelContext camel, SmallRyeConfig settings, Findings findings) {
        this.routes = routes;
        this.camel = camel;
        this.settings = settings;
        this.findings = findings;
        camel.getPropertiesComponent().addPropertiesSource(new Settings());
    }

    /** A source needs these settings: what is not set here has a stand-in from now on. */
    void needs(Collection<String> names) {
        missing.addAll(names);
    }

    /** The settings as they stand; a stand-in for what a source needs and is not set here. */
    private final class Settings implements PropertiesSource {
        @Override
        public String getName() {
            return "settings";
        }

        @Override
        public String getProperty(String name) {
            return settings.getOptionalValue(name, String.class).filter(value -> !value.isBlank())
                    .orElse(missing.contains(name) ? standIn(name) : null);
        }

        /** Text, hexadecimal and base64 alike, whatever the source wants. */
        private static String standIn(String name) {
            return name.endsWith("url") ? "http://localhost:9" : "abcd";
        }
    }

    /** Makes of a call what the bridge would, without starting it; a wrong parameter is refused here as it is there. */
    void connect(Path file, Call call, Kamelets kamelets) {
        Map<String, Object> parameters = parameters(call, kamelets);
        try {
            switch (call.kamelet().value()) {
                case "ladiflow-sink" -> {
                    parameters.remove("eventId");
                    camel.getEndpoint("transform:" + parameters.remove("source"), parameters).createProducer();
                }
                case "webhook-source" ->
                    // It takes requests from the server, of which there is none.
                    camel.getEndpoint("hook:" + parameters.remove("path"), parameters).createConsumer(exchange -> {
                    }).start();
                case "poll-source" -> {
                    Object every = parameters.remove("every");
                    PollSettings poll = new PollSettings();
                    PropertyBindingSupport.build().withCamelContext(camel).withTarget(poll).withProperties(parameters).bind();
                    PollCheck.of(poll, every == null ? null : every.toString())
                            .forEach(problem -> findings.problem(problem.file() == null ? file : problem.file(),
                                    (problem.file() == null ? call.kamelet().place() : "") + problem.message()));
                }
                case "fetch-source" -> {
                    parameters.remove("concurrency");
                    FetchSettings fetch = new FetchSettings();
                    PropertyBindingSupport.build().withCamelContext(camel).withTarget(fetch).withProperties(parameters).bind();
                    fetch.validate();
                }
                case "file-source" -> {
                    String charset = parameters.getOrDefault("charset", "").toString();
                    if (!charset.isBlank()) {
                        Charsets.named(charset);
                    }
                }
                default -> {
                    // Its parameters' names and types are checked; nothing else can be said before it runs.
                }
            }
        } catch (MissingSettingException e) {
            findings.note(file, e.getMessage());
        } catch (Exception e) {
            findings.problem(file, call.kamelet().place() + Sources.reason(e));
        }
    }

    private Map<String, Object> parameters(Call call, Kamelets kamelets) {
        Map<String, Object> parameters = new HashMap<>();
        kamelets.byName().get(call.kamelet().value()).properties().forEach((name, schema) -> {
            Object given = schema.get("default");
            if (given != null && !given.toString().contains("{{")) {
                parameters.put(name, given.toString());
            }
        });
        call.parameters().forEach((name, text) -> {
            // The folder that is checked, which need not be the one that the bridge runs with.
            String value = camel.resolvePropertyPlaceholders(text.value().replace("{{bridge.routes}}", routes.toString()));
            if (value != null) {
                Matcher raw = RAW.matcher(value);
                parameters.put(name, raw.matches() ? raw.group(1) : value);
            }
        });
        return parameters;
    }
}
