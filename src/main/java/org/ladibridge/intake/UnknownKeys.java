package org.ladibridge.intake;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.jboss.logging.Logger;
import org.ladibridge.customer.Mask;

/**
 * What a source sends that its mapping passes on by heading and nobody knows: each is told once, until the mapping changes. A sample
 * of the records is looked at, because looking takes about as long as mapping.
 */
final class UnknownKeys {
    private static final Logger LOG = Logger.getLogger(UnknownKeys.class);
    private static final int FIRST = 20;
    private static final int THEN_ONE_OF = 256;
    /** Bounded, because a sender may send any number of keys. */
    private static final int MOST = 50;
    private static final int LONGEST = 100;

    private final String source;
    private final Set<String> names = new LinkedHashSet<>();
    private Object mapping;
    private long records;

    UnknownKeys(String source) {
        this.source = source;
    }

    /** @param unknown is asked when it is this record's turn */
    synchronized void look(Object currentMapping, Supplier<List<String>> unknown) {
        if (mapping != currentMapping) {
            mapping = currentMapping;
            names.clear();
            records = 0;
        }
        if (records++ >= FIRST && records % THEN_ONE_OF != 0 || names.size() >= MOST) {
            return;
        }
        for (String key : unknown.get()) {
            String name = shown(key);
            if (names.size() < MOST && names.add(name)) {
                LOG.warnf(
                        "%s: nobody knows «%s», so it becomes nothing; place it in the source's mapping.jq, or delete it there "
                                + "from what is passed on as columns",
                        source, name);
            }
        }
    }

    /** A key may hold personal data or line breaks, so it is masked and escaped. */
    private static String shown(String key) {
        String name = Mask.heading(key.replaceAll("\\p{Cntrl}", "?"));
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
    }

    synchronized List<String> names() {
        return List.copyOf(names);
    }
}
