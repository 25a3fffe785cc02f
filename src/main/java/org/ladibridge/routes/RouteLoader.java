package org.ladibridge.routes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Route;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.RouteController;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jboss.logging.Logger;

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

    private final CamelContext camel;

    RouteLoader(CamelContext camel) {
        this.camel = camel;
    }

    boolean isReady() {
        return camel.getStatus().isStarted();
    }

    /**
     * Loads and starts a file's routes, or none of them.
     *
     * @return the ids of its routes, those of its kamelets included, the consuming one last
     */
    List<String> start(Path file, String yaml) throws Exception {
        Set<String> before = routeIds();
        try {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromString(file.toString(), yaml));
            return newRouteIds(before);
        } catch (Exception e) {
            remove(newRouteIds(before));
            throw e;
        }
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

    void resume(List<String> routeIds) throws Exception {
        for (String routeId : routeIds) {
            camel.getRouteController().startRoute(routeId);
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

    /**
     * Makes the next call of this kamelet read its file again.
     *
     * @return the definition so far; empty when nothing has called it yet
     */
    Optional<RouteTemplateDefinition> forgetKamelet(String name) {
        Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        RouteTemplateDefinition definition = model.getRouteTemplateDefinition(name);
        if (definition != null) {
            try {
                model.removeRouteTemplateDefinition(definition);
            } catch (Exception e) {
                throw new IllegalStateException("the kamelet " + name + " cannot be replaced", e);
            }
        }
        return Optional.ofNullable(definition);
    }

    void restoreKamelet(RouteTemplateDefinition definition) throws Exception {
        forgetKamelet(definition.getId());
        camel.getCamelContextExtension().getContextPlugin(Model.class).addRouteTemplateDefinition(definition);
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
