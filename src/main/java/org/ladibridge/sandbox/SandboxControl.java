package org.ladibridge.sandbox;

import java.util.List;
import java.util.Map;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.ladibridge.sandbox.Faults.Mode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;

/** What a person or a test does with the sandbox: look at the customers, break things. */
@Path("/sandbox")
class SandboxControl {
    private static final int ON_PAGE = 200;

    private final SandboxStore store;
    private final Faults faults;

    SandboxControl(SandboxStore store, Faults faults) {
        this.store = store;
        this.faults = faults;
    }

    /** What the page shows of a customer. */
    @TemplateData
    record Row(String name, String email, String phone, String city, String source, String updatedAt) {
        static Row of(ObjectNode customer) {
            return new Row(customer.path("first_name").asText(), customer.path("email").asText(),
                    customer.path("phone").asText(), customer.path("city").asText(), customer.path("source").asText(),
                    customer.path("updated_at").asText());
        }
    }

    /** With its types, from which Qute knows what an executable needs. */
    @CheckedTemplate(basePath = "")
    static final class Pages {
        private Pages() {
        }

        static native TemplateInstance sandbox(List<Row> customers, int total, List<Mode> modes, Mode mode);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance page() {
        return Pages.sandbox(store.list(ON_PAGE).stream().map(Row::of).toList(), store.size(), List.of(Mode.values()),
                faults.setting().mode());
    }

    @POST
    @Path("faults/form")
    public Response setFromPage(@FormParam("mode") Mode mode) {
        faults.set(new Faults.Setting(mode, null, 0, 0, null, 2_000, null, false, false));
        return Response.seeOther(java.net.URI.create("/sandbox")).build();
    }

    @GET
    @Path("customers")
    public List<ObjectNode> customers(@QueryParam("limit") @DefaultValue("100") int limit) {
        return store.list(limit);
    }

    @DELETE
    @Path("customers")
    public void clear() {
        store.clear();
    }

    /** The write calls that were accepted for a customer, oldest first. */
    @GET
    @Path("customers/{id}/calls")
    public List<JsonNode> calls(@PathParam("id") String id) {
        return store.callsOf(id);
    }

    @GET
    @Path("stats")
    public Map<String, Integer> stats() {
        return Map.of("customers", store.size());
    }

    @GET
    @Path("faults")
    public Faults.Setting faults() {
        return faults.setting();
    }

    @PUT
    @Path("faults")
    public Faults.Setting set(Faults.Setting setting) {
        faults.set(setting);
        return setting;
    }

    @DELETE
    @Path("faults")
    public void mend() {
        faults.set(Faults.Setting.NONE);
    }
}
