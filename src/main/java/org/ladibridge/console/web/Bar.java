package org.ladibridge.console.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.ladibridge.ledger.Balance;

import io.quarkus.qute.TemplateData;

/** The equation of the ledger as a stacked bar, a thousand wide. */
final class Bar {
    private static final double WIDTH = 1_000;
    /** The smallest width, so that a small share remains visible. */
    private static final double NARROWEST = 6;

    private Bar() {
    }

    /** A part of the bar; {@code x} and {@code width} as SVG takes them. */
    @TemplateData
    public record Segment(String state, long n, String x, String width) {
    }

    static List<Segment> of(Balance balance) {
        Map<String, Long> parts = new LinkedHashMap<>();
        parts.put("delivered", balance.delivered());
        parts.put("unchanged", balance.unchanged());
        parts.put("superseded", balance.superseded());
        parts.put("duplicate", balance.duplicate());
        parts.put("ignored", balance.ignored());
        parts.put("inFlight", balance.inFlight());
        parts.put("rejected", balance.rejected());
        parts.put("dead", balance.dead());
        double sum = Math.max(1, parts.values().stream().mapToLong(n -> n).sum());
        double wide = parts.values().stream().filter(n -> n > 0).mapToDouble(n -> Math.max(NARROWEST, WIDTH * n / sum)).sum();
        List<Segment> segments = new ArrayList<>();
        double x = 0;
        for (Map.Entry<String, Long> part : parts.entrySet()) {
            double width = part.getValue() == 0 ? 0 : Math.max(NARROWEST, WIDTH * part.getValue() / sum) * WIDTH / wide;
            segments.add(new Segment(part.getKey(), part.getValue(), svg(x), svg(width)));
            x += width;
        }
        return segments;
    }

    private static String svg(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }
}
