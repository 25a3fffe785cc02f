package org.ladibridge.intake.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jboss.logging.Logger;
import org.ladibridge.Ticker;
import org.ladibridge.customer.Reason;
import org.ladibridge.http.AnswerTooLargeException;
import org.ladibridge.http.ConnectionTrouble;
import org.ladibridge.http.RetryAfter;
import org.ladibridge.intake.MappingFile;
import org.ladibridge.intake.RefusedKeys;
import org.ladibridge.intake.SourceGate;
import org.ladibridge.intake.SourceTroubles;
import org.ladibridge.intake.UntrustedJson;
import org.ladibridge.intake.api.ApiCaller;
import org.ladibridge.intake.api.ApiReply;
import org.ladibridge.intake.api.ApiRequest;
import org.ladibridge.intake.api.Authentication;
import org.ladibridge.intake.fetch.FetchAnswer.Meaning;
import org.ladibridge.journal.Attempt;
import org.ladibridge.journal.Backoff;
import org.ladibridge.journal.Outcome;
import org.ladibridge.transform.Jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Puts one question to a source and sees what its answer means for the others: while nobody can be asked, the gate is closed. The
 * call goes to the address of the settings, whatever a webhook said: of a reference only ids of a plain alphabet enter the path.
 */
final class SourceQuestions {
    private static final Logger LOG = Logger.getLogger(SourceQuestions.class);
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int EXCERPT = 500;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
    private static final Duration AFTER_BAD_KEY = Duration.ofSeconds(30);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), 0.25);

    /** What all fetches share. */
    record Services(Clock clock, Ticker ticker, RandomGenerator random, RefusedKeys refusedKeys, SourceTroubles troubles,
            Jq jq) {
    }

    private final FetchSettings settings;
    private final Services services;
    private final SourceGate gate;
    private final ApiCaller calls;
    private final Authentication authentication;
    private final CallRate rate;
    private final ObjectMapper json = UntrustedJson.ofAnswers();
    /** Null for a GET. */
    private final MappingFile body;
    /** Why fetching paused last: an outage that turns into a refused token is worth another line in the log. */
    private final AtomicReference<Reason> pausedFor = new AtomicReference<>();

    SourceQuestions(FetchSettings settings, Services services, SourceGate gate, ApiCaller calls) {
        this.settings = settings;
        this.services = services;
        this.gate = gate;
        this.calls = calls;
        this.authentication = Authentication.of(settings.credentials(), services.clock(), services.ticker());
        this.rate = new CallRate(settings.rate(), services.ticker());
        this.body = settings.body().isBlank()
                ? null
                : new MappingFile(Path.of(settings.body()), services.jq(), services.ticker());
    }

    /** @return what was answered; null when the reference waits or ends without an answer, and its outcome is set */
    FetchAnswer ask(Asking asking, JsonNode reference) throws IOException {
        String path = path(reference);
        if (path == null) {
            asking.outcome = new Outcome.Rejected(Reason.UNREADABLE, "the reference has no plain id for " + settings.path());
            return null;
        }
        ApiRequest request = request(reference, path);
        rate.await();
        Instant started = services.clock().instant();
        ApiReply reply;
        try {
            reply = calls.call(request);
        } catch (IOException | RuntimeException e) {
            noAnswer(asking, started, request, e);
            return null;
        }
        return answered(asking, started, request.body(), reply);
    }

    private ApiRequest request(JsonNode reference, String path) throws IOException {
        String sent = body == null ? null : json.writeValueAsString(body.current().apply(reference).get(0));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        if (sent != null) {
            headers.put("Content-Type", "application/json; charset=utf-8");
        }
        return authentication.sign(new ApiRequest(sent == null ? "GET" : "POST", settings.address(path), headers, sent));
    }

    /** The connection failed, or the answer did not come in time. */
    private void noAnswer(Asking asking, Instant started, ApiRequest request, Exception failure) {
        if (failure instanceof AnswerTooLargeException) {
            String problem = failure.getClass().getSimpleName() + ": " + failure.getMessage();
            attempt(asking, started, request.body(), null, problem);
            // The source answers; that much is this reference's alone.
            gate.open();
            waits(asking, problem);
            return;
        }
        ConnectionTrouble trouble = ConnectionTrouble.of(failure, request.uri().getHost());
        attempt(asking, started, request.body(), null, trouble.text());
        if (trouble.isLasting()) {
            tell(asking, trouble.text());
        }
        allWait(asking, Reason.SOURCE_DOWN, trouble.text(), gateBackoff());
    }

    private FetchAnswer answered(Asking asking, Instant started, String sent, ApiReply reply) {
        FetchAnswer answer = FetchAnswer.judge(reply.status(), tree(reply.body()), settings);
        attempt(asking, started, sent, reply.status(), answer.detail() == null ? null : excerpt(reply.body()));
        Duration wanted = RetryAfter.parse(reply.headers().get("Retry-After"), services.clock(), LONGEST_RETRY_AFTER)
                .orElse(null);
        boolean everybody = answer.meaning() == Meaning.BAD_KEY || answer.meaning() == Meaning.BUSY
                || answer.meaning() == Meaning.ELSEWHERE || answer.meaning() == Meaning.DOWN && wanted != null;
        if (!everybody) {
            gate.open();
        }
        if (answer.meaning().isAboutTheRecord()) {
            services.refusedKeys().accepted(asking.routeId);
            services.troubles().over(asking.routeId);
        }
        switch (answer.meaning()) {
            case BAD_KEY -> {
                services.refusedKeys().refused(asking.routeId, "the source refuses to be asked, " + answer.detail()
                        + ": correct " + settings.variable() + " and restart");
                allWait(asking, Reason.BAD_SOURCE_KEY, answer.detail(), AFTER_BAD_KEY);
            }
            case ELSEWHERE -> {
                tell(asking,
                        answer.detail() + " without a word of the source's own: its address is wrong, has moved, or is being"
                                + " maintained; correct the route's url (or the setting that it names). References are kept");
                allWait(asking, Reason.SOURCE_DOWN, answer.detail() + ", not said by the source itself", gateBackoff());
            }
            case BUSY, DOWN -> {
                if (everybody) {
                    allWait(asking, Reason.SOURCE_DOWN, answer.detail(), longer(wanted, gateBackoff()));
                } else {
                    waits(asking, answer.detail());
                }
            }
            default -> {
                // About the record.
            }
        }
        return answer;
    }

    /** A source in trouble may ask for no pause at all. */
    private static Duration longer(Duration wanted, Duration own) {
        return wanted == null || wanted.compareTo(Duration.ofSeconds(1)) < 0 ? own : wanted;
    }

    private void tell(Asking asking, String trouble) {
        services.troubles().tell(asking.routeId, "references are not fetched: " + trouble);
    }

    /** Null when a value is missing or could lead elsewhere. */
    private String path(JsonNode reference) {
        Matcher variable = VARIABLE.matcher(settings.path());
        StringBuilder path = new StringBuilder();
        while (variable.find()) {
            String value = reference.path(variable.group(1)).asText();
            if (!PLAIN_ID.matcher(value).matches()) {
                return null;
            }
            variable.appendReplacement(path, value);
        }
        return variable.appendTail(path).toString();
    }

    /** The failure concerns the source as a whole. */
    private void allWait(Asking asking, Reason reason, String detail, Duration pause) {
        boolean first = gate.close(pause) == 1;
        if (pausedFor.getAndSet(reason) != reason || first) {
            LOG.warnf("%s: fetching pauses (%s): %s. References are kept; the source is asked until it answers%s",
                    settings.queue(), reason, detail,
                    reason == Reason.BAD_SOURCE_KEY ? ". Correct " + settings.variable() + " and restart" : "");
        }
        waits(asking, reason, detail, pause);
    }

    /** The reference alone waits, longer each time. */
    void waits(Asking asking, String detail) {
        waits(asking, Reason.SOURCE_DOWN, detail, BACKOFF.after(asking.record.attempts(), services.random()));
    }

    private void waits(Asking asking, Reason reason, String detail, Duration pause) {
        asking.outcome = new Outcome.RetryAt(services.clock().instant().plus(pause), reason, detail);
    }

    private Duration gateBackoff() {
        return BACKOFF.after(gate.failures(), services.random());
    }

    private void attempt(Asking asking, Instant started, String sent, Integer status, String answer) {
        asking.attempts.add(new Attempt(started, "fetch", sent, status,
                Duration.between(started, services.clock().instant()).toMillis(), answer));
    }

    /** Null when it is not JSON, or more than one record or a page of them is. */
    private JsonNode tree(byte[] bytes) {
        try {
            JsonNode tree = json.readTree(bytes);
            return tree == null || tree.isMissingNode() ? null : tree;
        } catch (IOException e) {
            return null;
        }
    }

    private static String excerpt(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, EXCERPT), StandardCharsets.UTF_8);
    }
}
