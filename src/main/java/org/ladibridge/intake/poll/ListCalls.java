package org.ladibridge.intake.poll;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.ladibridge.Ticker;
import org.ladibridge.http.ConnectionTrouble;
import org.ladibridge.http.HttpVerdict;
import org.ladibridge.http.RetryAfter;
import org.ladibridge.intake.UntrustedJson;
import org.ladibridge.intake.api.ApiCaller;
import org.ladibridge.intake.api.ApiReply;
import org.ladibridge.intake.api.ApiRequest;
import org.ladibridge.intake.api.Authentication;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Asks an unknown API as its poll would: by the same settings, requests, answers and paging; slowly, and not often. */
final class ListCalls {
    private static final int MOST_CALLS = 80;
    private static final Duration BETWEEN = Duration.ofMillis(300);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final int MOST_SLOWED = 3;
    /** A 500 may be how it refuses a parameter that was guessed. */
    private static final Set<Integer> LATER = Set.of(502, 503, 504);

    private final ApiCaller caller;
    private final Clock clock;
    private final Consumer<Duration> pause;
    private final ObjectMapper json = UntrustedJson.ofAnswers();
    private Authentication authentication;
    private int calls;

    /** @param pause lets time pass */
    ListCalls(ApiCaller caller, Clock clock, Consumer<Duration> pause) {
        this.caller = caller;
        this.clock = clock;
        this.pause = pause;
    }

    /** The API does not answer as a list does; the message says why, without a secret. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        /** 0 when there was no answer. */
        int status() {
            return status;
        }
    }

    /** @param link the header {@code Link}; null when there is none */
    record Answered(JsonNode tree, ApiRequest request, String link, String date) {
    }

    /** How often something was asked. */
    int calls() {
        return calls;
    }

    /** The first answer to a request with this lower bound. */
    Answered first(PollSettings settings, long since) throws Refused {
        return ask(settings, Position.start(Cursor.from(since), 0));
    }

    /** The ids of the first rows since then. */
    List<PollPage.Item> page(PollSettings settings, long since) throws Refused {
        return read(settings, first(settings, since)).items();
    }

    private PollPage read(PollSettings settings, Answered answer) throws Refused {
        try {
            return new Answer(settings, settings.times(), json, new PageSize(settings.limit())).read(answer.tree(),
                    answer.request().uri(), answer.link(),
                    answer.date());
        } catch (IOException e) {
            throw new Refused(0, settings.masked(String.valueOf(e.getMessage())));
        }
    }

    /**
     * What a run stores, page by page.
     *
     * @param pages those with rows, without what an earlier one had
     * @param repeated how many rows came again, because a page began before the end of the one before
     * @param trouble why it cannot be read so; null when it can
     * @param ended whether the last page was met
     */
    record Run(List<List<PollPage.Item>> pages, int repeated, String trouble, boolean ended) {
        List<PollPage.Item> rows() {
            return pages.stream().flatMap(List::stream).toList();
        }
    }

    /** Reads until there are so many pages with rows of their own, or the end. */
    Run run(PollSettings settings, int pages, int mostCalls) throws Refused {
        PollRun run = new PollRun(Cursor.from(0), Paging.of(settings, settings.times(), new PageSize(settings.limit())),
                settings.times(),
                new PollRun.Limits(0, 0, Duration.ofMinutes(10).toMillis(), mostCalls + 1));
        List<List<PollPage.Item>> read = new ArrayList<>();
        Set<String> known = new LinkedHashSet<>();
        int repeated = 0;
        for (int i = 0; i < mostCalls; i++) {
            PollPage page = read(settings, ask(settings, run.ask()));
            PollRun.Step step = run.answer(page, clock.millis());
            if (step.trouble() != null) {
                return new Run(read, repeated, step.trouble(), false);
            }
            if (step.stored() != null) {
                List<PollPage.Item> fresh = page.items().stream().filter(item -> known.add(String.valueOf(item.id()))).toList();
                repeated += page.items().size() - fresh.size();
                if (!fresh.isEmpty()) {
                    read.add(fresh);
                }
                if (!step.more()) {
                    return new Run(read, repeated, null, true);
                }
                run.stored();
            }
            if (read.size() >= pages) {
                return new Run(read, repeated, null, false);
            }
        }
        return new Run(read, repeated, null, false);
    }

    private Answered ask(PollSettings settings, Position position) throws Refused {
        try {
            if (authentication == null) {
                authentication = Authentication.of(settings.credentials(), clock, Ticker.SYSTEM);
            }
            Optional<ApiRequest> token = authentication.tokenRequest();
            if (token.isPresent() && !authentication.granted(tree(token.get(), call(settings, token.get()), settings))) {
                throw new Refused(0, "the answer to the token request has no access_token");
            }
            ApiRequest request = authentication.sign(new RequestTemplate(settings, clock).request(position));
            ApiReply reply = call(settings, request);
            if (reply.status() == 401 && authentication.renewed()) {
                return ask(settings, position);
            }
            return new Answered(tree(request, reply, settings), request, reply.headers().get("Link"),
                    reply.headers().get("Date"));
        } catch (IOException e) {
            throw new Refused(0, settings.masked("it cannot be asked: "
                    + ConnectionTrouble.of(e, settings.url().replaceFirst(".*?://", "").replaceFirst("[:/?].*", "")).text()));
        }
    }

    private ApiReply call(PollSettings settings, ApiRequest request) throws IOException, Refused {
        for (int i = 0;; i++) {
            if (++calls > MOST_CALLS) {
                throw new Refused(0, "it was asked " + MOST_CALLS + " times, and is asked no more");
            }
            if (calls > 1) {
                pause.accept(BETWEEN);
            }
            ApiReply reply = caller.call(request);
            boolean later = HttpVerdict.of(reply.status()) == HttpVerdict.SLOW_DOWN || LATER.contains(reply.status());
            if (i >= MOST_SLOWED || !later) {
                return reply;
            }
            pause.accept(
                    RetryAfter.parse(reply.headers().get("Retry-After"), clock, LONGEST_WAIT).orElse(Duration.ofSeconds(2)));
        }
    }

    private JsonNode tree(ApiRequest request, ApiReply reply, PollSettings settings) throws Refused {
        JsonNode tree = null;
        try {
            tree = json.readTree(reply.body());
        } catch (IOException e) {
            // Told below.
        }
        int status = reply.status();
        String at = settings.masked(request.method() + " " + request.uri().getPath());
        if (status == 401 || status == 403) {
            throw new Refused(status, at + " is answered with HTTP " + status + ": the token is refused; look whether the"
                    + " variable holds the right one, and how the API wants it (--bearer, --basic, --key, --parameter, --oauth)");
        }
        if (status / 100 != 2) {
            throw new Refused(status, at + " is answered with HTTP " + status + said(tree, settings)
                    + (status == 404
                            ? ": there is no such list"
                            : status / 100 == 3 ? ": it has moved; take the new address" : ""));
        }
        if (tree == null || !tree.isContainerNode()) {
            throw new Refused(status,
                    at + " is answered, but not with JSON; a list as CSV or a workbook goes into a drop folder"
                            + " (learn --file)");
        }
        return tree;
    }

    /** What the API says of it, in one line. */
    private static String said(JsonNode tree, PollSettings settings) {
        if (tree == null) {
            return "";
        }
        for (String key : List.of("message", "error_description", "detail", "error", "title")) {
            JsonNode said = tree.findValue(key);
            if (said != null && said.isTextual()) {
                String text = settings.masked(said.asText().replaceAll("\\s+", " "));
                return " («" + (text.length() > 160 ? text.substring(0, 160) + "…" : text) + "»)";
            }
        }
        return "";
    }
}
