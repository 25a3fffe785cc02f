package org.ladibridge.sandbox;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
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

import org.ladibridge.sandbox.Catalogue.Tag;
import org.ladibridge.sandbox.Faults.Mode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateData;
import io.quarkus.qute.TemplateInstance;

/** What a person or a test does with the sandbox: look at the customers, break things. */
@Path("/sandbox")
class SandboxControl {
    private static final int ON_PAGE = 200;

    private final SandboxStore store;
    private final Catalogue catalogue;
    private final Faults faults;
    private final Calls calls;
    private final ObjectReader knobs;

    SandboxControl(SandboxStore store, Catalogue catalogue, Faults faults, Calls calls, ObjectMapper json) {
        this.store = store;
        this.catalogue = catalogue;
        this.faults = faults;
        this.calls = calls;
        this.knobs = json.readerFor(Behaviour.class).with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    }

    /**
     * What the page shows of a customer.
     *
     * @param tags their names
     * @param fields custom fields with their values
     * @param parked what LadiFlow would keep in {@code external_data} only
     */
    @TemplateData
    record Row(String name, String email, String phone, String city, String source, String tags, String fields, String parked,
            String updatedAt) {
    }

    /** How much there is, and how often each path was called since the start. */
    record Stats(int customers, int tags, int customFields, Map<String, Long> calls) {
    }

    /** With its types, from which Qute knows what an executable needs. */
    @CheckedTemplate(basePath = "")
    static final class Pages {
        private Pages() {
        }

        static native TemplateInstance sandbox(List<Row> customers, int total, List<Mode> modes, Mode mode,
                List<String> tags, List<String> fields);
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance page() {
        return Pages.sandbox(store.list(ON_PAGE).stream().map(this::row).toList(), store.size(), List.of(Mode.values()),
                faults.setting().mode(), catalogue.tags().stream().map(Tag::name).toList(), catalogue.fields());
    }

    private Row row(ObjectNode customer) {
        return new Row(customer.path("name").asText(), customer.path("email").asText(), customer.path("phone").asText(),
                customer.path("city").asText(), customer.path("source").asText(),
                joined(customer, "tags", tag -> catalogue.tag(tag.asText()).map(Tag::name).orElseGet(tag::asText)),
                joined(customer, "custom_fields", SandboxControl::pair),
                joined(customer, "external_data", SandboxControl::pair),
                customer.path("updated_at").asText());
    }

    private static String joined(ObjectNode customer, String list, Function<JsonNode, String> shown) {
        return customer.path(list).valueStream().map(shown).collect(Collectors.joining(", "));
    }

    private static String pair(JsonNode field) {
        return field.path("name").asText() + "=" + (field.path("value").isValueNode()
                ? field.path("value").asText()
                : field.path("value").toString());
    }

    @POST
    @Path("tags/form")
    public Response tagFromPage(@FormParam("name") String name) {
        if (name != null && !name.isBlank()) {
            catalogue.named(name);
        }
        return toPage();
    }

    @POST
    @Path("custom-fields/form")
    public Response fieldFromPage(@FormParam("name") String name) {
        if (name != null && !name.isBlank()) {
            catalogue.define(name.strip());
        }
        return toPage();
    }

    private static Response toPage() {
        return Response.seeOther(URI.create("/sandbox")).build();
    }

    @POST
    @Path("faults/form")
    public Response setFromPage(@FormParam("mode") Mode mode) {
        faults.set(new Faults.Setting(mode, null, 0, 0, null, 2_000, false));
        return toPage();
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
    public Stats stats() {
        return new Stats(store.size(), catalogue.tags().size(), catalogue.fields().size(), calls.all());
    }

    /** Counts the calls from zero again. */
    @DELETE
    @Path("stats")
    public void forgetCalls() {
        calls.clear();
    }

    @GET
    @Path("tags")
    public List<Tag> tags() {
        return catalogue.tags();
    }

    /** Adds tags by their names. */
    @PUT
    @Path("tags")
    public List<Tag> addTags(List<String> names) {
        names.forEach(catalogue::named);
        return catalogue.tags();
    }

    @DELETE
    @Path("tags")
    public void clearTags() {
        catalogue.clearTags();
    }

    @GET
    @Path("custom-fields")
    public List<String> fields() {
        return catalogue.fields();
    }

    /** Defines custom fields. */
    @PUT
    @Path("custom-fields")
    public List<String> define(List<String> names) {
        names.forEach(catalogue::define);
        return catalogue.fields();
    }

    @DELETE
    @Path("custom-fields")
    public void clearFields() {
        catalogue.clearFields();
    }

    @GET
    @Path("behaviour")
    public Behaviour behaviour() {
        return faults.behaviour();
    }

    /** What is not named takes its default. */
    @PUT
    @Path("behaviour")
    @Consumes(MediaType.WILDCARD)
    public Behaviour behave(String body) {
        try {
            faults.behave(knobs.readValue(body));
        } catch (JsonProcessingException e) {
            throw new BadRequestException(Response.status(Response.Status.BAD_REQUEST).type(MediaType.TEXT_PLAIN)
                    .entity(e.getOriginalMessage()).build());
        }
        return faults.behaviour();
    }

    @DELETE
    @Path("behaviour")
    public void behaveAsAssumed() {
        faults.behave(Behaviour.ASSUMED);
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
