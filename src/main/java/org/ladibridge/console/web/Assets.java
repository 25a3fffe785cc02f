package org.ladibridge.console.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import org.ladibridge.journal.Digests;

import io.quarkus.qute.TemplateData;

/** The console's style sheet, scripts and icon: with their digest in the address, so that a browser asks once for each. */
@Singleton
@Path(Assets.ROOT + "{digest}/{name}")
@TemplateData
public class Assets {
    static final String ROOT = "/console/assets/";
    private static final Map<String, String> TYPES = Map.of("console.css", "text/css;charset=UTF-8", "console.js",
            "text/javascript;charset=UTF-8", "icon.svg", "image/svg+xml");
    private static final int DIGITS = 12;

    private final Map<String, byte[]> contents = new HashMap<>();
    private final Map<String, String> addresses = new HashMap<>();

    public Assets() {
        TYPES.keySet().forEach(name -> {
            byte[] content = read("/console/" + name);
            contents.put(name, content);
            addresses.put(name, ROOT + Digests.sha256Hex(content).substring(0, DIGITS) + "/" + name);
        });
    }

    private static byte[] read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address(String name) {
        return addresses.get(name);
    }

    @GET
    public Response get(@PathParam("name") String name) {
        byte[] content = contents.get(name);
        return content == null
                ? Response.status(Response.Status.NOT_FOUND).build()
                : Response.ok(content, TYPES.get(name)).header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
                        .build();
    }
}
