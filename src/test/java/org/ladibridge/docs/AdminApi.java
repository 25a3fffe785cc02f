package org.ladibridge.docs;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Leaves the admin API of all resources, and adds what a filter and exception mappers do: the token, and how an error is answered. */
final class AdminApi implements OASFilter {
    private static final String TOKEN = "adminToken";
    private static final String PROBLEM = "Problem";
    private static final String ANY = "*/*";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.setOpenapi("3.1.0");
        api.setInfo(OASFactory.createInfo().title("LadiBridge admin API").version("1"));
        for (String path : java.util.List.copyOf(api.getPaths().getPathItems().keySet())) {
            if (!path.startsWith("/api/")) {
                api.getPaths().removePathItem(path);
            }
        }
        api.getPaths().getPathItems().values().forEach(AdminApi::complete);
        api.setTags(null);
        api.getComponents().addSecurityScheme(TOKEN,
                OASFactory.createSecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"));
        api.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(TOKEN));
        api.getComponents().addSchema(PROBLEM, OASFactory.createSchema().addType(Schema.SchemaType.OBJECT)
                .addProperty("title", text())
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", text()).addProperty("detail_vi", text()));
    }

    private static void complete(PathItem item) {
        item.getOperations().forEach((method, operation) -> {
            operation.getResponses().getAPIResponses().values().forEach(response -> saysJson(response.getContent()));
            if (operation.getRequestBody() != null) {
                saysJson(operation.getRequestBody().getContent());
            }
            problem(operation, "400", "What was asked for is not understood; detail says what is taken.");
            problem(operation, "401", "The admin token is missing or wrong.");
            problem(operation, "503", "The store cannot be used at the moment.");
        });
    }

    /** What a resource does not say itself is JSON. */
    private static void saysJson(Content content) {
        if (content != null && content.hasMediaType(ANY)) {
            content.addMediaType("application/json", content.getMediaType(ANY));
            content.removeMediaType(ANY);
        }
    }

    private static void problem(Operation operation, String status, String description) {
        Content content = OASFactory.createContent().addMediaType("application/problem+json", OASFactory.createMediaType()
                .schema(OASFactory.createSchema().ref("#/components/schemas/" + PROBLEM)));
        operation.getResponses().addAPIResponse(status,
                OASFactory.createAPIResponse().description(description).content(content));
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }
}
