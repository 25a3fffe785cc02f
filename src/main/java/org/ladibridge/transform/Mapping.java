package org.ladibridge.transform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * A source's {@code mapping.jq}, compiled once: places a record's values into LadiFlow-shaped objects. Immutable; one instance
 * serves all threads.
 *
 * @see <a href="https://github.com/eiiches/jackson-jq">jackson-jq</a>
 */
public final class Mapping {
    /**
     * The key under which a record carries what its route names of the delivery: {@code {"headers": {…}, "query": {…}}}. The program
     * sees it as {@code $delivery}, and the record without it.
     */
    public static final String DELIVERY = "_delivery";
    private static final String VARIABLE = "delivery";

    /** The level that the jq program and jackson-jq agree on. */
    private static final Version LEVEL = Versions.JQ_1_6;

    private static final Pattern WORD_BREAK = Pattern.compile("[^\\p{L}\\p{N}_/]+");
    private static final Pattern UNDEFINED = Pattern
            .compile("Function ([^\\s/]{1,100})\\S{0,9} does not exist|(\\$\\S{1,100}) is not defined");
    private static final int LONGEST_MESSAGE = 300;

    /** What jackson-jq's own messages consist of; every other word of a message may come from the record. */
    private static final Set<String> MESSAGE_WORDS = Set.of("cannot", "can", "not", "index", "iterate", "over", "with",
            "string",
            "number", "object", "array", "null", "boolean", "and", "or", "be", "is", "a", "an", "as", "to", "of", "in", "the",
            "has",
            "no", "keys", "key", "added", "subtracted", "multiplied", "divided", "parsed", "parse", "failed", "json",
            "function",
            "does", "exist", "defined", "length", "sorted", "grouped", "must", "invalid", "path", "expression", "because",
            "divisor", "zero", "check", "whether", "input", "argument", "type", "types", "implode", "explode", "split", "range",
            "have", "their", "containment", "checked", "only", "strings", "numbers", "arrays", "objects");

    private static final JsonNode NO_DELIVERY = JsonNodeFactory.instance.objectNode().<ObjectNode>set("headers",
            JsonNodeFactory.instance.objectNode()).set("query", JsonNodeFactory.instance.objectNode());

    private final String program;
    private final JsonQuery query;
    private final Jq jq;
    private final Set<String> programWords;

    private Mapping(String program, JsonQuery query, Jq jq) {
        this.program = program;
        this.query = query;
        this.jq = jq;
        this.programWords = Collections.unmodifiableSet(words(program));
    }

    /**
     * Compiles a jq program.
     *
     * @param jq the functions that it may call, and what it may cost
     * @throws MappingException when the program is not jq, or uses a function or variable that does not exist here; says where and
     *         what to do
     */
    public static Mapping compile(String program, Jq jq) {
        JsonQuery query;
        try {
            JsonQuery.compile(program, LEVEL);
            query = JsonQuery.compile(Jq.metered(program), LEVEL);
        } catch (JsonQueryException e) {
            throw new MappingException(syntaxError(e), e);
        }
        ForeignFunctions.find(program, jq.functions()).ifPresent(problem -> {
            throw new MappingException("mapping.jq: " + problem);
        });
        JqNames.unknown(program, jq.functions()).ifPresent(problem -> {
            throw new MappingException("mapping.jq: " + problem);
        });
        Mapping mapping = new Mapping(program, query, jq);
        mapping.refuseUndefined(program);
        return mapping;
    }

    /** The program as it was written. */
    public String program() {
        return program;
    }

    /**
     * Runs the program on one record.
     *
     * @return the objects it yields; those of an array one by one, without nulls and empty objects
     * @throws MappingException when it fails, takes too long, or yields something that is neither an object nor an array of objects
     */
    public List<JsonNode> apply(JsonNode raw) {
        List<JsonNode> objects = new ArrayList<>(1);
        Meter meter = jq.start();
        try {
            query.apply(scope(raw.path(DELIVERY)), withoutDelivery(raw), output -> {
                meter.step();
                if (output.isArray()) {
                    output.forEach(element -> collect(element, objects));
                } else {
                    collect(output, objects);
                }
            });
        } catch (MappingException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw new MappingException("mapping.jq failed: it calls itself too often for this record");
        } catch (JsonQueryException | RuntimeException e) {
            // The cause is dropped on purpose: its message repeats the record, and log files print causes.
            throw new MappingException("mapping.jq failed: " + withoutData(e.getMessage()));
        } catch (OutOfMemoryError e) {
            // One value, such as a text a billion times repeated, outgrew the memory; it is garbage now.
            throw new MappingException("mapping.jq failed: it wants more memory than there is for this record");
        }
        return objects;
    }

    private Scope scope(JsonNode delivery) {
        Scope scope = Scope.newChildScope(jq.functions());
        scope.setValue(VARIABLE, delivery.isObject() ? delivery : NO_DELIVERY);
        return scope;
    }

    private static JsonNode withoutDelivery(JsonNode raw) {
        if (!raw.path(DELIVERY).isObject()) {
            return raw;
        }
        ObjectNode without = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) raw);
        without.remove(DELIVERY);
        return without;
    }

    private static void collect(JsonNode node, List<JsonNode> objects) {
        if (node == null || node.isNull() || node.isContainerNode() && node.isEmpty()) {
            return;
        }
        if (!node.isObject()) {
            throw new MappingException("mapping.jq must yield objects, not "
                    + node.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        objects.add(node);
    }

    /** jq resolves names only while running, so a misspelt function is found with an empty record, not with the first customer. */
    private void refuseUndefined(String program) {
        Meter meter = jq.start();
        try {
            query.apply(scope(MissingNode.getInstance()), JsonNodeFactory.instance.objectNode(), output -> meter.step());
        } catch (JsonQueryException e) {
            Matcher undefined = UNDEFINED.matcher(e.getMessage() == null ? "" : e.getMessage());
            if (undefined.matches()) {
                String name = undefined.group(1) == null ? undefined.group(2) : undefined.group(1);
                throw new MappingException(
                        "mapping.jq: " + ForeignFunctions.placeOf(name, program) + e.getMessage() + "; define or correct it",
                        e);
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // An empty record need not please the mapping; a real one is judged when it comes.
        }
    }

    /** jackson-jq repeats the whole program and lists every token it would have liked; place and surprise are enough. */
    private static String syntaxError(JsonQueryException e) {
        String message = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
        if (message == null) {
            return "mapping.jq is not a jq program";
        }
        int expectations = message.indexOf("Was expecting");
        String surprise = (expectations < 0 ? message : message.substring(0, expectations)).strip();
        return "mapping.jq: " + surprise + (surprise.contains("\"end\"") ? " Every if wants an else, as in jq 1.6." : "");
    }

    /** Keeps the words of jq and of the program: a message such as «string ("…") cannot be parsed» quotes the record. */
    private String withoutData(String message) {
        if (message == null || message.equals("N/A")) {
            return "the record does not have the shape that the program expects";
        }
        StringJoiner safe = new StringJoiner(" ");
        boolean gap = false;
        for (String word : WORD_BREAK
                .split(message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message)) {
            if (MESSAGE_WORDS.contains(word.toLowerCase(Locale.ROOT)) || programWords.contains(word)) {
                safe.add(word);
                gap = false;
            } else if (!gap && !word.isEmpty()) {
                safe.add("…");
                gap = true;
            }
        }
        return safe.toString();
    }

    private static Set<String> words(String program) {
        return new HashSet<>(List.of(WORD_BREAK.split(program)));
    }
}
