package org.ladibridge.ledger;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.NotTaken;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** What LadiFlow does not store of what is sent, in a sentence for each name, with what to do. */
@ApplicationScoped
public class Untaken {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.-]*");

    private final JournalReader reader;
    private final Clock clock;

    public Untaken(JournalReader reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * One custom field, tag or field.
     *
     * @param kind {@code custom_field}, {@code tag} or {@code field}
     * @param records how many deliveries had it: a record that was sent again counts again
     * @param takenAt since when LadiFlow stores it after all, so that the records may be sent again; null as long as it does not
     * @param message what is wrong, or was
     * @param messageVi the same in Vietnamese
     * @param remedy what to do
     * @param remedyVi the same in Vietnamese
     * @param command sends the records again
     */
    @RegisterForReflection
    public record Line(String kind, String name, long records, Instant since, Instant last, Instant takenAt, String message,
            String messageVi, String remedy, String remedyVi, String command) {
        /** For a terminal or a log. */
        public String sentence() {
            return message + ": " + remedy;
        }

        public String sentenceVi() {
            return messageVi + ": " + remedyVi;
        }
    }

    /** What most records have, first. */
    public List<Line> lines() {
        return reader.notTaken().stream().map(this::line).toList();
    }

    private Line line(JournalReader.Untaken one) {
        NotTaken what = one.what();
        String name = what.kind() == NotTaken.Kind.TAG ? "«" + what.name() + "»" : what.name();
        String command = "./ladibridge replay --not-taken" + argument(what.name());
        String message;
        String messageVi;
        String remedy;
        String remedyVi;
        if (one.takenAt() != null) {
            message = "LadiFlow takes the " + kind(what) + name + " since " + day(one.takenAt()) + ", and "
                    + count(one.records(), Locale.ENGLISH, " earlier delivery", " earlier deliveries") + " went without";
            messageVi = "LadiFlow đã nhận " + kindVi(what) + name + " từ " + day(one.takenAt()) + ", nhưng "
                    + count(one.records(), Locale.forLanguageTag("vi"), " lượt gửi", " lượt gửi") + " trước đó không có";
            remedy = command + " sends them again";
            remedyVi = "gửi lại bằng " + command;
        } else {
            String records = " (" + count(one.records(), Locale.ENGLISH, " delivery", " deliveries") + " since "
                    + day(one.firstAt())
                    + ")";
            String recordsVi = " (" + count(one.records(), Locale.forLanguageTag("vi"), " lượt gửi", " lượt gửi") + " từ "
                    + day(one.firstAt()) + ")";
            message = (switch (what.kind()) {
                case CUSTOM_FIELD -> "LadiFlow does not know the custom field ";
                case TAG -> "LadiFlow has no tag ";
                case FIELD -> "LadiFlow only parks in external_data the field ";
            }) + name + records;
            messageVi = (switch (what.kind()) {
                case CUSTOM_FIELD -> "LadiFlow không có trường tùy chỉnh ";
                case TAG -> "LadiFlow không có thẻ ";
                case FIELD -> "LadiFlow chỉ để trong external_data trường ";
            }) + name + recordsVi;
            remedy = switch (what.kind()) {
                case CUSTOM_FIELD -> "create it in LadiFlow, then " + command;
                case TAG -> "create it in LadiFlow or set LADIFLOW_TAGS=create, then " + command;
                case FIELD -> "leave it out of the mapping or ask LadiFlow's support; when LadiFlow stores it, " + command;
            };
            remedyVi = switch (what.kind()) {
                case CUSTOM_FIELD -> "hãy tạo trường này trong LadiFlow rồi chạy " + command;
                case TAG -> "hãy tạo thẻ trong LadiFlow hoặc đặt LADIFLOW_TAGS=create rồi chạy " + command;
                case FIELD ->
                    "hãy bỏ trường này khỏi mapping hoặc hỏi bộ phận hỗ trợ LadiFlow; khi LadiFlow đã lưu, chạy " + command;
            };
        }
        return new Line(what.kind().label(), what.name(), one.records(), one.firstAt(), one.lastAt(), one.takenAt(), message,
                messageVi, remedy, remedyVi, command);
    }

    /** For a shell; after an equals sign, where it could be taken for an option. */
    private static String argument(String name) {
        return (name.startsWith("-") ? "=" : " ")
                + (PLAIN.matcher(name).matches() ? name : "'" + name.replace("'", "'\\''") + "'");
    }

    private static String kind(NotTaken what) {
        return switch (what.kind()) {
            case CUSTOM_FIELD -> "custom field ";
            case TAG -> "tag ";
            case FIELD -> "field ";
        };
    }

    private static String kindVi(NotTaken what) {
        return switch (what.kind()) {
            case CUSTOM_FIELD -> "trường tùy chỉnh ";
            case TAG -> "thẻ ";
            case FIELD -> "trường ";
        };
    }

    private static String count(long n, Locale locale, String one, String many) {
        return String.format(locale, "%,d", n) + (n == 1 ? one : many);
    }

    private LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, clock.getZone() == null ? ZoneId.systemDefault() : clock.getZone());
    }
}
