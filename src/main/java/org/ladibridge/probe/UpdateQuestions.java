package org.ladibridge.probe;

import java.io.IOException;

import org.ladibridge.probe.ThrowAway.Unexpected;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Whom an update finds, and what absent, null and blank do. */
final class UpdateQuestions {
    private final LadiFlow ladiflow;
    private final ThrowAway customer;
    private final Findings findings;

    UpdateQuestions(LadiFlow ladiflow, ThrowAway customer, Findings findings) {
        this.ladiflow = ladiflow;
        this.customer = customer;
        this.findings = findings;
    }

    void ask() throws InterruptedException {
        findings.ask(Question.WITHOUT_ID, this::withoutId);
        findings.ask(Question.UNKNOWN_ID, this::unknownId);
        findings.ask(Question.EMAIL_OF_ANOTHER, this::emailOfAnother);
        findings.ask(Question.ABSENT, () -> absent(prepared()));
        findings.ask(Question.NULL, () -> nulls(prepared()));
        findings.ask(Question.BLANK, () -> blanks(prepared()));
    }

    private Finding emailOfAnother() throws IOException, InterruptedException, Unexpected {
        String second = customer.plan().second();
        if (second == null) {
            return Finding.unanswered(Question.EMAIL_OF_ANOTHER, "not asked: name a second address with --second");
        }
        Reply made = ladiflow.call("create-or-update", ThrowAway.creation(ladiflow, second));
        if (!made.isSuccess()) {
            throw new Unexpected("the second customer could not be made: " + made);
        }
        Reply reply = customer.update(ladiflow.body().put("_id", customer.id()).put("email", second));
        if (!reply.isSuccess()) {
            return Finding.assumed(Question.EMAIL_OF_ANOTHER, "refuse", "is refused: " + reply);
        }
        boolean taken = customer.shown().path("email").asText("").equalsIgnoreCase(second);
        customer.set(customer.change());
        return taken
                ? Finding.copes(Question.EMAIL_OF_ANOTHER, "take", "the address is taken over, and two customers may have it")
                : Finding.copes(Question.EMAIL_OF_ANOTHER, "ignore", "it is answered as a success, and the address stays");
    }

    private Finding withoutId() throws IOException, InterruptedException {
        Reply reply = customer.update(customer.named().put("company", "without id"));
        String answer = answer(reply);
        String did = reply + switch (answer) {
            case "upsert" -> ": finds the customer by e-mail";
            case "other" -> ": another customer was made or changed";
            default -> "";
        };
        return Finding.copes(Question.WITHOUT_ID, answer, did);
    }

    private Finding unknownId() throws IOException, InterruptedException {
        Reply reply = customer.update(customer.named().put("_id", ReadQuestions.unknownId()).put("company", "unknown id"));
        String answer = answer(reply);
        return switch (answer) {
            case "404", "null" ->
                Finding.assumed(Question.UNKNOWN_ID, answer, reply + (answer.equals("null") ? " without data" : ""));
            case "upsert" -> Settings.unknownIdCreates(answer,
                    reply + ": changes who has the e-mail, so it may make a customer where nobody has it");
            case "other" -> Settings.unknownIdCreates(answer, reply + ": another customer was made or changed");
            default -> Finding.mind(Question.UNKNOWN_ID, answer, reply + ": the bridge takes it for a refusal of the record");
        };
    }

    private String answer(Reply reply) {
        if (!reply.isSuccess()) {
            return String.valueOf(reply.verdict());
        }
        String id = reply.data().path("_id").asText("");
        return id.isEmpty() ? "null" : id.equals(customer.id()) ? "upsert" : "other";
    }

    /** What is shown after an update in which one field is null, one blank and one is not there. */
    private JsonNode prepared() throws IOException, InterruptedException, Unexpected {
        ObjectNode full = customer.change().put("company", "before").put("job_title", "before").put("address", "before");
        customer.set(full);
        ObjectNode change = customer.change().put("job_title", "");
        change.putNull("company");
        Reply reply = customer.update(change);
        if (!reply.isSuccess()) {
            throw new Unexpected("an update with null and an empty text was answered " + reply);
        }
        return customer.shown();
    }

    private static Finding absent(JsonNode shown) {
        return shown.path("address").asText("").equals("before")
                ? Finding.assumed(Question.ABSENT, "keep", "it stays")
                : Finding.mind(Question.ABSENT, "clear", "it is gone: each update must say everything");
    }

    private static Finding nulls(JsonNode shown) {
        String answer = became(shown.path("company"));
        return switch (answer) {
            case "clear" -> Finding.assumed(Question.NULL, answer, "it is cleared");
            case "keep" -> Finding.mind(Question.NULL, answer, "it stays: «clear» of a mapping has no effect");
            default -> Finding.mind(Question.NULL, answer, "it becomes the text «null»: use «clear» in no mapping");
        };
    }

    private static Finding blanks(JsonNode shown) {
        String answer = became(shown.path("job_title"));
        return Finding.copes(Question.BLANK, answer, answer.equals("keep") ? "it stays" : "it is cleared");
    }

    private static String became(JsonNode value) {
        String text = value.asText("");
        return value.isNull() || text.isEmpty() ? "clear" : text.equals("before") ? "keep" : "text";
    }
}
