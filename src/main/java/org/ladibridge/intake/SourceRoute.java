package org.ladibridge.intake;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;

/** The route of a source's file. To the steps of a kamelet Camel only tells the kamelet's own route, such as outcome-source-1. */
public final class SourceRoute {
    /** Behind the id of a route that was built while the one that it replaced still ran. */
    public static final String BESIDE = "~2";

    private SourceRoute() {
    }

    /** The id of the route that takes what the kamelet gives, through any number of kamelets; the kamelet's own when there is none. */
    public static String id(Exchange exchange) {
        String id = exchange.getFromRouteId();
        for (Route taker = taker(exchange.getContext(), id); taker != null; taker = taker(exchange.getContext(), id)) {
            id = taker.getRouteId();
        }
        return id;
    }

    private static Route taker(CamelContext camel, String kameletRouteId) {
        return camel.getRoutes().stream()
                .filter(route -> route.getEndpoint() instanceof KameletEndpoint kamelet
                        && kamelet.getRouteId().equals(kameletRouteId) && !route.getRouteId().equals(kameletRouteId))
                .findFirst().orElse(null);
    }

    /** The id as the route file writes it. */
    public static String declared(String routeId) {
        return routeId.endsWith(BESIDE) ? routeId.substring(0, routeId.length() - BESIDE.length()) : routeId;
    }
}
