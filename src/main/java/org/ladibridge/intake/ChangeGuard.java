package org.ladibridge.intake;

import java.util.Optional;

/** Looks at changed rules of sources before or while they are used. */
interface ChangeGuard {
    /** Accepts every change and stores nothing. */
    ChangeGuard NONE = new ChangeGuard() {
        @Override
        public boolean holds() {
            return false;
        }

        @Override
        public Optional<Rules> last(SourceRules rules) {
            return Optional.empty();
        }

        @Override
        public void judge(SourceRules rules, SourceRules.Change change) {
            rules.decide(change, true);
        }

        @Override
        public void withdrawn(SourceRules rules) {
            // Nothing was held back.
        }
    };

    /** Whether changed rules wait until they were judged. */
    boolean holds();

    /** What the source's records were made with last, before a restart too; empty when nobody knows. */
    Optional<Rules> last(SourceRules rules);

    /** Looks at a change, on another thread, and calls {@link SourceRules#decide} then. */
    void judge(SourceRules rules, SourceRules.Change change);

    /** What was held back is not written any more. */
    void withdrawn(SourceRules rules);
}
