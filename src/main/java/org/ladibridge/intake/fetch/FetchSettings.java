package org.ladibridge.intake.fetch;

import java.util.Set;

import org.ladibridge.intake.ErrorCodes;
import org.ladibridge.intake.SecretSetting;

import com.fasterxml.jackson.core.JsonPointer;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The parameters of {@code kamelet:fetch-source}, as that kamelet describes them. */
@RegisterForReflection
public class FetchSettings {
    private String queue;
    private String path;
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
        this.items = JsonPointer.compile(items);
    }

    public void setId(String id) {
        this.id = JsonPointer.compile(id);
    }

    public void setAsked(String asked) {
        this.asked = asked.isBlank() ? null : JsonPointer.compile(asked);
    }

    public void setErrors(String errors) {
        this.errors = JsonPointer.compile(errors);
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
}
