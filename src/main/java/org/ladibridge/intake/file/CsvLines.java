package org.ladibridge.intake.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;

/** The lines of a text, each with its end: line feed, carriage return or both. Control characters that no cell can hold are dropped. */
final class CsvLines implements Closeable {
    private static final int BUFFER = 64 * 1024;

    private final Reader in;
    private final int longest;
    private final char[] buffer = new char[BUFFER];
    private final StringBuilder line = new StringBuilder();
    private final Deque<String> back = new ArrayDeque<>();
    private char delimiter = ',';
    private int at;
    private int end;
    private long number;
    private boolean tooLong;

    /** @param longest a longer line is cut off there, see {@link #isTooLong()} */
    CsvLines(Reader in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** A delimiter is never dropped. */
    void keep(char one) {
        delimiter = one;
    }

    /** The number of the line that came last, from 1. */
    long number() {
        return number;
    }

    /** Whether the line that came last was cut off. */
    boolean isTooLong() {
        return tooLong;
    }

    /** The last line comes once more. */
    void unread(String text) {
        back.push(text);
        number--;
    }

    /** The next line with its end; null behind the last. */
    String next() throws IOException {
        tooLong = false;
        if (!back.isEmpty()) {
            number++;
            return back.pop();
        }
        line.setLength(0);
        while (true) {
            if (at == end && !fill()) {
                number += line.length() > 0 ? 1 : 0;
                return line.length() > 0 ? line.toString() : null;
            }
            int from = at;
            char c = 0;
            while (at < end && (c = buffer[at]) >= ' ') {
                at++;
            }
            boolean ends = at < end && (c == '\n' || c == '\r');
            if (ends && c == '\n' && line.length() == 0 && at - from < longest) {
                at++;
                number++;
                return new String(buffer, from, at - from);
            }
            append(from, at);
            if (at == end) {
                continue;
            }
            at++;
            if (ends) {
                line.append(c);
                if (c == '\r' && (at < end || fill()) && buffer[at] == '\n') {
                    line.append('\n');
                    at++;
                }
                number++;
                return line.toString();
            }
            if (c == '\t' || c == delimiter) {
                append(at - 1, at);
            }
        }
    }

    private void append(int from, int to) {
        int room = longest - line.length();
        if (to - from > room) {
            tooLong = true;
        }
        line.append(buffer, from, Math.max(0, Math.min(to - from, room)));
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer, 0, BUFFER));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
