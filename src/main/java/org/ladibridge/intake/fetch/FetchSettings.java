package org.ladibridge.intake.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

import org.ladibridge.intake.ErrorCodes;
import org.ladibridge.intake.SecretSetting;

import com.fasterxml.jackson.core.JsonPointer;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The parameters of {@code kamelet:fetch-source}, as that kamelet describes them. */
@RegisterForReflection
public class FetchSettings {
    private String queue;
    private String url = "";
    private String path;
    private int rate = 5;
    private String body = "";
    private String token = "";
    private String tokenHeader = "Authorization";
    private String tokenPrefix = "Bearer ";
    private String variable;
    private JsonPointer items = JsonPointer.empty();
    private JsonPointer id = JsonPointer.empty();
    private JsonPointer asked;
    private JsonPointer errors = JsonPointer.empty();
    private Set<String> code = Set.of();
    private Set<String> gone = Set.of();
    private Set<String> badKey = Set.of();
    private Set<String> busy = Set.of();

    String queue() {
        return queue;
    }

    int rate() {
        return rate;
    }

    /** @param path that was filled */
    URI address(String path) {
        String[] base = url.split("\\?", 2);
        String address = base[0].replaceFirst("/+$", "") + "/" + path.replaceFirst("^/+", "");
        return URI.create(base.length == 1 ? address : address + (address.contains("?") ? "&" : "?") + base[1]);
    }

    /**
     * What no setter can see alone.
     *
     * @throws IllegalArgumentException with the parameter that is wrong
     */
    public void validate() {
        if (rate < 1) {
            throw new IllegalArgumentException("rate takes a number of requests per second, from 1 on, not " + rate);
        }
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && uri.getScheme().matches("https?")) {
                return;
            }
        } catch (URISyntaxException e) {
            // told below, without the value: it may hold a secret
        }
        throw new IllegalArgumentException("url takes an address such as https://crm.example.vn/api");
    }

    String path() {
        return path;
    }

    String body() {
        return body;
    }

    String token() {
        return token;
    }

    String tokenHeader() {
        return tokenHeader;
    }

    String tokenPrefix() {
        return tokenPrefix;
    }

    String variable() {
        return variable;
    }

    JsonPointer items() {
        return items;
    }

    JsonPointer id() {
        return id;
    }

    /** Null when a reference names one record only. */
    JsonPointer asked() {
        return asked;
    }

    JsonPointer errors() {
        return errors;
    }

    Set<String> code() {
        return code;
    }

    Set<String> gone() {
        return gone;
    }

    Set<String> badKey() {
        return badKey;
    }

    Set<String> busy() {
        return busy;
    }

    public void setQueue(String queue) {
        this.queue = queue;
    }

    public void setUrl(String url) {
        this.url = url.strip();
    }

    public void setRate(int rate) {
        this.rate = rate;
    }

    public void setPath(String path) {
        this.path = path;
    }

    public void setBody(String body) {
        this.body = body;
    }

    public void setToken(String token) {
        this.token = SecretSetting.secret(token);
    }

    public void setTokenHeader(String tokenHeader) {
        this.tokenHeader = tokenHeader;
    }

    public void setTokenPrefix(String tokenPrefix) {
        this.tokenPrefix = tokenPrefix;
    }

    public void setVariable(String variable) {
        this.variable = variable;
    }

    public void setItems(String items) {
        this.items = pointer("items", items);
    }

    public void setId(String id) {
        this.id = pointer("id", id);
    }

    public void setAsked(String asked) {
        this.asked = asked.isBlank() ? null : pointer("asked", asked);
    }

    public void setErrors(String errors) {
        this.errors = pointer("errors", errors);
    }

    public void setCode(String code) {
        this.code = ErrorCodes.list(code);
    }

    public void setGone(String gone) {
        this.gone = ErrorCodes.list(gone);
    }

    public void setBadKey(String badKey) {
        this.badKey = ErrorCodes.list(badKey);
    }

    public void setBusy(String busy) {
        this.busy = ErrorCodes.list(busy);
    }

    private static JsonPointer pointer(String parameter, String value) {
        try {
            return JsonPointer.compile(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(parameter + " takes a JSON pointer such as /data/items, not «" + value + "»", e);
        }
    }
}
