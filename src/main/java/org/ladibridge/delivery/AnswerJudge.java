package org.ladibridge.delivery;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import org.ladibridge.customer.Reason;
import org.ladibridge.delivery.LadiFlowCall.Api;
import org.ladibridge.http.HttpVerdict;
import org.ladibridge.http.RetryAfter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Reads LadiFlow's answers. Success is HTTP 2xx <em>and</em> a JSON body <em>and</em> {@code code} 200–299 <em>and</em> the
 * customer's {@code _id}. Error bodies and statuses are documented nowhere, so whatever does not clearly speak about the record
 * is taken for an outage: then the record waits instead of being lost.
 *
 * @see <a href="https://help.ladipage.vn/auto/tai-lieu-tich-hop-api/danh-sach-apis/cap-nhat-khach-hang">LadiFlow: update a
 *      customer</a>
 */
@Singleton
class AnswerJudge {
    private static final int NOT_FOUND = 404;
    private static final int LONGEST_MESSAGE = 500;
    /** The digits of a Vietnamese mobile number without its trunk zero or country code. */
    private static final int SUBSCRIBER_DIGITS = 9;
    /** A customer has a few hundred; what is much more would be a large tree, however few bytes it has. */
    private static final int MOST_TOKENS = 50_000;

    private final ObjectMapper json;
    private final Clock clock;
    private final LadiFlowConfig config;

    AnswerJudge(ObjectMapper json, Clock clock, LadiFlowConfig config) {
        this.json = json.copyWith(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder().maxTokenCount(MOST_TOKENS).build()).build());
        this.clock = clock;
        this.config = config;
    }

    /**
     * @param retryAfter the answer's header; may be null
     * @throws OutageException when the answer says nothing about the record, or a look-up is answered with somebody who was not
     *         asked for: whatever was written to him would be another customer's
     */
    Verdict judge(LadiFlowCall call, int httpStatus, String retryAfter, byte[] body) throws OutageException {
        Verdict verdict = judge(call.api(), httpStatus, retryAfter, body);
        if (call.api() == Api.SHOW && verdict instanceof Verdict.Success found) {
            for (Map.Entry<String, JsonNode> asked : call.body().properties()) {
                if (!answers(asked.getKey(), asked.getValue().asText(), found.customer())) {
                    throw outage(Reason.LADIFLOW_DOWN, "HTTP " + httpStatus + ": customer/show by " + asked.getKey()
                            + " was answered with a customer who has another one; nothing is written to him", null);
                }
            }
        }
        return verdict;
    }

    /** Whether the customer is who was asked for. An answer that names nobody is believed; one that names somebody has to name him. */
    private static boolean answers(String key, String asked, JsonNode customer) {
        String theirs = customer.path(key.equals("customer_id") ? "_id" : key).asText("");
        if (!theirs.isBlank()) {
            return isSame(key, asked, theirs);
        }
        String email = customer.path("email").asText("");
        return key.equals("phone")
                ? email.isBlank() || email.startsWith(asked)
                : customer.path("phone").asText("").isBlank();
    }

    /** LadiFlow may have a phone number with the country's code that was asked for without. */
    private static boolean isSame(String key, String asked, String theirs) {
        return key.equals("phone")
                ? digits(asked).endsWith(lastDigits(theirs)) || digits(theirs).endsWith(lastDigits(asked))
                : theirs.strip().equalsIgnoreCase(asked);
    }

    private static String digits(String phone) {
        return phone.replaceAll("[^0-9]", "");
    }

    private static String lastDigits(String phone) {
        String digits = digits(phone);
        return digits.substring(Math.max(0, digits.length() - SUBSCRIBER_DIGITS));
    }

    /**
     * @param retryAfter the answer's header; may be null
     * @throws OutageException when the answer says nothing about the record
     */
    Verdict judge(Api api, int httpStatus, String retryAfter, byte[] body) throws OutageException {
        JsonNode answer = parse(body);
        boolean readable = answer != null && answer.isObject();
        if (httpStatus >= 200 && httpStatus < 300 && !readable) {
            throw outage(Reason.LADIFLOW_DOWN, "HTTP " + httpStatus + " without a JSON body: a proxy, not LadiFlow?", null);
        }
        int code = readable ? code(answer) : 0;
        int status = httpStatus >= 200 && httpStatus < 300 ? code : httpStatus;
        // What an outage is called stands in the log, and what LadiFlow says may name the customer.
        String message = "HTTP " + httpStatus + (code == 0 ? "" : ", code " + code);
        String said = readable ? answer.path("message").asText("") : "";
        return switch (HttpVerdict.of(status)) {
            case SUCCESS -> switch (api) {
                case LIST_TAG -> tags(answer.path("data"));
                case CREATE_TAG -> new Verdict.TagCreated(createdTag(answer));
                default -> customer(api, answer, message);
            };
            case UNAUTHORIZED, FORBIDDEN -> throw new OutageException.Long(Reason.BAD_API_KEY, message, null);
            case SLOW_DOWN -> throw outage(Reason.LADIFLOW_BUSY, message, retryAfter);
            case REFUSED -> refused(message, said);
            case ABSENT -> {
                // A 404 that is no JSON is another server's, or of a wrong address. A 410 was never seen here: it speaks of the record.
                if (status == NOT_FOUND && api.isOfTags()) {
                    yield refused(message, said);
                }
                if (status == NOT_FOUND && !readable) {
                    throw outage(Reason.LADIFLOW_DOWN, message, retryAfter);
                }
                yield status == NOT_FOUND ? new Verdict.NoSuchCustomer() : refused(message, said);
            }
            // Redirects are not followed: they would carry the API key elsewhere.
            case MOVED, MOVED_FOR_NOW, LATER, BROKEN -> throw outage(Reason.LADIFLOW_DOWN, message, retryAfter);
        };
    }

    private static Verdict refused(String message, String said) {
        return new Verdict.Refused(said.isBlank() ? message : message + ": " + cut(said));
    }

    private static Verdict tags(JsonNode data) {
        List<Tag> tags = new ArrayList<>();
        for (JsonNode item : data.path("items")) {
            String id = item.path("id").asText(item.path("_id").asText(""));
            String name = item.path("name").asText("");
            if (!id.isBlank() && !name.isBlank()) {
                tags.add(new Tag(id, name));
            }
        }
        return new Verdict.Tags(tags, data.path("total").asInt(-1), data.path("limit").asInt(0));
    }

    /** The sample of this answer is not even valid JSON. */
    private static String createdTag(JsonNode answer) {
        JsonNode data = answer.path("data");
        return Stream.of(data.path("tag_id"), data.path("_id"), data.path("id"), answer.path("tag_id"))
                .filter(id -> id.isTextual() && !id.textValue().isBlank()).map(JsonNode::textValue).findFirst().orElse(null);
    }

    private Verdict customer(Api api, JsonNode answer, String message) throws OutageException {
        JsonNode customer = api == Api.SHOW ? answer.path("data").path("customer") : answer.path("data");
        String id = customer.path("_id").asText("");
        if (!id.isBlank()) {
            return new Verdict.Success(id, customer);
        }
        if (api == Api.CREATE_OR_UPDATE) {
            throw outage(Reason.LADIFLOW_DOWN, message + ": the answer has no data._id", null);
        }
        return new Verdict.NoSuchCustomer();
    }

    private OutageException outage(Reason reason, String message, String retryAfterHeader) {
        Duration pause = RetryAfter.parse(retryAfterHeader, clock, config.retryAfterMax()).orElse(null);
        if (pause != null && pause.compareTo(config.redeliveryMaxDelay()) > 0) {
            return new OutageException.Long(reason, message, pause);
        }
        return new OutageException(reason, message, pause);
    }

    private JsonNode parse(byte[] body) {
        try {
            return body == null || body.length == 0 ? null : json.readTree(body);
        } catch (IOException e) {
            return null;
        }
    }

    /** A number, or a number written as text; 0 when there is none. */
    private static int code(JsonNode answer) {
        return answer.path("code").asInt(0);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
    }
}
