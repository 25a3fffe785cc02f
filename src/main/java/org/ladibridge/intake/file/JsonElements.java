package org.ladibridge.intake.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;

/**
 * Splits a text into JSON values: those of an array, of lines, or one behind the other, in any order. It knows as much of JSON as it
 * takes to find where a value ends, and where the next one begins when one is broken.
 */
final class JsonElements implements Closeable {
    /** Of one value, in characters. */
    static final int LONGEST = 1024 * 1024;
    private static final int DEEPEST = 64;
    private static final int BUFFER = 64 * 1024;

    /**
     * A value.
     *
     * @param line where it begins, from 1
     * @param members about how many it has, at any depth
     * @param problem why it is none; null when it may be one
     */
    record Element(long line, int column, String text, int members, String problem) {
    }

    private final Reader in;
    private final boolean onlyThisArray;
    private final char[] buffer = new char[BUFFER];
    private int at;
    private int end;
    /** What is read once more. */
    private String back = "";
    private int backAt;
    private long line = 1;
    private int column;
    private boolean inArray;
    /** Whether the last good value outside of an array had a line for itself. */
    private boolean linewise;
    private boolean broken;
    private boolean ended;

    /** @param arrayAt how many characters lie before the one array that is read; negative reads all there is */
    JsonElements(Reader in, long arrayAt) throws IOException {
        this.in = in;
        this.onlyThisArray = arrayAt >= 0;
        for (long i = 0; i < arrayAt; i++) {
            read();
        }
    }

    /** The next value; null at the end. */
    Element next() throws IOException {
        while (!ended) {
            int c = peek();
            if (c < 0) {
                ended = true;
                return inArray && !broken ? new Element(line, column, "", 0, breaksOff()) : null;
            }
            if (c <= ' ' || c == ',' || c == '\uFEFF') {
                read();
            } else if (!inArray && c == '[') {
                read();
                inArray = true;
            } else if (inArray && c == ']') {
                read();
                inArray = false;
                ended = onlyThisArray;
            } else {
                broken = false;
                return c == '{' || c == '[' ? composite() : scalar();
            }
        }
        return null;
    }

    private static String breaksOff() {
        return "the JSON breaks off or is malformed here";
    }

    /** The value turned out to be none: what follows its first line is looked at by itself. */
    Element reject(Element element) throws IOException {
        String text = element.text();
        int newline = text.indexOf('\n');
        if (newline >= 0) {
            back = text.substring(newline) + back.substring(backAt);
            backAt = 0;
            line = element.line();
            text = text.substring(0, newline);
            if (inArray || !linewise) {
                goOnBehind(element.column());
            }
        }
        broken = true;
        return new Element(element.line(), element.column(), text, 0,
                element.problem() != null ? element.problem() : inArray ? breaksOff() : "the line is not a JSON object");
    }

    private Element composite() throws IOException {
        long startLine = line;
        int startColumn = column;
        StringBuilder text = new StringBuilder();
        char[] open = new char[DEEPEST];
        int depth = 0;
        int members = 0;
        boolean inString = false;
        boolean escaped = false;
        boolean lineStart = false;
        char previous = 0;
        for (int c = peek(); c >= 0; c = peek()) {
            if (inString) {
                if (c == '\n' || c == '\r') {
                    return reject(new Element(startLine, startColumn, text.toString(), 0, null));
                }
                inString = escaped || c != '"';
                escaped = !escaped && c == '\\';
                previous = '"';
            } else if (c == '{' || c == '[') {
                if (depth == DEEPEST || lineStart && !mayOpen(open[depth - 1], previous)) {
                    return depth == DEEPEST
                            ? tooDeep(startLine, startColumn, text)
                            : reject(
                                    new Element(startLine, startColumn, text.toString(), 0, null));
                }
                open[depth++] = (char) c;
                previous = (char) c;
            } else if (c == '}' || c == ']') {
                if (open[--depth] != (c == '}' ? '{' : '[')) {
                    skipLine();
                    return reject(new Element(startLine, startColumn, text.toString(), 0, null));
                }
                previous = (char) c;
            } else if (c > ' ') {
                inString = c == '"';
                members += c == ',' ? 1 : 0;
                previous = (char) c;
            }
            lineStart = c == '\n' || lineStart && c <= ' ';
            text.append((char) read());
            if (depth == 0) {
                linewise = inArray ? linewise : startLine == line;
                return new Element(startLine, startColumn, text.toString(), members, null);
            }
            if (text.length() > LONGEST) {
                return tooLong(startLine, startColumn, text, inString, escaped, depth);
            }
        }
        return reject(new Element(startLine, startColumn, text.toString(), 0, breaksOff()));
    }

    /** Behind a value no other begins without a comma. */
    private static boolean mayOpen(char open, char previous) {
        return previous == ':' || open == '[' && (previous == '[' || previous == ',');
    }

    private Element tooDeep(long startLine, int startColumn, StringBuilder text) throws IOException {
        skipLine();
        return reject(new Element(startLine, startColumn, text.toString(), 0,
                "the object is nested deeper than " + DEEPEST + " levels"));
    }

    /** To its end, without keeping it. */
    private Element tooLong(long startLine, int startColumn, StringBuilder text, boolean string, boolean escape, int open)
            throws IOException {
        String problem = "the object is longer than " + LONGEST + " characters; split it, or leave out what is no customer's";
        if (!inArray && text.indexOf("\n") >= 0) {
            return reject(new Element(startLine, startColumn, text.toString(), 0, problem));
        }
        boolean inString = string;
        boolean escaped = escape;
        int depth = open;
        while (depth > 0 && peek() >= 0 && !(inString && (peek() == '\n' || peek() == '\r'))) {
            int c = read();
            if (inString) {
                inString = escaped || c != '"';
                escaped = !escaped && c == '\\';
            } else {
                inString = c == '"';
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            }
        }
        if (depth > 0) {
            goOnBehind(startColumn);
        }
        return new Element(startLine, startColumn, text.substring(0, Math.min(text.length(), BUFFER)), 0, problem);
    }

    private Element scalar() throws IOException {
        long startLine = line;
        int startColumn = column;
        StringBuilder text = new StringBuilder();
        boolean inString = false;
        boolean escaped = false;
        for (int c = peek(); c >= 0 && c != '\n' && (!inArray || inString || c != ',' && c != ']'); c = peek()) {
            inString = inString ? escaped || c != '"' : c == '"';
            escaped = inString && !escaped && c == '\\';
            read();
            if (text.length() < BUFFER) {
                text.append((char) c);
            }
        }
        return new Element(startLine, startColumn, text.toString().strip(), 0, null);
    }

    private void skipLine() throws IOException {
        while (peek() >= 0 && peek() != '\n') {
            read();
        }
    }

    /** To the next line that begins like a value beside the one that began in this column. */
    private void goOnBehind(int startColumn) throws IOException {
        while (peek() >= 0) {
            skipLine();
            while (peek() >= 0 && peek() <= ' ') {
                read();
            }
            int c = peek();
            if (column <= startColumn && (c == '{' || c == '[' || inArray && c == ']')) {
                return;
            }
        }
    }

    private int peek() throws IOException {
        if (backAt < back.length()) {
            return back.charAt(backAt);
        }
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer, 0, BUFFER));
        }
        return at < end ? buffer[at] : -1;
    }

    private int read() throws IOException {
        int c = peek();
        if (backAt < back.length()) {
            backAt++;
        } else if (c >= 0) {
            at++;
        }
        if (c == '\n') {
            line++;
            column = 0;
        } else {
            column++;
        }
        return c;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
