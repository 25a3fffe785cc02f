package org.ladibridge.intake.poll;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import org.ladibridge.intake.Times;

/**
 * A CRM in memory that is asked as {@link PollRun} asks: rows are added, changed and deleted, share times, become visible after they
 * were written, and move between pages.
 */
final class ModelCrm {
    /** What its list is sorted by. */
    enum Sort {
        TIME,
        TIME_DESCENDING,
        ID,
        OTHER
    }

    /** A state of a row. */
    record Row(long id, long updated, int version, int other) {
    }

    private record Pending(Row row, long visibleAt) {
    }

    final Random random;
    final String paging;
    final Sort sort;
    final int limit;
    final Times times;
    final Map<Long, Row> rows = new TreeMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private final Map<Long, Integer> versions = new HashMap<>();
    long now = 1_768_000_000_000L;
    /** How long a row may take to become visible. */
    long latest;
    /** How far its clock is ahead of its database's. */
    long clockAhead;
    boolean tellsTime = true;
    boolean ignoresSince;
    boolean roundsOffsets;
    /** As the bridge sees it. */
    PageSize pageSize;
    boolean shortPagesEnd;
    /** A cursor that names a page is good for any age, or expires. */
    boolean cursorsExpire;
    /** Where it refuses to count on; 0 = nowhere. */
    int ceiling;
    private long lastId;
    private int epoch;

    ModelCrm(Random random, String paging, Sort sort, int limit, Times times) {
        this.random = random;
        this.paging = paging;
        this.sort = sort;
        this.limit = limit;
        this.times = times;
    }

    /** Some rows of one time, or each of its own. */
    void add(int count, boolean together) {
        for (int i = 0; i < count; i++) {
            write(++lastId, random.nextInt(1000));
            if (!together) {
                pass(random.nextInt(1500));
            }
        }
    }

    private void write(long id, int other) {
        if (pending.stream().anyMatch(waiting -> waiting.row().id() == id)) {
            return;
        }
        Row row = new Row(id, now, versions.merge(id, 1, Integer::sum), other);
        if (latest > 0 && random.nextInt(4) == 0) {
            pending.add(new Pending(row, now + random.nextLong(latest)));
        } else {
            rows.put(id, row);
        }
    }

    void change(int count) {
        for (int i = 0; i < count && !rows.isEmpty(); i++) {
            Row row = any();
            write(row.id(), random.nextBoolean() ? row.other() : random.nextInt(1000));
        }
    }

    void delete() {
        if (!rows.isEmpty()) {
            rows.remove(any().id());
        }
    }

    void expireCursors() {
        epoch++;
    }

    private Row any() {
        return List.copyOf(rows.values()).get(random.nextInt(rows.size()));
    }

    void pass(long millis) {
        now += millis;
        pending.removeIf(waiting -> {
            if (waiting.visibleAt() <= now) {
                rows.put(waiting.row().id(), waiting.row());
            }
            return waiting.visibleAt() <= now;
        });
    }

    /** Everything becomes visible. */
    void settle() {
        pass(latest + 1);
    }

    private Comparator<Row> order() {
        Comparator<Row> byId = Comparator.comparing(Row::id);
        return switch (sort) {
            case TIME -> Comparator.comparing(Row::updated).thenComparing(byId);
            case TIME_DESCENDING -> Comparator.comparing(Row::updated).reversed().thenComparing(byId);
            case ID -> byId;
            case OTHER -> Comparator.comparing(Row::other).thenComparing(byId);
        };
    }

    /** Null when it refuses. */
    PollPage answer(Position asked) {
        Cursor cursor = asked.cursor();
        long since = asked.since() == 0 || ignoresSince ? Long.MIN_VALUE : times.floor(asked.since());
        if (cursor.at() != null) {
            return page(
                    rows.values().stream().filter(row -> times.same(row.updated(), cursor.at()) && row.id() > lastId(cursor))
                            .sorted(Comparator.comparing(Row::id)).toList(),
                    0, null);
        }
        List<Row> all = rows.values().stream().filter(row -> row.updated() >= since).sorted(order()).toList();
        return switch (paging) {
            case "time" -> page(all, 0, null);
            case "id" -> page(all.stream().filter(row -> row.id() > lastId(cursor)).toList(), 0, null);
            case "page" -> refuses(asked.skip() * limit) ? null : page(all, asked.skip() * limit, null);
            case "offset" ->
                refuses(asked.skip()) ? null : page(all, roundsOffsets ? asked.skip() / limit * limit : asked.skip(), null);
            default -> followed(all, asked.next());
        };
    }

    private boolean refuses(long skip) {
        return ceiling > 0 && skip >= ceiling;
    }

    private static long lastId(Cursor cursor) {
        return cursor.lastId() == null ? 0 : Long.parseLong(cursor.lastId());
    }

    /** The cursor is the last row that was given, so that rows which move are met where they move to. */
    private PollPage followed(List<Row> all, String next) {
        Row last = null;
        if (next != null) {
            String[] parts = next.split(":");
            if (cursorsExpire && Integer.parseInt(parts[3]) != epoch) {
                return random.nextBoolean() ? null : new PollPage(List.of(), true, null, serverTime());
            }
            last = new Row(Long.parseLong(parts[0]), Long.parseLong(parts[1]), 0, Integer.parseInt(parts[2]));
        }
        Row from = last;
        List<Row> behind = all.stream().filter(row -> from == null || order().compare(row, from) > 0).toList();
        if (behind.size() > limit && random.nextInt(6) == 0 && from != null) {
            // A server that filters behind its cursor gives empty pages, too.
            Row first = behind.get(0);
            String token = token(first, -1);
            if (!token.equals(next)) {
                return new PollPage(List.of(), true, token, serverTime());
            }
        }
        Row end = behind.size() > limit ? behind.get(limit - 1) : null;
        return page(behind, 0, end == null ? null : token(end, 0));
    }

    private String token(Row row, long idOff) {
        return (row.id() + idOff) + ":" + row.updated() + ":" + row.other() + ":" + epoch;
    }

    private Long serverTime() {
        return tellsTime ? Long.valueOf((now + clockAhead) / 1_000 * 1_000) : null;
    }

    private PollPage page(List<Row> all, long skip, String next) {
        List<PollPage.Item> items = all.stream().skip(skip).limit(limit).map(row -> new PollPage.Item(null,
                String.valueOf(row.id()), row.updated(), Instant.ofEpochMilli(row.updated()), row.id() + "@" + row.updated(),
                row.id() + "#" + row.version())).toList();
        boolean full = switch (paging) {
            case "cursor", "link" -> true;
            default -> shortPagesEnd ? pageSize.isFull(items.size()) : !items.isEmpty();
        };
        return new PollPage(items, full, next, serverTime());
    }
}
