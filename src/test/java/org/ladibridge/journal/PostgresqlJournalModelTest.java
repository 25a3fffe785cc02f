package org.ladibridge.journal;

import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** {@link JournalModelTest} on PostgreSQL, where a start takes longer. */
class PostgresqlJournalModelTest extends JournalModelTest {
    @Override
    TestStore kind() {
        return TestStore.POSTGRESQL;
    }

    @Override
    @Property(tries = 25, shrinking = ShrinkingMode.BOUNDED)
    void everyRecordIsAccountedForAndEachCustomersStayInOrder(@ForAll("lives") List<Step> steps) throws Exception {
        play(steps);
    }
}
