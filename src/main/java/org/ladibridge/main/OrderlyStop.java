package org.ladibridge.main;

import java.io.IOException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.apache.camel.CamelContext;
import org.ladibridge.intake.hook.HookRegistry;
import org.ladibridge.journal.Journal;

import io.quarkus.runtime.ShutdownEvent;

/** Routes first, then the journal, then the connections: so that the outcome of a call that was made is still written. */
@ApplicationScoped
class OrderlyStop {
    private final HookRegistry hooks;
    private final CamelContext camel;
    private final Journal journal;

    OrderlyStop(HookRegistry hooks, CamelContext camel, Journal journal) {
        this.hooks = hooks;
        this.camel = camel;
        this.journal = journal;
    }

    void stop(@Observes ShutdownEvent event) throws IOException {
        hooks.complete(false);
        camel.stop();
        journal.close();
    }
}
