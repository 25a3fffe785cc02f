package org.ladibridge.intake.fetch;

import java.net.URI;
import java.util.Set;

import org.ladibridge.intake.Parameters;
import org.ladibridge.intake.api.ApiSettings;
import org.ladibridge.intake.api.Credentials;
import org.ladibridge.intake.api.ErrorVocabulary;

import com.fasterxml.jackson.core.JsonPointer;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The parameters of {@code kamelet:fetch-source}, as that kamelet describes them. */
@RegisterForReflection
public class FetchSettings extends ApiSettings {
    private String queue;
    private String path;
    private int rate = 5;
    private String body = "";
    private String variable;
    private JsonPointer asked;
    private JsonPointer errors = JsonPointer.empty();
    private Set<String> gone = Set.of();

    /**
     * What no setter can see alone.
     *
     * @throws IllegalArgumentException with the parameter that is wrong
     */
    public void validate() {
        if (rate < 1) {
            throw new IllegalArgumentException("rate takes a number of requests per second, from 1 on, not " + rate);
        }
        Parameters.address("url", url());
    }

    /** @param path that was filled */
    URI address(String path) {
        String[] base = url().split("\\?", 2);
        String address = base[0].replaceFirst("/+$", "") + "/" + path.replaceFirst("^/+", "");
        return URI.create(base.length == 1 ? address : address + (address.contains("?") ? "&" : "?") + base[1]);
    }

    Credentials credentials() {
        return Credentials.inHeader(token(), tokenHeader(), tokenPrefix());
    }

    /** Without a pointer the whole answer is the error. */
    ErrorVocabulary errors() {
        return errors(errors, gone);
    }

    String queue() {
        return queue;
    }

    int rate() {
        return rate;
    }

    String path() {
        return path;
    }

    String body() {
        return body;
    }

    String variable() {
        return variable;
    }

    /** Null when a reference names one record only. */
    JsonPointer asked() {
        return asked;
    }

    public void setQueue(String queue) {
        this.queue = queue;
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

    public void setVariable(String variable) {
        this.variable = variable;
    }

    public void setAsked(String asked) {
        this.asked = Parameters.pointerOrNull("asked", asked);
    }

    public void setErrors(String errors) {
        this.errors = Parameters.pointer("errors", errors);
    }

    /** @param gone codes, comma-separated */
    public void setGone(String gone) {
        this.gone = Parameters.list(gone);
    }
}
