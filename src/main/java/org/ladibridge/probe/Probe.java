package org.ladibridge.probe;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Asks everything that a plan allows, one question after the other. */
public final class Probe {
    private final LadiFlow ladiflow;
    private final Plan plan;

    public Probe(LadiFlow ladiflow, Plan plan) {
        this.ladiflow = ladiflow;
        this.plan = plan;
    }

    /** It was not begun; the message says what to do. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /**
     * Asks.
     *
     * @param listener told each finding as it comes
     * @return one finding for each question
     * @throws Refused when LadiFlow cannot be asked at all, or the address is somebody's; nothing was written then
     */
    public List<Finding> ask(Consumer<Finding> listener) throws Refused, InterruptedException {
        if (plan.second() != null) {
            look(plan.second());
        }
        JsonNode there = look(plan.email() == null ? ReadQuestions.NOBODY : plan.email());
        Findings findings = new Findings(listener);
        ReadQuestions reads = new ReadQuestions(ladiflow, plan, findings);
        reads.ask();
        ThrowAway customer = null;
        if (!plan.readOnly()) {
            String id = made(findings);
            if (id != null) {
                customer = new ThrowAway(ladiflow, plan, id);
                new UpdateQuestions(ladiflow, customer, findings).ask();
                new FieldQuestions(customer, findings).ask();
                new ListQuestions(ladiflow, plan, customer, findings).ask();
            }
        }
        reads.askPages();
        reads.askWhoIsFound(customer == null ? there.path("_id").asText("") : customer.id());
        new LoadQuestions(ladiflow, plan, findings).ask();
        for (Question question : Question.values()) {
            if (!findings.has(question)) {
                findings.add(Finding.unanswered(question, plan.readOnly() && question.writes()
                        ? "not asked: it needs a write"
                        : "not asked: the throw-away customer could not be made"));
            }
        }
        return findings.all();
    }

    /** @return who has the address; missing when nobody does */
    private JsonNode look(String email) throws Refused, InterruptedException {
        Reply reply;
        try {
            reply = ladiflow.call("show", ladiflow.body().put("email", email));
        } catch (IOException e) {
            throw new Refused("LadiFlow cannot be reached: " + e.getClass().getSimpleName() + " " + e.getMessage()
                    + "; look at LADIFLOW_URL");
        }
        if (reply.isKeyRefused()) {
            throw new Refused("LadiFlow refuses the API key (" + reply + "); nothing was asked. Look at LADIFLOW_API_KEY");
        }
        if (!reply.body().isObject()) {
            throw new Refused("what answers is not LadiFlow (" + reply + "); look at LADIFLOW_URL");
        }
        JsonNode customer = reply.data().path("customer");
        if (!plan.readOnly() && customer.path("_id").isTextual() && !customer.path("source").asText().equals(Plan.SOURCE)) {
            throw new Refused(
                    "LadiFlow has a customer with the address " + email + " that no probe made, and a probe would change it; "
                            + "name an address that nobody has. Nothing was written");
        }
        return customer;
    }

    /** @return the throw-away customer's id; null when LadiFlow did not take it */
    private String made(Findings findings) throws InterruptedException {
        ObjectNode body = ThrowAway.creation(ladiflow, plan.email());
        if (plan.phone() != null) {
            body.put("phone", plan.phone());
        }
        try {
            Reply reply = ladiflow.call("create-or-update", body);
            if (reply.isSuccess() && reply.data().path("_id").isTextual()) {
                if (reply.status() == reply.code() && reply.status() != 200) {
                    findings.add(Finding.assumed(Question.STATUS, "same", "what succeeds has both, too: " + reply));
                }
                return reply.data().path("_id").asText();
            }
            findings.add(Finding.unanswered(Question.WITHOUT_ID, "create-or-update was answered " + reply));
        } catch (IOException e) {
            findings.add(Finding.unanswered(Question.WITHOUT_ID, "create-or-update was not answered: " + e.getMessage()));
        }
        return null;
    }
}
