package org.ladibridge.routes;

import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.ladibridge.Ticker;
import org.ladibridge.intake.RefusedKeys;
import org.ladibridge.intake.SourceTroubles;
import org.ladibridge.intake.poll.PollComponent;
import org.ladibridge.journal.JournalComponent;
import org.ladibridge.transform.Jq;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Camel as the bridge has it, for building routes that never run: the same components, languages and kamelets, without a store and
 * without a folder that anything could be written to.
 */
final class CheckContext implements AutoCloseable {
    /** Their parameters are read as the bridge reads them by {@link CallCheck}; behind them stands what only a bridge has. */
    private static final List<String> SOURCES = List.of("kamelet:webhook-source", "kamelet:poll-source", "kamelet:file-source",
            "kamelet:fetch-source", "kamelet:outcome-source");

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final RouteLoader loader = new RouteLoader(camel);
    private final AtomicInteger inputs = new AtomicInteger();

    CheckContext(Path kamelets, Map<String, Component> components, Jq jq, ObjectMapper json, Clock clock) {
        KameletComponent kamelet = new KameletComponent();
        kamelet.setLocation("file:" + kamelets);
        camel.addComponent("kamelet", kamelet);
        components.forEach(camel::addComponent);
        RefusedKeys refusedKeys = new RefusedKeys();
        camel.addComponent("journal", new JournalComponent(null, clock));
        camel.addComponent("poll", new PollComponent(clock, Ticker.SYSTEM, new Random(), refusedKeys, null, null));
        camel.addComponent("file", new NothingMade());
        camel.addComponent("sftp", new OnlyThroughItsKamelet());
        camel.getRegistry().bind("jq", jq);
        camel.getRegistry().bind("json", json);
        camel.getRegistry().bind("ticker", Ticker.class, Ticker.SYSTEM);
        camel.getRegistry().bind("refusedKeys", refusedKeys);
        HttpClientConfigurer nothingIsCalled = client -> {
        };
        camel.getRegistry().bind("callDeadline", nothingIsCalled);
        camel.getRegistry().bind("sourceTroubles", new SourceTroubles());
    }

    CamelContext camel() {
        return camel;
    }

    RouteLoader loader() {
        return loader;
    }

    void start() {
        camel.start();
    }

    /**
     * Builds the routes of a file as the bridge does, and takes them out again.
     *
     * @throws Exception what the bridge would refuse them with
     */
    void build(Path file, String yaml) throws Exception {
        loader.remove(loader.build(file, yaml, List.of(), this::withoutSource));
    }

    /** Lets a webhook be asked what it would make of a body; nothing is served. */
    void open(String uri, Map<String, Object> parameters) throws Exception {
        camel.getEndpoint(uri, parameters).createConsumer(exchange -> {
        }).start();
    }

    private void withoutSource(RouteBuilder builder) {
        builder.getRouteCollection().getRoutes().stream()
                .filter(route -> route.getInput() != null && SOURCES.stream().anyMatch(route.getInput().getUri()::startsWith))
                .forEach(route -> route.getInput().setUri("direct:checked-" + inputs.incrementAndGet()));
    }

    @Override
    public void close() {
        camel.stop();
    }

    /** A folder is made by whoever runs the source. */
    private static final class NothingMade extends FileComponent {
        @Override
        protected GenericFileEndpoint<File> buildFileEndpoint(String uri, String remaining,
                Map<String, Object> parameters) throws Exception {
            GenericFileEndpoint<File> endpoint = super.buildFileEndpoint(uri, remaining, parameters);
            endpoint.setAutoCreate(false);
            return endpoint;
        }
    }

    private static final class OnlyThroughItsKamelet extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            throw new IllegalArgumentException("sftp: is used through kamelet:file-source, with its parameter folder");
        }
    }
}
