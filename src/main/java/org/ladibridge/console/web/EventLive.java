package org.ladibridge.console.web;

import java.io.IOException;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** {@code /console/live/events/17}: asked for by the page of a record that is in flight, until it has come to its end. */
@Path("/console/live/events/{id:\\d+}")
public class EventLive {
    private final EventPage page;

    EventLive(EventPage page) {
        this.page = page;
    }

    @GET
    public Response live(@PathParam("id") long id) throws IOException {
        return page.live(id);
    }
}
