package org.ladibridge.intake;

import org.jboss.logging.Logger;
import org.ladibridge.transform.Mapping;
import org.ladibridge.transform.SourceHints;

/**
 * The rules of one source: those that are written in its files, and those in use, which are the same unless a guard holds the written
 * ones back. What the store remembers from before a restart counts as in use before.
 */
final class SourceRules {
    private static final Logger LOG = Logger.getLogger(SourceRules.class);

    private final String source;
    private final String key;
    private final MappingFile file;
    private final SourceHints hints;
    private final ChangeGuard guard;
    private volatile Mapping seen;
    private volatile Rules inUse;
    /** Not judged yet, or held back. */
    private Change change;
    private Change judged;

    /**
     * Other rules than before.
     *
     * @param before null for a source that nobody knew
     */
    record Change(Rules before, Rules after) {
    }

    /** @param key by which the store knows the mapping's file */
    SourceRules(String source, String key, MappingFile file, SourceHints hints, ChangeGuard guard) {
        this.source = source;
        this.key = key;
        this.file = file;
        this.hints = hints;
        this.guard = guard;
        this.seen = file.current();
        Rules written = Rules.of(seen, hints);
        Rules last = guard.last(this).orElse(null);
        this.inUse = last != null && guard.holds() ? last : written;
        if (last == null || !last.digest().equals(written.digest())) {
            this.change = new Change(last, written);
        }
    }

    String source() {
        return source;
    }

    String key() {
        return key;
    }

    MappingFile file() {
        return file;
    }

    /** What records are made with now. */
    Rules current() {
        Mapping now = file.current();
        if (now != seen) {
            written(now);
        }
        return inUse;
    }

    /** As the files have it, whether it is used or held back. */
    Rules written() {
        return Rules.of(file.current(), hints);
    }

    private synchronized void written(Mapping now) {
        if (now == seen) {
            return;
        }
        seen = now;
        Rules written = Rules.of(now, hints);
        if (written.digest().equals(inUse.digest())) {
            change = null;
            guard.withdrawn(this);
            return;
        }
        change = new Change(inUse, written);
        if (!guard.holds()) {
            inUse = written;
            LOG.infof("%s was changed and is used from now on", file.path());
        }
    }

    /** Sees to it that a change is judged, once. */
    void look() {
        current();
        Change next;
        synchronized (this) {
            if (change == null || change == judged) {
                return;
            }
            judged = change;
            next = change;
        }
        guard.judge(this, next);
    }

    /**
     * What the guard says of a change.
     *
     * @return false when it is none any more: the files were changed again
     */
    synchronized boolean decide(Change of, boolean use) {
        if (of != change) {
            return false;
        }
        if (use) {
            inUse = of.after();
            change = null;
        }
        return true;
    }

    /** Whether it is still what the files say, and not in use yet. */
    synchronized boolean isOpen(Change of) {
        return of == change && file.text().equals(of.after().program());
    }

    /** The change could not be judged; it is judged at the next look. */
    synchronized void judgeAgain(Change of) {
        if (of == judged) {
            judged = null;
        }
    }
}
