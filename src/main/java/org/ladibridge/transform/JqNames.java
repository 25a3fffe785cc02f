package org.ladibridge.transform;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.thisptr.jackson.jq.Scope;

/**
 * The functions and variables that a jq program names, wherever they stand: jq resolves names only while running, so that one in a
 * branch that is not taken would fail with the first customer who takes it.
 */
final class JqNames {
    private static final Set<String> KEYWORDS = Set.of("def", "if", "then", "elif", "else", "end", "as", "reduce", "foreach",
            "try", "catch", "label", "import", "include", "and", "or", "break", "__loc__",
            "null", "true", "false");
    private static final Pattern TOKEN = Pattern.compile("\\s+|#[^\\n]*|[0-9][0-9.eE]*|\\.\\.|\\.[A-Za-z_]\\w*|@\\w+"
            + "|\\$(?<variable>[A-Za-z_]\\w*)|(?<name>[A-Za-z_]\\w*(?:::\\w+)*)|(?<other>.)", Pattern.DOTALL);

    private final String program;
    private final Scope scope;
    private final Set<String> functions = new HashSet<>();
    private final Set<String> variables = new HashSet<>(Set.of("ENV", "__loc__", "__prog_args", "delivery"));
    private final List<Use> uses = new ArrayList<>();

    /** @param arity how many arguments it is called with; -1 = a variable */
    private record Use(String name, int arity, int at) {
    }

    /** A bracket that is open; in one of an object the next name may be a key. */
    private static final class Open {
        private final char bracket;
        private boolean keyNext;

        Open(char bracket) {
            this.bracket = bracket;
            this.keyNext = bracket == '{';
        }
    }

    private JqNames(String program, Scope scope) {
        this.program = program;
        this.scope = scope;
    }

    /** The first name that nothing is known by, with its place and what to do. @param program that can be read as jq */
    static Optional<String> unknown(String program, Scope scope) {
        JqNames names = new JqNames(program, scope);
        names.scan(0, program.length());
        return names.uses.stream().filter(use -> !names.isKnown(use)).findFirst().map(names::sentence);
    }

    private boolean isKnown(Use use) {
        return use.arity() < 0
                ? variables.contains(use.name())
                : functions.contains(use.name() + "/" + use.arity()) || scope.getFunction(use.name(), use.arity()) != null
                        || use.name().contains("::");
    }

    private String sentence(Use use) {
        String place = ForeignFunctions.place(program, use.at());
        if (use.arity() < 0) {
            return place + "$" + use.name() + " is not defined; define or correct it"
                    + DidYouMean.suggestion("$" + use.name(), variables.stream().map(name -> "$" + name).toList());
        }
        Collection<String> known = new TreeSet<>(functions);
        for (Scope each = scope; each != null; each = each.getParentScope()) {
            known.addAll(each.getLocalFunctions().keySet());
        }
        known.removeIf(name -> name.startsWith("_"));
        List<String> others = known.stream().filter(name -> name.startsWith(use.name() + "/")).toList();
        return place + "Function " + use.name() + "/" + use.arity() + " does not exist; "
                + (others.isEmpty()
                        ? "define or correct it" + DidYouMean.suggestion(use.name(),
                                known.stream().map(name -> name.substring(0, name.indexOf('/'))).distinct().toList())
                        : "there is " + String.join(" and ", others) + ", the number says how many arguments it takes");
    }

    /** Reads a piece of the program that stands for itself: all of it, or what is inserted into a text. */
    private void scan(int from, int to) {
        Deque<Open> open = new ArrayDeque<>();
        Matcher token = TOKEN.matcher(program).region(from, to);
        String before = "";
        boolean binding = false;
        while (token.lookingAt()) {
            int next = token.end();
            String text = token.group();
            Open inner = open.peek();
            if (token.group("variable") != null) {
                String name = token.group("variable");
                if (binding || before.equals("label")) {
                    variables.add(name);
                } else if (!before.equals("break")) {
                    uses.add(new Use(name, -1, token.start()));
                }
            } else if (token.group("name") != null) {
                if (before.equals("def")) {
                    next = definition(token.group("name"), token.end());
                } else if (text.equals("as")) {
                    binding = true;
                } else if (!KEYWORDS.contains(text) && !(inner != null && inner.keyNext)) {
                    uses.add(new Use(text, arguments(token.end(), to), token.start()));
                }
            } else if (text.equals("\"")) {
                next = text(token.start() + 1, to);
            } else if (token.group("other") != null) {
                char sign = text.charAt(0);
                if ("([{".indexOf(sign) >= 0) {
                    // In a pattern it is a key that is computed; behind one it is the body of reduce or foreach.
                    binding &= sign != '(' || inner != null && inner.bracket != '(';
                    open.push(new Open(sign));
                } else if (")]}".indexOf(sign) >= 0) {
                    open.poll();
                } else if (sign == '|' || sign == ';') {
                    binding = false;
                } else if (sign == ':' && inner != null && inner.bracket == '{') {
                    inner.keyNext = false;
                } else if (sign == ',' && inner != null && inner.bracket == '{') {
                    inner.keyNext = true;
                }
            }
            if (!text.isBlank() && !text.startsWith("#")) {
                before = text;
            }
            token.region(next, to);
        }
    }

    /** @return where the function's body begins */
    private int definition(String name, int from) {
        Matcher parameters = Pattern.compile("\\s*\\(([^)]*)\\)").matcher(program).region(from, program.length());
        if (!parameters.lookingAt()) {
            functions.add(name + "/0");
            return from;
        }
        String[] each = parameters.group(1).split(";");
        for (String parameter : each) {
            String plain = parameter.strip();
            if (plain.startsWith("$")) {
                variables.add(plain.substring(1));
            } else {
                functions.add(plain + "/0");
            }
        }
        functions.add(name + "/" + each.length);
        return parameters.end();
    }

    /** How many arguments follow a name. */
    private int arguments(int from, int to) {
        int at = from;
        while (at < to && Character.isWhitespace(program.charAt(at))) {
            at++;
        }
        if (at >= to || program.charAt(at) != '(') {
            return 0;
        }
        int depth = 0;
        int arguments = 1;
        for (; at < to; at++) {
            char sign = program.charAt(at);
            if (sign == '"') {
                at = endOfText(at + 1, to) - 1;
            } else if (sign == '#') {
                int end = program.indexOf('\n', at);
                at = end < 0 ? to : end;
            } else if ("([{".indexOf(sign) >= 0) {
                depth++;
            } else if (")]}".indexOf(sign) >= 0 && --depth == 0) {
                break;
            } else if (sign == ';' && depth == 1) {
                arguments++;
            }
        }
        return arguments;
    }

    /** Reads what is inserted into a text, too. @return what follows its closing quotation mark */
    private int text(int from, int to) {
        for (int at = from; at < to; at++) {
            if (program.charAt(at) == '"') {
                return at + 1;
            }
            if (program.charAt(at) == '\\' && at + 1 < to) {
                at++;
                if (program.charAt(at) == '(') {
                    int end = endOfInsertion(at + 1, to);
                    scan(at + 1, end);
                    at = end;
                }
            }
        }
        return to;
    }

    private int endOfText(int from, int to) {
        for (int at = from; at < to; at++) {
            if (program.charAt(at) == '"') {
                return at + 1;
            }
            if (program.charAt(at) == '\\' && at + 1 < to) {
                at++;
                if (program.charAt(at) == '(') {
                    at = endOfInsertion(at + 1, to);
                }
            }
        }
        return to;
    }

    /** Where the bracket closes that is open before. */
    private int endOfInsertion(int from, int to) {
        int depth = 1;
        for (int at = from; at < to; at++) {
            char sign = program.charAt(at);
            if (sign == '"') {
                at = endOfText(at + 1, to) - 1;
            } else if (sign == '(') {
                depth++;
            } else if (sign == ')' && --depth == 0) {
                return at;
            }
        }
        return to;
    }
}
