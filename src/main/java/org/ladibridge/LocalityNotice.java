package org.ladibridge;

import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.runtime.StartupEvent;

/** Logs at the start which problems the machine's locale causes. */
final class LocalityNotice {
    private static final Logger LOG = Logger.getLogger(LocalityNotice.class);

    void tell(@Observes StartupEvent start) {
        Locality.shortcoming().ifPresent(LOG::warn);
    }
}
