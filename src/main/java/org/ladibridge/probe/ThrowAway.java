package org.ladibridge.probe;

import java.io.IOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The customer on whom everything is tried. */
final class ThrowAway {
    private final LadiFlow ladiflow;
    private final Plan plan;
    private final String id;

    ThrowAway(LadiFlow ladiflow, Plan plan, String id) {
        this.ladiflow = ladiflow;
        this.plan = plan;
        this.id = id;
    }

    /** What makes such a customer, so that a later probe knows it again. */
    static ObjectNode creation(LadiFlow ladiflow, String email) {
        return ladiflow.body().put("email", email).put("first_name", "LadiBridge Probe").put("source", Plan.SOURCE);
    }

    Plan plan() {
        return plan;
    }

    String id() {
        return id;
    }

    /** A body that names who it is, without LadiFlow's id. */
    ObjectNode named() {
        return ladiflow.body().put("email", plan.email());
    }

    /** A body for an update. */
    ObjectNode change() {
        return named().put("_id", id);
    }

    Reply update(ObjectNode body) throws IOException, InterruptedException {
        return ladiflow.call("update", body);
    }

    /** @throws Unexpected when LadiFlow does not take what it has to take */
    void set(ObjectNode body) throws IOException, InterruptedException, Unexpected {
        Reply reply = update(body);
        if (!reply.isSuccess()) {
            throw new Unexpected("an ordinary update was answered " + reply);
        }
    }

    /** As LadiFlow shows it now. */
    JsonNode shown() throws IOException, InterruptedException, Unexpected {
        Reply reply = ladiflow.call("show", ladiflow.body().put("customer_id", id));
        JsonNode customer = reply.data().path("customer");
        if (!reply.isSuccess() || !customer.isObject()) {
            throw new Unexpected("customer/show was answered " + reply);
        }
        return customer;
    }

    /** Whether LadiFlow put it into {@code external_data}. */
    static boolean isParked(JsonNode customer, String name) {
        return customer.path("external_data").valueStream().anyMatch(one -> one.path("name").asText().equals(name));
    }

    /** A question cannot be asked, because something before it went wrong. */
    static final class Unexpected extends Exception {
        private static final long serialVersionUID = 1L;

        Unexpected(String message) {
            super(message);
        }
    }
}
