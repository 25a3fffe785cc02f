package org.ladibridge.intake.hook;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.ladibridge.intake.Mistakes;
import org.ladibridge.intake.Parameters;

import com.fasterxml.jackson.core.JsonPointer;

/**
 * A webhook whose parameters were understood.
 *
 * @param handshake null when its sender asks nothing
 * @param stored the HTTP status for what is stored
 * @param visibleHeaders the only request headers that a route gets to see
 * @param ignored what is removed from every record before it is stored
 * @param accompanying what of a delivery goes along with its records
 */
record Hook(Preset preset, Verifier verifier, Handshake handshake, int stored, Set<String> visibleHeaders,
        List<JsonPointer> ignored, List<Place> accompanying, Envelope envelope) {
    private static final List<String> OPENING_HEADERS = List.of("authorization", "proxy-authorization", "cookie", "x-api-key");

    /**
     * @param publicAddress gives null when it is not set
     * @param mistakes gets what is wrong; when there is any, what is returned is of no use
     * @throws org.ladibridge.intake.MissingSettingException when a setting that is signed along is missing
     */
    static Hook of(HookSettings settings, Clock clock, Supplier<PublicAddress> publicAddress, Mistakes mistakes) {
        Preset preset = mistakes.read("verify", () -> Preset.of(settings.text("verify").strip()), null);
        if (preset == null) {
            return null;
        }
        Reading reading = new Reading(settings, preset, mistakes);
        return new Hook(preset, new VerifierFactory(settings, preset, clock, publicAddress, mistakes).verifier(),
                reading.handshake(), reading.status(), reading.visibleHeaders(), reading.ignored(), reading.accompanying(),
                Envelope.of(settings.text("unwrap")));
    }

    /** The parameters that do not say how the sender proves who it is. */
    private record Reading(HookSettings settings, Preset preset, Mistakes mistakes) {
        Handshake handshake() {
            String asked = settings.or("handshake", preset.handshake());
            if (asked.isEmpty()) {
                Stream.of("verifyToken", "handshakeAnswer", "handshakeHeader").filter(settings::isGiven)
                        .forEach(name -> mistakes.add(name, name
                                + " has no effect without handshake; it says what is asked, such as hub, get or query:challenge"));
                return null;
            }
            String header = settings.text("handshakeHeader").strip();
            Handshake.wrongHeader(header).ifPresent(wrong -> mistakes.add("handshakeHeader", wrong));
            Handshake made = handshake(asked, header);
            mistakes.require(made == null || !made.signs() || preset.proof() == Preset.Proof.SIGNATURE, "handshakeAnswer",
                    "handshakeAnswer: {signed:…} needs a verify that signs; " + preset.label() + " does not");
            return made;
        }

        private Handshake handshake(String asked, String header) {
            try {
                return Handshake.of(asked, settings.or("handshakeAnswer", ""), header, settings.secrets("verifyToken"));
            } catch (IllegalArgumentException e) {
                mistakes.add(Stream.of("verifyToken", "handshakeAnswer")
                        .filter(name -> e.getMessage().replaceFirst("^the ", "").startsWith(name)).findFirst()
                        .orElse("handshake"), e.getMessage());
                return null;
            }
        }

        int status() {
            String answer = settings.text("answer").strip();
            if (answer.isEmpty()) {
                return preset.answers().stored();
            }
            boolean isSuccess = answer.matches("2\\d\\d");
            mistakes.require(isSuccess, "answer",
                    "answer takes an HTTP status of success such as 200, not «" + answer + "»");
            return isSuccess ? Integer.parseInt(answer) : preset.answers().stored();
        }

        Set<String> visibleHeaders() {
            Set<String> visible = new LinkedHashSet<>(preset.headers());
            for (String clean : Parameters.list(settings.text("headers"))) {
                String lower = clean.toLowerCase(Locale.ROOT);
                mistakes.require(!lower.startsWith("camel") && !lower.startsWith("org.apache.camel"), "headers",
                        "the header «" + clean + "» would steer Camel; it is never passed on");
                visible.add(clean);
            }
            return visible;
        }

        List<Place> accompanying() {
            List<Place> places = new ArrayList<>();
            for (String text : Parameters.list(settings.text("delivery"))) {
                Place place = mistakes.read("delivery", () -> Place.of("delivery", text), null);
                if (place != null) {
                    mistakes.require(place.kind() != Place.Kind.BODY || !settings.text("unwrap").isBlank(), "delivery",
                            "delivery takes " + place
                                    + " only together with unwrap: without an envelope the mapping sees the body"
                                    + " anyway");
                    mistakes.require(!opens(place), "delivery",
                            "delivery would store " + place + " with the records, and it opens this webhook");
                    places.add(place);
                }
            }
            return places;
        }

        private boolean opens(Place place) {
            boolean isHeader = place.kind() == Place.Kind.HEADER;
            return isHeader && OPENING_HEADERS.contains(place.name().toLowerCase(Locale.ROOT))
                    || preset.proof() == Preset.Proof.TOKEN
                            && (isHeader && place.name().equalsIgnoreCase(settings.text("header").strip())
                                    || place.toString().equals(settings.text("signatureAt").strip()));
        }

        List<JsonPointer> ignored() {
            List<JsonPointer> pointers = new ArrayList<>();
            preset.credentials().forEach(key -> pointers.add(topLevel(key)));
            String token = settings.text("signatureAt").strip();
            if (preset.proof() == Preset.Proof.TOKEN && token.startsWith("body:/")) {
                // A token that opens this webhook is not kept with the records.
                JsonPointer pointer = JsonPointer.compile(token.substring("body:".length()));
                pointers.add(pointer);
                pointers.add(topLevel(FormFields.name(pointer)));
            }
            Parameters.list(settings.text("ignore")).forEach(key -> pointers.add(key.startsWith("/")
                    ? mistakes.read("ignore", () -> Parameters.pointer("ignore", key), JsonPointer.empty())
                    : topLevel(key)));
            return pointers;
        }

        private static JsonPointer topLevel(String key) {
            return JsonPointer.empty().appendProperty(key);
        }
    }
}
