package org.ladibridge.intake.api;

import java.util.Set;

import org.ladibridge.intake.Parameters;
import org.ladibridge.intake.SecretSetting;

import com.fasterxml.jackson.core.JsonPointer;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The parameters that all kamelets share that ask a source, as those describe them; a blank text is one that is not given. */
@RegisterForReflection
public abstract class ApiSettings {
    private String url = "";
    private String token = "";
    private String tokenHeader = "Authorization";
    private String tokenPrefix = "Bearer ";
    private JsonPointer items = JsonPointer.empty();
    private JsonPointer id = JsonPointer.compile("/id");
    private Set<String> code = Set.of();
    private Set<String> badKey = Set.of();
    private Set<String> busy = Set.of();

    /** The address that is asked. */
    public String url() {
        return url;
    }

    protected String token() {
        return token;
    }

    protected String tokenHeader() {
        return tokenHeader;
    }

    protected String tokenPrefix() {
        return tokenPrefix;
    }

    /** Where an answer has its records. */
    public Shape shape() {
        return new Shape(items, id);
    }

    /**
     * @param at null when only the HTTP status tells an error
     * @param gone codes that mean that there is no such record
     */
    protected ErrorVocabulary errors(JsonPointer at, Set<String> gone) {
        return new ErrorVocabulary(at, code, gone, badKey, busy);
    }

    public void setUrl(String url) {
        this.url = url.strip();
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

    public void setItems(String items) {
        this.items = Parameters.pointer("items", items);
    }

    public void setId(String id) {
        this.id = Parameters.pointer("id", id);
    }

    /** @param code keys of an error's codes, comma-separated */
    public void setCode(String code) {
        this.code = Parameters.list(code);
    }

    /** @param badKey codes, comma-separated */
    public void setBadKey(String badKey) {
        this.badKey = Parameters.list(badKey);
    }

    /** @param busy codes, comma-separated */
    public void setBusy(String busy) {
        this.busy = Parameters.list(busy);
    }
}
