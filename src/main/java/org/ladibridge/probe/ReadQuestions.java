package org.ladibridge.probe;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

import org.ladibridge.probe.ThrowAway.Unexpected;

import com.fasterxml.jackson.databind.JsonNode;

/** What needs no write. */
final class ReadQuestions {
    /** The domain is reserved: nobody has an address there. */
    static final String NOBODY = "ladibridge-probe-nobody@nobody.invalid";

    private final LadiFlow ladiflow;
    private final Plan plan;
    private final Findings findings;

    ReadQuestions(LadiFlow ladiflow, Plan plan, Findings findings) {
        this.ladiflow = ladiflow;
        this.plan = plan;
        this.findings = findings;
    }

    void ask() throws InterruptedException {
        findings.ask(Question.WRONG_KEY, this::wrongKey);
        findings.ask(Question.STATUS, this::status);
        findings.ask(Question.NOT_FOUND, this::notFound);
    }

    static String unknownId() {
        byte[] id = new byte[12];
        new SecureRandom().nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    private Reply withWrongKey() throws IOException, InterruptedException {
        return ladiflow.callWithKey("show", ladiflow.body().put("email", NOBODY), "wrong-key-of-a-probe");
    }

    private Finding wrongKey() throws IOException, InterruptedException {
        Reply reply = withWrongKey();
        String answer = String.valueOf(reply.verdict());
        if (reply.isKeyRefused()) {
            return Finding.assumed(Question.WRONG_KEY, answer, reply.toString());
        }
        return Finding.mind(Question.WRONG_KEY, answer, reply + ": the bridge does not see that the key is wrong"
                + (reply.isSuccess() ? "" : ", and makes dead letters"));
    }

    private Finding status() throws IOException, InterruptedException {
        Reply bad = withWrongKey();
        if (bad.code() == 0) {
            return Finding.copes(Question.STATUS, "no-code", "errors have no code: " + bad);
        }
        return bad.status() == bad.code()
                ? Finding.assumed(Question.STATUS, "errors", "errors have both: " + bad)
                : Finding.assumed(Question.STATUS, bad.status() == 200 ? "always-200" : "differ",
                        "errors have the code only: " + bad);
    }

    private Finding notFound() throws IOException, InterruptedException {
        Reply reply = ladiflow.call("show", ladiflow.body().put("email", NOBODY));
        String answer = notFoundAnswer(reply);
        return switch (answer) {
            case "404", "null", "null-customer" -> Finding.assumed(Question.NOT_FOUND, answer, reply + shape(answer));
            case "found" -> Finding.mind(Question.NOT_FOUND, answer, reply + ": with somebody else");
            default -> Finding.mind(Question.NOT_FOUND, answer, reply + ": the bridge takes it for a refusal of the record");
        };
    }

    static String notFoundAnswer(Reply reply) {
        if (!reply.isSuccess()) {
            return String.valueOf(reply.verdict());
        }
        if (reply.data().path("customer").isNull()) {
            return "null-customer";
        }
        return reply.data().isNull() || reply.data().isMissingNode() || reply.data().path("customer").isMissingNode()
                ? "null"
                : "found";
    }

    private static String shape(String answer) {
        return switch (answer) {
            case "null" -> " without data";
            case "null-customer" -> " with a customer of null";
            default -> "";
        };
    }

    /** Later than the others: a probe that writes makes two tags first. */
    void askPages() throws InterruptedException {
        findings.ask(Question.FIRST_PAGE, this::firstPage);
    }

    private Finding firstPage() throws IOException, InterruptedException, Unexpected {
        Reply zero = page(0);
        Reply one = page(1);
        JsonNode onOne = one.data().path("items");
        JsonNode onZero = zero.data().path("items");
        if (one.data().path("total").asInt() < 2) {
            return Finding.unanswered(Question.FIRST_PAGE, "LadiFlow has fewer than two tags: " + one);
        }
        boolean same = onZero.isEmpty() || onOne.path(0).path("id").equals(onZero.path(0).path("id"));
        return same && !onOne.isEmpty()
                ? Finding.assumed(Question.FIRST_PAGE, "1", "page 1 begins the list; page 0 is "
                        + (onZero.isEmpty() ? "empty or refused" : "the same"))
                : Finding.mind(Question.FIRST_PAGE, "0",
                        "page 0 begins the list, page 1 is the second: what stands on page 0 only is not seen");
    }

    private Reply page(int page) throws IOException, InterruptedException {
        return ladiflow.call("list-tag", ladiflow.body().put("limit", 1).put("page", page));
    }

    /** @param id of who has the plan's address; blank for nobody */
    void askWhoIsFound(String id) throws InterruptedException {
        if (id.isEmpty()) {
            String why = "not asked: nobody has the address";
            findings.add(Finding.unanswered(Question.EMAIL_CASE, why));
            findings.add(Finding.unanswered(Question.PHONE_FORM, why));
            return;
        }
        findings.ask(Question.EMAIL_CASE, () -> isFound(id, "email", plan.email().toUpperCase(Locale.ROOT))
                ? Finding.assumed(Question.EMAIL_CASE, "any-case", "finds the customer")
                : Finding.copes(Question.EMAIL_CASE, "exact", "does not find the customer"));
        if (plan.phone() == null) {
            findings.add(Finding.unanswered(Question.PHONE_FORM, "not asked: give a number nobody has with --phone"));
            return;
        }
        findings.ask(Question.PHONE_FORM, () -> {
            if (!isFound(id, "phone", plan.phone())) {
                throw new Unexpected(
                        "the customer is not found by " + mask(plan.phone()) + " itself: another one has the number?");
            }
            return isFound(id, "phone", "+84" + plan.phone().substring(1))
                    ? Finding.copes(Question.PHONE_FORM, "any-form", "finds the customer")
                    : Finding.assumed(Question.PHONE_FORM, "exact", "does not find the customer");
        });
    }

    private static String mask(String phone) {
        return phone.substring(0, 3) + "…";
    }

    private boolean isFound(String id, String key, String value) throws IOException, InterruptedException {
        return ladiflow.call("show", ladiflow.body().put(key, value)).data().path("customer").path("_id").asText("").equals(id);
    }
}
