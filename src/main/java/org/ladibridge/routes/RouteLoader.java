package org.ladibridge.routes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.impl.engine.DefaultRouteController;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.EndpointRegistry;
import org.apache.camel.spi.RouteController;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jboss.logging.Logger;
import org.ladibridge.intake.SourceRoute;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Puts the routes of one file into Camel and takes them out again; the routes of other files never notice. */
@ApplicationScoped
// Exceptions that a route file may name. In a native bridge only what is registered can be found by its name.
@RegisterForReflection(targets = {Throwable.class, Exception.class, RuntimeException.class, IOException.class,
        IllegalArgumentException.class, IllegalStateException.class, CamelExecutionException.class,
        HttpOperationFailedException.class})
class RouteLoader {
    private static final Logger LOG = Logger.getLogger(RouteLoader.class);
    /** A source that is busy for longer goes on, and is asked again later. */
    private static final long PATIENCE_SECONDS = 10;

    private static final String KAMELET = "kamelet:";

    private final CamelContext camel;

    RouteLoader(CamelContext camel) {
        this.camel = camel;
    }

    boolean isReady() {
        return camel.getStatus().isStarted();
    }

    /**
     * Builds a file's routes beside those that run, and starts all that they consist of but their consumers: whatever they name is
     * there and usable. Or builds none of them.
     *
     * @param beside the routes that they are to replace; these are not touched
     * @return the ids of its routes, those of its kamelets included, the consuming one last; an id that is taken by a route that
     *         still runs is told apart by {@link SourceRoute#BESIDE}
     */
    List<String> build(Path file, String yaml, List<String> beside) throws Exception {
        return build(file, yaml, beside, builder -> {
        });
    }

    /** @param change is made to what was read before Camel gets it */
    List<String> build(Path file, String yaml, List<String> beside, Consumer<RouteBuilder> change) throws Exception {
        Set<String> before = routeIds();
        Set<RouteDefinition> definitionsBefore = definitions();
        useOwnEndpoints(beside);
        boolean autoStartup = camel.isAutoStartup();
        RouteController controller = camel.getRouteController();
        camel.setAutoStartup(false);
        NothingToStart meanwhile = new NothingToStart(camel);
        camel.setRouteController(meanwhile);
        try {
            for (RoutesBuilder builder : PluginHelper.getRoutesLoader(camel)
                    .findRoutesBuilders(ResourceHelper.fromString(file.toString(), yaml))) {
                if (builder instanceof RouteBuilder routes) {
                    routes.addLifecycleInterceptor(new DistinctIds(before, change));
                }
                if (builder instanceof RouteConfigurationsBuilder configurations) {
                    camel.addRoutesConfigurations(configurations);
                }
                camel.addRoutes(builder);
                camel.addTemplatedRoutes(builder);
            }
            return newRouteIds(before);
        } catch (Exception e) {
            remove(newRouteIds(before));
            removeDefinitions(definitionsBefore);
            throw e;
        } finally {
            camel.setRouteController(controller);
            // Camel keeps whatever was a service of it once.
            camel.removeService(meanwhile);
            camel.setAutoStartup(autoStartup);
        }
    }

    /** A kamelet's route that was not started at once would be created a second time under the same id, and the first one leak. */
    private static final class NothingToStart extends DefaultRouteController {
        NothingToStart(CamelContext camel) {
            super(camel);
        }

        @Override
        public ServiceStatus getRouteStatus(String routeId) {
            return ServiceStatus.Started;
        }
    }

    /** Lets no two routes have one id; those that run keep theirs. */
    private record DistinctIds(Set<String> taken,
            Consumer<RouteBuilder> change) implements RouteBuilderLifecycleStrategy {
        @Override
        public void afterConfigure(RouteBuilder builder) {
            change.accept(builder);
            for (RouteDefinition route : builder.getRouteCollection().getRoutes()) {
                if (route.getId() != null && taken.contains(route.getId())) {
                    route.setId(route.getId() + SourceRoute.BESIDE);
                    route.setNodePrefixId(SourceRoute.BESIDE);
                }
            }
        }
    }

    /**
     * Routes with equal addresses share what stands behind these, kamelets included: what is built from now on gets its own, so that
     * it neither depends on what runs nor ends with it.
     */
    private void useOwnEndpoints(List<String> beside) {
        Set<Endpoint> shared = Collections.newSetFromMap(new IdentityHashMap<>());
        beside.forEach(id -> Optional.ofNullable(camel.getRoute(id)).ifPresent(route -> shared.add(route.getEndpoint())));
        EndpointRegistry endpoints = camel.getEndpointRegistry();
        List.copyOf(endpoints.entrySet()).forEach(entry -> {
            if (shared.contains(entry.getValue()) || entry.getValue().getEndpointUri().startsWith(KAMELET)) {
                endpoints.remove(entry.getKey());
            }
        });
    }

    private Set<RouteDefinition> definitions() {
        Set<RouteDefinition> definitions = Collections.newSetFromMap(new IdentityHashMap<>());
        definitions.addAll(model().getRouteDefinitions());
        return definitions;
    }

    /** What Camel keeps of a route that it could not create. */
    private void removeDefinitions(Set<RouteDefinition> before) {
        for (RouteDefinition definition : List.copyOf(model().getRouteDefinitions())) {
            if (!before.contains(definition)) {
                try {
                    model().removeRouteDefinition(definition);
                } catch (Exception e) {
                    LOG.debugf(e, "The definition %s cannot be removed", definition.getId());
                }
            }
        }
    }

    private Model model() {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** Whether all of them run; those that their file does not want to be started need not. */
    boolean run(List<String> routeIds) {
        return routeIds.stream().allMatch(id -> {
            Route route = camel.getRoute(id);
            return route != null && (isLeftAlone(route) || camel.getRouteController().getRouteStatus(id).isStarted());
        });
    }

    private static boolean isLeftAlone(Route route) {
        return Boolean.FALSE.equals(route.isAutoStartup());
    }

    /**
     * Lets the routes finish what they are at, the consuming one first.
     *
     * @return false when one was too busy; then all run as before
     */
    boolean stop(List<String> routeIds) throws Exception {
        RouteController controller = camel.getRouteController();
        for (int i = routeIds.size() - 1; i >= 0; i--) {
            if (!controller.stopRoute(routeIds.get(i), PATIENCE_SECONDS, TimeUnit.SECONDS, true)) {
                resume(routeIds);
                return false;
            }
        }
        return true;
    }

    /**
     * Starts routes that were built or stopped, the consuming one last.
     *
     * @throws Exception when one of them does not run afterwards
     */
    void resume(List<String> routeIds) throws Exception {
        for (String routeId : routeIds) {
            Route route = camel.getRoute(routeId);
            if (route == null) {
                throw new IllegalStateException("the route " + SourceRoute.declared(routeId) + " is gone");
            }
            if (!isLeftAlone(route)) {
                camel.getRouteController().startRoute(routeId);
            }
        }
        if (!run(routeIds)) {
            throw new IllegalStateException("its routes do not start");
        }
    }

    /** Takes them out, the consuming one first. */
    void remove(List<String> routeIds) {
        for (int i = routeIds.size() - 1; i >= 0; i--) {
            String id = routeIds.get(i);
            try {
                camel.getRouteController().stopRoute(id);
                camel.removeRoute(id);
            } catch (Exception e) {
                LOG.warnf("The route %s cannot be removed: %s", id, e.getMessage());
            }
        }
    }

    boolean isTaken(String routeId) {
        return camel.getRoute(routeId) != null;
    }

    /** Makes the next call of this kamelet read its file again; what runs keeps what it was made of. */
    void forgetKamelet(String name) {
        RouteTemplateDefinition definition = model().getRouteTemplateDefinition(name);
        if (definition != null) {
            try {
                model().removeRouteTemplateDefinition(definition);
            } catch (Exception e) {
                throw new IllegalStateException("the kamelet " + name + " cannot be replaced", e);
            }
        }
    }

    private Set<String> routeIds() {
        Set<String> ids = new HashSet<>();
        for (Route route : camel.getRoutes()) {
            ids.add(route.getId());
        }
        return ids;
    }

    private List<String> newRouteIds(Set<String> before) {
        return camel.getRoutes().stream().filter(route -> !before.contains(route.getId()))
                .sorted(Comparator.comparing(RouteLoader::isConsuming)).map(Route::getId).toList();
    }

    /** The others are only called, through kamelets. */
    private static boolean isConsuming(Route route) {
        return !route.getEndpoint().getEndpointUri().startsWith("kamelet:");
    }
}
