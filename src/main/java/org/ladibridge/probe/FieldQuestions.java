package org.ladibridge.probe;

import java.io.IOException;

import org.ladibridge.probe.ThrowAway.Unexpected;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What LadiFlow makes of single values. */
final class FieldQuestions {
    private static final String BEFORE = "2000-12-31";
    private static final String FIRST = "Probe First";
    private static final String FULL = "Probe Full";
    private static final String LAST = "Probe Last";

    private final ThrowAway customer;
    private final Findings findings;
    private boolean langIsStored;

    FieldQuestions(ThrowAway customer, Findings findings) {
        this.customer = customer;
        this.findings = findings;
    }

    void ask() throws InterruptedException {
        findings.ask(Question.DOB, this::dob);
        findings.ask(Question.DOB_SLASHES, this::dobWithSlashes);
        findings.ask(Question.LANG, this::lang);
        findings.ask(Question.LANGUAGE, this::language);
        findings.ask(Question.NAME, this::name);
        findings.ask(Question.POSTAL_CODE, this::postalCode);
        findings.ask(Question.WEBSITE, this::website);
    }

    private String dobAfter(String text) throws IOException, InterruptedException, Unexpected {
        customer.set(customer.change().put("dob", BEFORE));
        Reply reply = customer.update(customer.change().put("dob", text));
        String shown = customer.shown().path("dob").asText("");
        return reply.isSuccess() ? shown.substring(0, Math.min(10, shown.length())) : "refuse";
    }

    private Finding dob() throws IOException, InterruptedException, Unexpected {
        String after = dobAfter("1990-04-05");
        return after.equals("1990-04-05")
                ? Finding.assumed(Question.DOB, "as-sent", "it is that day")
                : Finding.mind(Question.DOB, after.equals("refuse") ? after : "other", "1990-04-05 became «" + after + "»");
    }

    private Finding dobWithSlashes() throws IOException, InterruptedException, Unexpected {
        String after = dobAfter("05/04/1990");
        String answer = switch (after) {
            case "1990-04-05" -> "day-first";
            case "1990-05-04" -> "month-first";
            case "", BEFORE -> "drop";
            case "refuse" -> "refuse";
            default -> "other";
        };
        return Finding.copes(Question.DOB_SLASHES, answer, switch (answer) {
            case "day-first" -> "05/04/1990 is 5 April";
            case "month-first" -> "05/04/1990 is 4 May";
            case "refuse" -> "it is refused";
            case "drop" -> after.isEmpty() ? "the birthday is gone" : "nothing changes";
            default -> "it becomes «" + after + "»";
        });
    }

    private Finding lang() throws IOException, InterruptedException, Unexpected {
        customer.set(customer.change().put("lang", "other"));
        JsonNode shown = after(customer.change().put("lang", "en"));
        langIsStored = shown.path("language").asText("").equals("en") || shown.path("lang").asText("").equals("en");
        return langIsStored
                ? Finding.copes(Question.LANG, "stored", "it is stored")
                : Finding.assumed(Question.LANG, "parked",
                        ThrowAway.isParked(shown, "lang") ? "it is parked in external_data" : "it is dropped");
    }

    private Finding language() throws IOException, InterruptedException, Unexpected {
        JsonNode shown = after(customer.change().put("language", "vi"));
        if (shown.path("language").asText("").equals("vi")) {
            return langIsStored ? Finding.copes(Question.LANGUAGE, "stored", "it is stored") : Settings.languageOnly();
        }
        return Finding.assumed(Question.LANGUAGE, "parked",
                ThrowAway.isParked(shown, "language") ? "it is parked in external_data" : "it is dropped");
    }

    private Finding name() throws IOException, InterruptedException, Unexpected {
        JsonNode shown = after(customer.change().put("first_name", FIRST).put("full_name", FULL).put("last_name", LAST));
        String name = shown.path("name").asText("");
        if (name.equals(FIRST)) {
            return Finding.assumed(Question.NAME, "first-name", "first_name");
        }
        if (name.equals(FULL)) {
            return Finding.copes(Question.NAME, "full-name", "full_name");
        }
        return name.equals(FIRST + " " + LAST) || name.equals(LAST + " " + FIRST)
                ? Finding.copes(Question.NAME, "parts", "first_name and last_name")
                : Finding.mind(Question.NAME, "other", "«" + name + "»");
    }

    private Finding postalCode() throws IOException, InterruptedException, Unexpected {
        customer.set(customer.change().put("postal_code", 100_000));
        Reply reply = customer.update(customer.change().put("postal_code", "04100"));
        if (!reply.isSuccess()) {
            return Finding.assumed(Question.POSTAL_CODE, "refuse", "it is refused: " + reply);
        }
        String stored = customer.shown().path("postal_code").asText("");
        return switch (stored) {
            case "04100" -> Finding.mind(Question.POSTAL_CODE, "text", "it is stored whole: the bridge could send it");
            case "4100" -> Finding.assumed(Question.POSTAL_CODE, "number", "it loses its zero");
            default -> Finding.assumed(Question.POSTAL_CODE, "drop", "it is dropped");
        };
    }

    private Finding website() throws IOException, InterruptedException, Unexpected {
        boolean text = isWebsiteAfter("https://text.example.com", false);
        boolean list = isWebsiteAfter("https://list.example.com", true);
        if (text) {
            return Finding.assumed(Question.WEBSITE, list ? "both" : "text",
                    list ? "both are stored" : "the text is stored, the list is not");
        }
        return list
                ? Settings.website("the list is stored, the text is not")
                : Finding.mind(Question.WEBSITE, "neither", "neither is stored");
    }

    private boolean isWebsiteAfter(String address, boolean asList) throws IOException, InterruptedException, Unexpected {
        ObjectNode change = customer.change();
        if (asList) {
            change.putArray("website").add(address);
        } else {
            change.put("website", address);
        }
        customer.update(change);
        JsonNode website = customer.shown().path("website");
        return website.isArray() ? website.path(0).asText().equals(address) : website.asText("").equals(address);
    }

    private JsonNode after(ObjectNode change) throws IOException, InterruptedException, Unexpected {
        customer.set(change);
        return customer.shown();
    }
}
