package org.ladibridge.transform;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.joni.Option;

import com.fasterxml.jackson.databind.JsonNode;

import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.misc.OnigUtils;

/**
 * jq's functions under a {@link Meter}: jackson-jq cannot be interrupted, and a thread cannot be ended from outside, so that a
 * program has to look at the clock itself. Every call of a function and every value that one yields is a step, and so is the
 * beginning of each function of the program's own and of each loop over a variable. Only a single loop over what the record
 * holds runs without being looked at, and that is as long as the record.
 */
public final class Jq {
    private static final String STEP = "_step";

    /** A comment or a string, which stay; or the beginning of a function's or a loop's body. */
    private static final Pattern BODY = Pattern.compile("#[^\\n]*|\"(?:\\\\.|[^\"\\\\])*+\""
            + "|(?<![\\w.$@])(?<body>def\\s+\\w+\\s*(?:\\([^)]*\\))?\\s*:|as\\s+[$\\[{][^|(#;]*[|(])", Pattern.DOTALL);

    private final Scope functions;
    private final ThreadLocal<Meter> meter;

    /**
     * @param functions jq's functions; replaced in place, because those that are written in jq call each other there
     * @param limit how long a program may take for one record
     */
    public Jq(Scope functions, Duration limit) {
        this.functions = functions;
        this.meter = ThreadLocal.withInitial(() -> new Meter(limit));
        for (Scope scope = functions; scope != null; scope = scope.getParentScope()) {
            meterAll(scope);
        }
        functions.addFunction(STEP, 0, metered((scope, args, in, path, output, version) -> output.emit(in, path)));
    }

    /** jq 1.6 where no application runs that has its functions already. */
    public static Jq standalone(Duration limit) {
        Scope functions = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, functions);
        return new Jq(functions, limit);
    }

    private void meterAll(Scope scope) {
        scope.getLocalFunctions().forEach((name, function) -> scope.addFunction(name, metered(switch (name) {
            case "_match_impl/3" -> tried(function, 1, false);
            case "_sub_impl/3" -> tried(function, 2, true);
            default -> function;
        })));
    }

    /** The program with a step in each body. */
    static String metered(String program) {
        Matcher body = BODY.matcher(program);
        StringBuilder metered = new StringBuilder(program.length() + 100);
        while (body.find()) {
            body.appendReplacement(metered, Matcher.quoteReplacement(
                    body.group("body") == null ? body.group() : body.group() + " " + STEP + " | "));
        }
        return body.appendTail(metered).toString();
    }

    /** The functions themselves, for asking what there is. */
    Scope functions() {
        return functions;
    }

    /** What this thread's program may cost from now on. */
    Meter start() {
        Meter started = meter.get();
        started.start();
        return started;
    }

    private Function metered(Function function) {
        return (scope, args, in, path, output, version) -> {
            Meter running = meter.get();
            running.step();
            function.apply(scope, args, in, path, (value, at) -> {
                running.step();
                output.emit(value, at);
            }, version);
        };
    }

    /** A function of regular expressions: each is tried with a time-out first, because the function itself searches without. */
    private Function tried(Function function, int flagsAt, boolean replaces) {
        return (scope, args, in, path, output, version) -> {
            if (in.isTextual()) {
                args.get(0).apply(scope, in, expression -> args.get(flagsAt).apply(scope, in,
                        flags -> search(expression, flags, in.textValue(), replaces)));
            }
            function.apply(scope, args, in, path, output, version);
        };
    }

    private void search(JsonNode expression, JsonNode flags, String text, boolean replaces) throws JsonQueryException {
        if (!expression.isTextual()) {
            return;
        }
        OnigUtils.Pattern pattern = new OnigUtils.Pattern(expression.textValue(), flags.textValue());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        org.joni.Matcher matcher = pattern.regex.matcher(bytes);
        Meter running = meter.get();
        int from = 0;
        do {
            int found;
            do {
                matcher.setTimeout(running.nanosLeft());
                found = matcher.search(from, bytes.length, Option.NONE);
            } while (found == org.joni.Matcher.INTERRUPTED);
            if (found < 0) {
                return;
            }
            boolean empty = matcher.getEnd() == from;
            if (empty && replaces && pattern.global) {
                throw new MappingException("mapping.jq failed: gsub never ends with an expression that matches the empty text; "
                        + "write + instead of *");
            }
            from = empty ? from + 1 : matcher.getEnd();
        } while (pattern.global && from != bytes.length);
    }
}
