package org.ladibridge.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Puts queued and finished records of the source {@code bench} into the store of a bridge that does not run, by SQL in a few large
 * transactions without fsync: what would take hours by webhooks. Arguments: store, how many queued, how many finished.
 */
public final class Fill {
    private static final int BATCH = 500_000;
    /** Far behind those that the load tells of. */
    private static final long FIRST_CUSTOMER = 100_000_000;

    private Fill() {
    }

    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma synchronous=off");
            statement.execute("pragma cache_size=-1000000");
            long next = FIRST_CUSTOMER;
            next = fill(statement, next, Long.parseLong(arguments[2]), false);
            fill(statement, next, Long.parseLong(arguments[1]), true);
            statement.execute("pragma wal_checkpoint(truncate)");
        }
    }

    /** Nobody sends them again, so any number does for their identity. */
    private static long fill(Statement statement, long first, long records, boolean queued) throws SQLException {
        String state = queued ? "queued" : "delivered";
        long next = first;
        while (next < first + records) {
            long end = Math.min(next + BATCH, first + records);
            statement.execute("begin");
            String numbers = "with recursive n(i) as (values(" + next + ") union all select i + 1 from n where i + 1 < " + end
                    + ") ";
            long now = System.currentTimeMillis();
            statement.execute(
                    numbers + """
                        insert into event (id, seq, queue, source, event_id, identity, digest, customer_key, priority, state, warnings,
                                           attempts, received_at, finished_at, line)
                        select i, i, 'customers', 'bench', 'f' || i, i * 2654435761, i * 2654435761, 'email:bench' || i || '@example.vn', 0, '%s', '[]', %d,
                               %d, %s, %s from n"""
                            .formatted(state, queued ? 0 : 1, now, queued ? "null" : String.valueOf(now),
                                    queued ? "'email:bench' || i || '@example.vn'" : "null"));
            String payload = "'{\"email\":\"bench' || i || '@example.vn\",\"phone\":\"0912345678\",\"first_name\":\"Nguyễn Văn An\","
                    + "\"full_name\":\"Nguyễn Văn An\",\"dob\":\"1990-04-03\",\"gender\":\"male\",\"city\":\"Hồ Chí Minh\","
                    + "\"district\":\"Quận 1\",\"address\":\"12 Đường Ví Dụ\",\"company\":\"Công ty Ví Dụ\",\"source\":\"Bench\"}'";
            statement.execute(numbers + "insert into payload (event_id, raw, mapped) select i, cast(" + payload
                    + " as blob), cast(" + payload + " as blob) from n");
            if (!queued) {
                statement.execute(numbers + """
                    insert into attempt (event_id, n, at, call, status, millis, answer)
                    select i, 1, %d, 'customer/update', 200, 5, '{"data":{"_id":"64f0c0ffee64f0c0ffee64f0"},"code":201}'
                    from n""".formatted(now));
                statement.execute(numbers + """
                    insert into held_customer (line, ladiflow_id, payload_digest, confirmed_at)
                    select 'email:bench' || i || '@example.vn', '64f0c0ffee64f0c0ffee64f0', hex(randomblob(32)), %d
                    from n""".formatted(now));
            }
            for (String counted : new String[]{"received", state}) {
                statement.execute("""
                    insert into ledger (queue, source, state, n) values ('customers', 'bench', '%s', %d)
                    on conflict (queue, source, state) do update set n = ledger.n + excluded.n""".formatted(counted,
                        end - next));
            }
            statement.execute("commit");
            next = end;
        }
        return next;
    }
}
