package org.ladibridge.intake;

import java.util.Optional;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.RouteAware;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.jboss.logging.Logger;
import org.ladibridge.journal.Journal;

/**
 * Looks after the polls of any component of Camel, as its {@code pollStrategy} and {@code exceptionHandler}: nothing is fetched while
 * nothing can be stored, and why nothing comes is said once, in one line, and shown with the source; Camel would repeat a stack trace at
 * every poll.
 */
public abstract class ComponentPolls implements PollingConsumerPollStrategy, FailureHandler, CamelContextAware {
    private static final Logger LOG = Logger.getLogger(ComponentPolls.class);

    private CamelContext camel;
    private String source = "";
    private volatile String routeId = "";
    private volatile boolean failed;

    /** The source's name. */
    protected String source() {
        return source;
    }

    public void setSource(String source) {
        this.source = source;
    }

    /** What to do about it, behind a colon; empty when the cause says that itself. */
    protected Optional<String> remedy(Throwable cause) {
        return Optional.empty();
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        failed = false;
        if (consumer instanceof RouteAware route && route.getRoute() != null) {
            routeId = route.getRoute().getRouteId();
        }
        Optional<String> store = bean(Journal.class).trouble();
        store.ifPresent(cause -> tell("nothing is fetched while the store cannot be written: " + cause));
        return store.isEmpty();
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        if (!failed) {
            bean(SourceTroubles.class).over(routeId);
        }
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        failed(cause);
        return false;
    }

    @Override
    public void failed(Exchange exchange, Throwable exception) {
        failed(exception);
    }

    private void failed(Throwable exception) {
        LOG.debug("In full", exception);
        failed = true;
        Throwable cause = exception;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = String.valueOf(cause.getMessage()).replaceAll("\\s+", " ").strip();
        tell("nothing is fetched: " + (cause.getMessage() == null ? cause.getClass().getSimpleName() : text)
                + remedy(exception).map(what -> ": " + what).orElse(""));
    }

    private void tell(String trouble) {
        if (bean(SourceTroubles.class).tell(routeId, trouble)) {
            LOG.errorf("%s: %s", source, trouble);
        }
    }

    /** What the bridge has of this type. */
    protected <T> T bean(Class<T> type) {
        return camel.getRegistry().findSingleByType(type);
    }

    @Override
    public CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camel = camelContext;
    }
}
