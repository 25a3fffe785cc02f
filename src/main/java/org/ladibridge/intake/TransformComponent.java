package org.ladibridge.intake;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.PropertyBindingSupport;
import org.ladibridge.BridgeConfig;
import org.ladibridge.Ticker;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.Jq;
import org.ladibridge.transform.Mapping;
import org.ladibridge.transform.SourceHints;
import org.ladibridge.transform.Transformed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** {@code transform:<source>}: a source's mapping and hints applied with the shared transformer. */
@ApplicationScoped
@Named("transform")
@Component("transform")
@RegisterForReflection
public class TransformComponent extends DefaultComponent {
    private final CustomerTransformer transformer;
    private final Jq jq;
    private final ObjectMapper json;
    private final Clock clock;
    private final BridgeConfig config;
    private final ChangeGuard guard;
    private final Map<String, SourceTransformer> running = new ConcurrentHashMap<>();
    /** The rules of what is started, several for one source when its routes map in several ways. */
    private final Set<SourceRules> started = ConcurrentHashMap.newKeySet();

    /** Without a guard: for looking at sources, not for running them. */
    public TransformComponent(CustomerTransformer transformer, Jq jq, ObjectMapper json, Clock clock, BridgeConfig config) {
        this(transformer, jq, json, clock, config, ChangeGuard.NONE);
    }

    @Inject
    TransformComponent(CustomerTransformer transformer, Jq jq, ObjectMapper json, Clock clock, BridgeConfig config,
            ChangeGuard guard) {
        this.guard = guard;
        this.transformer = transformer;
        this.jq = jq;
        this.json = json;
        this.clock = clock;
        this.config = config;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        TransformEndpoint endpoint = new TransformEndpoint(uri, this, remaining);
        endpoint.setMapping(config.routes().resolve(remaining).resolve("mapping.jq").toString());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The transformer of a source whose route is loaded. */
    public Optional<SourceTransformer> of(String source) {
        return Optional.ofNullable(running.get(source));
    }

    /** The sources whose routes are loaded. */
    public Set<String> sources() {
        return new TreeSet<>(running.keySet());
    }

    /**
     * A loaded source with another program for its mapping, which is neither stored nor used for anything else.
     *
     * @throws org.ladibridge.transform.MappingException when it is not jq; says where
     */
    public Optional<SourceTransformer> of(String source, String program) {
        return of(source).map(transformer -> transformer.with(Mapping.compile(program, jq)));
    }

    /**
     * What a record would become by a program, as a source without any hints has it. Nothing is stored or sent.
     *
     * @throws org.ladibridge.transform.MappingException when it is not jq; says where
     */
    public List<Transformed> trial(String program, JsonNode record) {
        return transformer.transform(record, Mapping.compile(program, jq), SourceHints.defaults());
    }

    /**
     * A loaded source with the rules that stand in its files, whether they are in use or held back.
     *
     * @throws org.ladibridge.transform.MappingException when its mapping is not jq; says where
     */
    public Optional<SourceTransformer> asWritten(String source) {
        return of(source).map(transformer -> transformer.asWritten(jq));
    }

    /**
     * What is wrong with the parameters of a call, each sentence beginning with its parameter. Nothing is used or remembered.
     *
     * @param camel converts them; this component itself may have none yet, before the first route names it
     * @param parameters by name, placeholders filled
     */
    public List<String> mistakes(CamelContext camel, String source, Map<String, Object> parameters) {
        TransformEndpoint endpoint = new TransformEndpoint("transform:" + source, this, source);
        Mistakes mistakes = new Mistakes();
        parameters.forEach((name, value) -> mistakes.read(name, () -> PropertyBindingSupport.build().bind(camel,
                endpoint, name, value), false));
        mistakes.read("zone", endpoint::hints, null);
        mistakes.read("eventIdAt", endpoint::eventIdPointers, null);
        if (mistakes.all().isEmpty()) {
            mistakes.read("changedAt", endpoint::changeTime, null);
        }
        return mistakes.all().stream().map(Mistakes.Mistake::message).toList();
    }

    /** Has what changed in the files of the sources judged. */
    public void look() {
        started.forEach(SourceRules::look);
    }

    void started(SourceTransformer source) {
        started.add(source.rules());
    }

    void stopped(SourceTransformer source) {
        started.remove(source.rules());
    }

    /**
     * Whether a mapping can be used.
     *
     * @throws java.io.UncheckedIOException when there is no such file
     * @throws org.ladibridge.transform.MappingException when it is not jq; says where
     */
    public void check(Path mapping) {
        new MappingFile(mapping, jq, Ticker.SYSTEM);
    }

    /** Each loaded source's transformer as it stands, to be put back when what replaced it cannot be used. */
    public Map<String, SourceTransformer> all() {
        return Map.copyOf(running);
    }

    /** Undoes what was created since. */
    public void restore(Map<String, SourceTransformer> before) {
        running.putAll(before);
        running.keySet().retainAll(before.keySet());
    }

    /** The source has been removed. */
    public void forget(String source) {
        running.remove(source);
    }

    SourceTransformer create(TransformEndpoint endpoint) {
        MappingFile mapping = new MappingFile(Path.of(endpoint.getMapping()), jq, Ticker.SYSTEM, true);
        SourceRules rules = new SourceRules(endpoint.getSource(), key(mapping.path()), mapping, endpoint.hints(), guard);
        SourceTransformer source = new SourceTransformer(rules, endpoint.eventIdPointers(), endpoint.changeTime(),
                endpoint.isSkipDuplicates(), transformer, json, clock);
        running.put(endpoint.getSource(), source);
        return source;
    }

    /** The folder of the routes may be moved. */
    private String key(Path mapping) {
        Path folder = config.routes().toAbsolutePath().normalize();
        Path file = mapping.toAbsolutePath().normalize();
        return (file.startsWith(folder) ? folder.relativize(file) : file).toString().replace('\\', '/');
    }
}
