package org.ladibridge.console.web;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;
import org.ladibridge.intake.SourceSentences;
import org.ladibridge.transform.SourceHints;

import io.quarkus.qute.TemplateData;

/**
 * What every page needs besides its own data.
 *
 * @param page which entry of the navigation it belongs to
 * @param language {@code en} or {@code vi}
 * @param theme {@code auto}, {@code dark} or {@code light}
 * @param csrf the session's token; null on the login page
 * @param user who is logged in, as they say themselves
 * @param path where the visitor is
 * @param notice what the change before this page had to say; null for nothing
 * @param now the time of all that is shown as «ago»
 */
@TemplateData
public record Ui(String page, Locale locale, String theme, String csrf, String user, String path, String notice, Instant now,
        Assets assets, Msg msg) {
    private static final Pattern PIECES = Pattern.compile("(?<=[@:/])|(?=\\.)");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd/MM HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm", Locale.ROOT);

    public String language() {
        return locale.getLanguage();
    }

    public boolean isVietnamese() {
        return language().equals("vi");
    }

    public boolean isLoggedIn() {
        return csrf != null;
    }

    /** What the switch of the theme leads to. */
    public String nextTheme() {
        return Visitor.THEMES.get((Visitor.THEMES.indexOf(theme) + 1) % Visitor.THEMES.size());
    }

    public String asset(String name) {
        return assets.address(name);
    }

    public String number(Number n) {
        return String.format(locale, "%,d", n);
    }

    /** How many records in the {@link #per unit} in which it is told, with a digit behind the point where it says something. */
    public String rate(double perSecond) {
        return perSecond < 1
                ? number(Math.round(perSecond * 60))
                : String.format(locale, perSecond < 10 ? "%.1f" : "%,.0f", perSecond);
    }

    /** Low rates are shown per minute instead of as fractions per second. */
    public String per(double perSecond) {
        return perSecond >= 1 ? isVietnamese() ? "/giây" : "/s" : isVietnamese() ? "/phút" : "/min";
    }

    /** With its day, as people say it: {@code today 21:03:05}, {@code 31/12 21:03:05}, {@code 31/12/2025 21:03}. Vietnam's, whoever looks. */
    public String when(Instant time) {
        ZonedDateTime then = time.atZone(SourceHints.VIETNAM);
        LocalDate today = now.atZone(SourceHints.VIETNAM).toLocalDate();
        if (then.toLocalDate().equals(today)) {
            return (isVietnamese() ? "hôm nay " : "today ") + then.format(TIME);
        }
        if (then.toLocalDate().equals(today.minusDays(1))) {
            return (isVietnamese() ? "hôm qua " : "yesterday ") + then.format(TIME);
        }
        return then.format(then.getYear() == today.getYear() ? DAY : YEAR);
    }

    /** As an {@code <input type="datetime-local">} takes it; blank for null. */
    public String input(Instant time) {
        return time == null ? "" : time.atZone(SourceHints.VIETNAM).toLocalDateTime().withNano(0).withSecond(0).toString();
    }

    public String since(Instant time) {
        return duration(Math.max(0, Duration.between(time, now).toSeconds()));
    }

    public String duration(long seconds) {
        boolean vi = isVietnamese();
        if (seconds < 90) {
            return seconds + (vi ? " giây" : " s");
        }
        if (seconds < 5_400) {
            return (seconds + 30) / 60 + (vi ? " phút" : " min");
        }
        return seconds < 172_800
                ? (seconds + 1_800) / 3_600 + (vi ? " giờ" : " h")
                : (seconds + 43_200) / 86_400 + (vi ? " ngày" : " days");
    }

    public String sentence(Reason reason) {
        return isVietnamese() ? reason.vi() : reason.en();
    }

    /** The sentence of a reason's name. */
    public String sentence(String reason) {
        return sentence(Reason.valueOf(reason));
    }

    /** What a state of a record or source is called. */
    public String state(String state) {
        return switch (state) {
            case "ignored" -> Terms.of(language(), "state", state);
            case "received" -> msg.stateReceived();
            case "queued" -> msg.stateQueued();
            case "waiting" -> msg.stateWaiting();
            case "delivered" -> msg.stateDelivered();
            case "unchanged" -> msg.stateUnchanged();
            case "superseded" -> msg.stateSuperseded();
            case "duplicate" -> msg.stateDuplicate();
            case "rejected" -> msg.stateRejected();
            case "dead" -> msg.stateDead();
            case "inFlight" -> msg.stateInFlight();
            case "running" -> msg.stateRunning();
            case "paused" -> msg.statePaused();
            case "quarantined" -> msg.stateQuarantined();
            default -> state;
        };
    }

    /** The parts of an address or a key between which a line may break. */
    public List<String> pieces(String address) {
        return List.of(PIECES.split(address));
    }

    /** What a field of LadiFlow's is called; one that it does not document, as it stands. */
    public String field(String name) {
        return Terms.of(language(), "field", name);
    }

    /** What a person did, by the name that the audit has for it. */
    public String action(String name) {
        return Terms.of(language(), "action", name);
    }

    /** What a fact about something that was done is called. */
    public String fact(String name) {
        return Terms.of(language(), "fact", name);
    }

    /** What a poll does; when it fails, it says itself why. */
    public String activity(String activity) {
        return switch (activity) {
            case "running" -> msg.stateRunning();
            case "idle" -> msg.pollIdle();
            default -> trouble(activity);
        };
    }

    /** What keeps a source from its records, in the visitor's language; as it stands when there is no translation. */
    public String trouble(String english) {
        return isVietnamese() ? SourceSentences.inVietnamese(english) : english;
    }

    /** A remark of the bridge's in the visitor's language; as it stands when there is no translation. */
    public String remark(String english) {
        return isVietnamese() ? Remarks.vietnamese(english).orElse(english) : english;
    }

    /** The language in which a {@link #remark} is told. */
    public String remarkLanguage(String english) {
        return isVietnamese() && Remarks.vietnamese(english).isPresent() ? "vi" : "en";
    }

    /** What a kind of source is called. */
    public String kind(String kind) {
        return switch (kind) {
            case "webhook" -> msg.kindWebhook();
            case "poll" -> msg.kindPoll();
            case "file" -> msg.kindFile();
            default -> kind;
        };
    }

    /** The sentence of a warning's code. */
    public String warning(String code) {
        // A store of an older version may hold codes that no longer exist.
        return Arrays.stream(Warning.Code.values()).filter(known -> known.name().equals(code)).findFirst()
                .map(known -> isVietnamese() ? known.vi() : known.en()).orElse(code);
    }

    /** What a field takes, when what was typed for it is something else. */
    public String expected(CustomerField field) {
        return switch (field) {
            case EMAIL -> msg.expectedEmail();
            case PHONE -> msg.expectedPhone();
            default -> switch (field.type()) {
                case DATE -> msg.expectedDate();
                case GENDER -> msg.expectedGender();
                case NUMBER -> msg.expectedNumber();
                case URL -> msg.expectedUrl();
                case LANGUAGE -> msg.expectedLanguage();
                default -> msg.patchBadValue(field.wireName());
            };
        };
    }

    /** How the replay of a group stands. */
    public String replay(String state) {
        return switch (state) {
            case "running" -> msg.replayRunning();
            case "done" -> msg.replayDone();
            case "stopped" -> msg.replayStopped();
            case "failed" -> msg.replayFailed();
            default -> state;
        };
    }
}
