package org.ladibridge.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Shipped sources, each under another name and with one mistake as people make them. */
final class RouteMutants {
    /** Steps that an engineer may write, and Camel refuses. */
    private static final Map<String, String> STEPS = new LinkedHashMap<>();

    static {
        STEPS.put("component", "to: \"nowhere:x\"");
        STEPS.put("component-near", "to: \"lgo:x\"");
        STEPS.put("option", "to: \"log:x?shwAll=true\"");
        STEPS.put("option-map", "to: { uri: \"log:x\", parameters: { shwAll: true } }");
        STEPS.put("option-twice", "to: { uri: \"log:x?showAll=true\", parameters: { marker: x } }");
        STEPS.put("simple-open", "setBody: { simple: \"${header.x\" }");
        STEPS.put("simple-function", "setBody: { simple: \"${hedaer.x}\" }");
        STEPS.put("simple-operator", "filter: { simple: \"${body} ==\", steps: [ { stop: {} } ] }");
        STEPS.put("simple-quote", "filter: { simple: \"${body} == 'x\", steps: [ { stop: {} } ] }");
        STEPS.put("language", "setBody: { groovy: \"1\" }");
        STEPS.put("language-header", "setHeader: { name: x, jsonpath: \"$.x\" }");
        STEPS.put("language-named", "setBody: { expression: { language: { language: python, expression: \"1\" } } }");
        STEPS.put("bean", "bean: { ref: nobody, method: go }");
        STEPS.put("bean-type", "bean: { beanType: org.nowhere.X, method: go }");
        STEPS.put("bean-uri", "to: \"bean:nobody?method=go\"");
        STEPS.put("format", "marshal: { json: { library: Gson } }");
        STEPS.put("format-unknown", "unmarshal: { jaxb: { contextPath: x } }");
        STEPS.put("exception", "throwException: { exceptionType: java.lang.NoSuch, message: x }");
        STEPS.put("step", "setBdy: { constant: x }");
        STEPS.put("step-field", "setBody: { constnt: x }");
        STEPS.put("placeholder", "setBody: { constant: \"{{no.such.setting}}\" }");
        STEPS.put("processor", "process: { ref: nobody }");
        STEPS.put("placeholder-bare", "setBody: { constant: {{no.such.setting}} }");
    }

    private static final List<String> JQ = List.of("if .x == 1 then frist(.y) else . end",
            "reduce .x[]? as $i (0; . + plus($i))",
            "try frist(.x) catch .", "foreach (.x // [])[] as $i (0; . + 1; emit(.))", "\"a\\(frist(.x))\"", "def f(g): h; .",
            "if .x == 1 then $y else . end", "{a: (.x | select(frist))}", ".x | map(select(.y == 1) | uper)");

    private final Path folder;
    private final List<String> names = new ArrayList<>();

    RouteMutants(Path folder) {
        this.folder = folder;
    }

    /** @return their names, of those of this source */
    List<String> of(String source) throws IOException {
        int before = names.size();
        String text = Files.readString(Path.of("routes", source, source + ".camel.yaml"));
        for (String key : List.of("route", "from", "uri", "parameters", "steps")) {
            route(source, "key-" + key, text, yaml -> yaml.replaceFirst("\\b" + key + ":", twisted(key) + ":"));
        }
        Matcher parameter = Pattern.compile("(?m)^        (\\w+): ").matcher(text);
        while (parameter.find()) {
            String name = parameter.group(1);
            route(source, "parameter-" + name, text,
                    yaml -> yaml.replaceFirst("(?m)^        " + name + ":", "        " + twisted(name) + ":"));
        }
        route(source, "kamelet", text, yaml -> yaml.replaceFirst("kamelet:(\\w)(\\w)", "kamelet:$2$1"));
        route(source, "sink", text, yaml -> yaml.replaceFirst("kamelet:ladiflow-sink", "kamelet:ladifow-sink"));
        route(source, "bare", text, yaml -> yaml.replaceFirst("\"(\\{\\{[^}]*}})\"", "$1"));
        route(source, "bare-url", text, yaml -> yaml.replaceFirst("\"(\\{\\{[^}]*}}/[^\"]*)\"", "$1"));
        route(source, "tab", text, yaml -> yaml.replaceFirst("(?m)^      steps:", "\tsteps:"));
        route(source, "deeper", text, yaml -> yaml.replaceFirst("(?m)^      steps:", "       steps:"));
        route(source, "shallower", text, yaml -> yaml.replaceFirst("(?m)^      parameters:", "    parameters:"));
        route(source, "twice", text, yaml -> yaml.replaceFirst("(?m)^(        \\w+: .*\\n)", "$1$1"));
        route(source, "quote", text, yaml -> yaml.replaceFirst("(?m)\"( .*)?$", "$1"));
        route(source, "event", text,
                yaml -> yaml.replaceFirst("source: " + source, "source: " + source + ", eventId: \"\\${header.x\""));
        route(source, "pointer", text, yaml -> yaml.replaceFirst("source: " + source, "source: " + source + ", eventIdAt: id"));
        route(source, "zone", text, yaml -> yaml.replaceFirst("source: " + source, "source: " + source + ", zone: Mars"));
        route(source, "hint", text, yaml -> yaml.replaceFirst("source: " + source, "source: " + source + ", titleCas: true"));
        for (String wrong : List.of("verify: nobody", "verify: hmac-body\n        template: \"{bdy}\"",
                "verify: hmac-body\n        encoding: base32", "verify: hmac-body\n        signatureAt: head:X",
                "verify: hmac-body\n        tolerance: soon", "verify: token\n        algorithm: sha1",
                "verify: hmac-body\n        answer: 404", "verify: hmac-body\n        handshakeAnswer: x",
                "verify: hmac-timestamped\n        template: \"{timestamp}\"",
                "verify: hmac-body\n        delivery: body:/x")) {
            route(source, "verify", text, yaml -> yaml.replaceFirst("verify: [\\w-]+", Matcher.quoteReplacement(wrong)));
        }
        for (String wrong : List.of("every: 5 minutes", "limit: many", "paging: pages", "auth: bearer", "zone: Mars",
                "sinceFormat: yyyy-QQ-bb", "updated: time", "overlap: a while", "body: nowhere.json", "rate: 0")) {
            route(source, "poll", text, yaml -> yaml.contains("poll-source")
                    ? yaml.replaceFirst("(?m)^        name: .*$", "$0\n        " + wrong)
                    : yaml);
        }
        STEPS.forEach((name, step) -> route(source, "step-" + name, text, yaml -> yaml.replaceFirst("(?m)^( +)- to:",
                "$1- " + Matcher.quoteReplacement(step) + "\n$1- to:")));
        route(source, "two-routes", text, yaml -> yaml.replaceAll("(?m)^ +unwrap: .*\\n", "") + yaml);
        route(source, "late", text, yaml -> yaml
                + "- onException: { exception: [ java.lang.Exception ], steps: [ { stop: {} } ] }\n");
        for (String program : text.contains("mapping:") || !text.contains("source: " + source) ? List.<String>of() : JQ) {
            mapping(source, text, program);
        }
        return names.subList(before, names.size());
    }

    private static String twisted(String key) {
        return key.length() < 4
                ? key + key.charAt(key.length() - 1)
                : key.substring(0, 1) + key.charAt(2) + key.charAt(1) + key.substring(3);
    }

    private void mapping(String source, String text, String program) {
        String name = name(source, "jq");
        write(name, "mapping.jq", "# a comment\n. as $all | (" + program + ") as $x | {email: .email}\n");
        write(name, name + ".camel.yaml", renamed(text, source, name));
    }

    private void route(String source, String kind, String text, UnaryOperator<String> mistake) {
        String mutant = mistake.apply(text);
        if (mutant.equals(text)) {
            return;
        }
        String name = name(source, kind);
        try (Stream<Path> files = Files.list(Path.of("routes", source))) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith(".camel.yaml"))
                    .toList()) {
                write(name, file.getFileName().toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        write(name, name + ".camel.yaml", renamed(mutant, source, name));
    }

    private String name(String source, String kind) {
        String name = source + "--" + names.size() + "-" + kind;
        names.add(name);
        return name;
    }

    /** Ids, paths, names and queues of its own; the settings stay those of the source. */
    private static String renamed(String text, String source, String name) {
        return text.replaceAll("(?<=(?:id|path|name|source|mapping): )" + source + "(?![\\w./-])", name)
                .replaceAll("(?<=queue: |id: )(hubspot-contacts|meta-leads|bitrix24-contacts)\\b", "$1-" + name);
    }

    private void write(String name, String file, String content) {
        try {
            Files.createDirectories(folder.resolve(name));
            Files.writeString(folder.resolve(name).resolve(file), content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
