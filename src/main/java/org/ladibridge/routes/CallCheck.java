package org.ladibridge.routes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.SecretSetting;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.fetch.FetchSettings;
import org.ladibridge.intake.fetch.References;
import org.ladibridge.intake.file.FileSettings;
import org.ladibridge.intake.hook.HookComponent;
import org.ladibridge.intake.poll.PollCheck;
import org.ladibridge.intake.poll.PollSettings;
import org.ladibridge.outcome.SignedWebhook;
import org.ladibridge.routes.RouteFile.Call;

/**
 * Reads the parameters of a call to a kamelet as what stands behind it does, without running it, and says all that is wrong with them,
 * each at the place of its parameter.
 */
final class CallCheck {
    private static final Pattern RAW = Pattern.compile("RAW\\((.*)\\)", Pattern.DOTALL);
    private static final Pattern WHOLE = Pattern.compile("\\{\\{\\??([A-Za-z0-9._-]+):?}}");
    private static final Pattern FIRST_WORD = Pattern.compile("(?:the )?(\\w+)");

    private final CamelContext camel;
    private final TransformComponent mappings;
    private final HookComponent hooks;

    /**
     * Something to mend.
     *
     * @param file null when it is the route file
     * @param message its place first
     */
    record Problem(Path file, String message) {
        @Override
        public String toString() {
            return file == null ? message : file + ": " + message;
        }
    }

    CallCheck(CamelContext camel, TransformComponent mappings, HookComponent hooks) {
        this.camel = camel;
        this.mappings = mappings;
        this.hooks = hooks;
    }

    /** @throws MissingSettingException when a setting is missing that nobody else misses */
    List<Problem> problems(Call call, Kamelets kamelets) {
        Reading reading = new Reading(camel, call, new ArrayList<>());
        Map<String, Object> parameters = parameters(call, kamelets, reading);
        if (!reading.problems().isEmpty()) {
            return reading.problems();
        }
        switch (call.kamelet().value()) {
            case "ladiflow-sink" -> {
                parameters.remove("eventId");
                mappings.mistakes(camel, String.valueOf(parameters.remove("source")), parameters).forEach(reading::wrong);
            }
            case "webhook-source" -> hooks.mistakes(String.valueOf(parameters.remove("path")), parameters)
                    .forEach(mistake -> reading.wrong(mistake.parameter(), mistake.message()));
            case "poll-source" -> poll(parameters, reading);
            case "fetch-source" -> fetch(parameters, reading);
            case "file-source" -> {
                FileSettings file = new FileSettings();
                parameters.keySet().retainAll(
                        List.of("name", "charset", "delimiter", "sheet", "maxExpanded", "maxRatio", "chunk", "settle"));
                if (reading.bind(file, parameters)) {
                    reading.run(file::validate);
                }
            }
            case "journal-sink" -> {
                References references = new References();
                references.setCamelContext(camel);
                reading.bind(references, parameters);
            }
            case "webhook-sink" -> {
                parameters.remove("timeout");
                SignedWebhook webhook = new SignedWebhook();
                webhook.setCamelContext(camel);
                reading.bind(webhook, parameters);
            }
            default -> {
                // Its parameters' names and types are checked; the rest shows when it is built.
            }
        }
        return reading.problems();
    }

    /** A call's parameters with the kamelet's defaults, placeholders filled; those that cannot be filled are left out. */
    Map<String, Object> parameters(Call call, Kamelets kamelets) {
        return parameters(call, kamelets, new Reading(camel, call, new ArrayList<>()));
    }

    private static void poll(Map<String, Object> parameters, Reading reading) {
        Object every = parameters.remove("every");
        PollSettings poll = new PollSettings();
        if (reading.bind(poll, parameters)) {
            reading.run(() -> PollCheck.of(poll, every == null ? null : every.toString()).forEach(problem -> {
                if (problem.file() == null) {
                    reading.wrong(problem.message());
                } else {
                    reading.problems().add(new Problem(problem.file(), "line 1, column 1: " + problem.message()));
                }
            }));
        }
    }

    private static void fetch(Map<String, Object> parameters, Reading reading) {
        parameters.remove("concurrency");
        FetchSettings fetch = new FetchSettings();
        if (reading.bind(fetch, parameters)) {
            reading.run(fetch::validate);
        }
        String body = String.valueOf(parameters.getOrDefault("body", ""));
        if (!body.isBlank() && !Files.isReadable(Path.of(body))) {
            reading.wrong("body", "body: there is no file " + body);
        }
    }

    /** A call and what was found of it. */
    private record Reading(CamelContext camel, Call call, List<Problem> problems) {
        /** @return whether nothing was wrong */
        boolean bind(Object bean, Map<String, Object> parameters) {
            int before = problems.size();
            new TreeMap<>(parameters).forEach((name, value) -> {
                try {
                    PropertyBindingSupport.build().bind(camel, bean, name, value);
                } catch (Exception e) {
                    wrong(name, Sources.reason(e));
                }
            });
            return problems.size() == before;
        }

        void run(Runnable validation) {
            try {
                validation.run();
            } catch (MissingSettingException e) {
                throw e;
            } catch (RuntimeException e) {
                wrong(Sources.reason(e));
            }
        }

        /** A sentence begins with the parameter that it is about. */
        void wrong(String message) {
            Matcher first = FIRST_WORD.matcher(message);
            wrong(first.lookingAt() ? first.group(1) : "", message);
        }

        void wrong(String parameter, String message) {
            problems.add(new Problem(null,
                    Optional.ofNullable(call.parameters().get(parameter)).orElse(call.kamelet()).place() + message));
        }
    }

    private Map<String, Object> parameters(Call call, Kamelets kamelets, Reading reading) {
        Map<String, Object> parameters = new HashMap<>();
        String kamelet = call.kamelet().value();
        kamelets.byName().get(kamelet).properties().forEach((name, schema) -> {
            Object given = schema.get("default");
            if (given != null && !given.toString().contains("{{")) {
                parameters.put(name, given.toString());
            }
        });
        call.parameters().forEach((name, text) -> {
            String value = text.value();
            Matcher raw = RAW.matcher(value);
            Matcher setting = WHOLE.matcher(raw.matches() ? raw.group(1) : value);
            try {
                // As the bridge hands a secret on: by the name of its setting.
                value = kamelets.isSecret(kamelet, name) && setting.matches()
                        && SecretSetting.find(setting.group(1)).isPresent()
                                ? SecretSetting.reference(setting.group(1))
                                : camel.resolvePropertyPlaceholders(value);
            } catch (IllegalArgumentException e) {
                reading.wrong(name, Sources.reason(e));
                return;
            }
            if (value != null) {
                Matcher resolved = RAW.matcher(value);
                parameters.put(name, resolved.matches() ? resolved.group(1) : value);
            }
        });
        return parameters;
    }
}
