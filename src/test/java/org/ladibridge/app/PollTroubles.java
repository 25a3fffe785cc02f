package org.ladibridge.app;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.ladibridge.app.CrmStandIn.Answer;
import org.ladibridge.app.CrmStandIn.Call;
import org.ladibridge.app.CrmStandIn.Network;

/** What goes wrong between a bridge and a CRM that it asks: one call in so many, of all kinds alike. */
final class PollTroubles implements CrmStandIn.Between {
    enum Kind {
        RETRY_AFTER_SECONDS,
        RETRY_AFTER_DATE,
        RETRY_AFTER_ZERO,
        RETRY_AFTER_PAST,
        RETRY_AFTER_NONE,
        ERROR_500,
        UNAVAILABLE_503,
        NO_JSON,
        TRUNCATED_JSON,
        CUT,
        SLOW,
        HANGS,
        REPEATED,
        /** Several of the CRM's own. */
        OWN
    }

    private static final Kind[] KINDS = Kind.values();
    /** Two calls that are so close are of one run. */
    private static final long ONE_RUN_NANOS = 300_000_000;
    private static final int LONG_HANGS = 2;

    private final CrmStandIn crm;
    private final boolean isPoll;
    private final Random random;
    private final double chance;
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private volatile boolean down;
    private volatile boolean quiet;
    private Answer last;
    private long lastAt;

    /**
     * @param isPoll whether it is asked page by page, so that a page may be repeated
     * @param chance of a call to go wrong, from 0 to 1
     */
    PollTroubles(CrmStandIn crm, boolean isPoll, Random random, double chance) {
        this.crm = crm;
        this.isPoll = isPoll;
        this.random = random;
        this.chance = chance;
    }

    /** Nothing goes wrong any more. */
    void end() {
        quiet = true;
    }

    /** Every call fails until it is up again. */
    void down(boolean isDown) {
        down = isDown;
    }

    synchronized Map<Kind, Integer> counts() {
        return new EnumMap<>(counts);
    }

    synchronized int count() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public Answer answer(Call call, Supplier<Answer> supplier) throws InterruptedException {
        if (down) {
            return Answer.error(503, "down");
        }
        Kind kind = quiet ? null : kind();
        Answer wrong = kind == null ? null : wrong(kind, call, supplier);
        if (wrong != null) {
            count(kind);
            return wrong;
        }
        Answer right = supplier.get();
        remember(right);
        return right;
    }

    private synchronized void remember(Answer answer) {
        last = answer;
        lastAt = System.nanoTime();
    }

    private synchronized void count(Kind kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    private synchronized Kind kind() {
        return random.nextDouble() < chance ? KINDS[random.nextInt(KINDS.length)] : null;
    }

    private Answer wrong(Kind kind, Call call, Supplier<Answer> supplier) throws InterruptedException {
        return switch (kind) {
            case RETRY_AFTER_SECONDS -> Answer.error(429, "too many", "Retry-After", String.valueOf(1 + number(3)));
            case RETRY_AFTER_DATE -> Answer.error(429, "too many", "Retry-After", date(1 + number(3)));
            case RETRY_AFTER_ZERO -> Answer.error(429, "too many", "Retry-After", "0");
            case RETRY_AFTER_PAST -> Answer.error(503, "too many", "Retry-After", date(-3_600));
            case RETRY_AFTER_NONE -> Answer.error(429, "too many");
            case ERROR_500 -> Answer.error(500, "internal");
            case UNAVAILABLE_503 -> new Answer(503, "<html><body>Đang bảo trì</body></html>", Network.WELL);
            case NO_JSON -> new Answer(200, "<html><body>Đang bảo trì</body></html>", Network.WELL);
            case TRUNCATED_JSON -> truncated(supplier.get());
            case CUT -> new Answer(200, supplier.get().text(), Network.CUTS);
            case SLOW -> slow(supplier);
            case HANGS -> hangs();
            case REPEATED -> repeated();
            case OWN -> crm.ownTrouble(call, supplier, random);
        };
    }

    private synchronized int number(int bound) {
        return random.nextInt(bound);
    }

    private static String date(int seconds) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(seconds));
    }

    private static Answer truncated(Answer whole) {
        return new Answer(whole.status(), whole.text().substring(0, whole.text().length() / 2), Network.WELL);
    }

    /** What it answers was true when it was asked. */
    private static Answer slow(Supplier<Answer> supplier) throws InterruptedException {
        Answer answer = supplier.get();
        TimeUnit.SECONDS.sleep(3);
        return answer;
    }

    private Answer hangs() throws InterruptedException {
        synchronized (this) {
            if (counts.getOrDefault(Kind.HANGS, 0) >= LONG_HANGS) {
                return null;
            }
        }
        TimeUnit.SECONDS.sleep(65);
        return new Answer(200, "", Network.HANGS);
    }

    /** The page before, by a cache on the way. */
    private synchronized Answer repeated() {
        return isPoll && last != null && System.nanoTime() - lastAt < ONE_RUN_NANOS ? last : null;
    }
}
