package org.ladibridge.console.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

import org.ladibridge.ledger.History.Minute;

import io.quarkus.qute.TemplateData;

/**
 * One number over the last hour, as the path of an SVG that is 240 wide and 48 high.
 *
 * @param name for the style sheet
 * @param title what the number is
 * @param line the curve
 * @param area the same, closed along the ground
 * @param most the highest value
 * @param last the newest value
 */
@TemplateData
public record Plot(String name, String title, String line, String area, long most, long last) {
    private static final double WIDTH = 240;
    private static final double HEIGHT = 48;
    private static final double MARGIN = 2;
    private static final int MINUTES = 60;

    static Plot of(String name, String title, List<Minute> minutes, ToLongFunction<Minute> value, Instant now) {
        long most = minutes.stream().mapToLong(value).max().orElse(0);
        StringBuilder line = new StringBuilder();
        String first = null;
        String x = null;
        for (Minute minute : minutes) {
            double age = Math.max(0, Duration.between(minute.at(), now).toSeconds() / 60.0);
            x = svg(WIDTH - Math.min(MINUTES, age) * WIDTH / MINUTES);
            double y = HEIGHT - MARGIN - (most == 0 ? 0 : (HEIGHT - 2 * MARGIN) * value.applyAsLong(minute) / most);
            line.append(first == null ? "M" : "L").append(x).append(' ').append(svg(y));
            first = first == null ? x : first;
        }
        if (minutes.size() == 1) {
            // A single minute is drawn as a line, too.
            line.append("h-").append(svg(WIDTH / MINUTES));
        }
        String area = first == null
                ? ""
                : line + "L" + x + " " + svg(HEIGHT) + "L" + first + " " + svg(HEIGHT) + "Z";
        return new Plot(name, title, line.toString(), area, most,
                minutes.isEmpty() ? 0 : value.applyAsLong(minutes.get(minutes.size() - 1)));
    }

    /** With the newest value as another meter tells it: the last sixty seconds instead of the minute that has just begun. */
    Plot now(long value) {
        return new Plot(name, title, line, area, Math.max(most, value), value);
    }

    private static String svg(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
