package org.ladibridge.console.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.Mask;
import org.ladibridge.customer.Reason;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.ledger.Replay;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.qute.TemplateData;

/**
 * The form to send a record again: an input for each field that is wrong, then for those that people know a customer by.
 *
 * @param inputs none for a reference, which is fetched again
 * @param mapping what it is a change of
 * @param wasMended whether what was mapped at first is something else than what stands
 * @param problem why it cannot be sent as it is; null for nothing to say
 * @param isProblemFocused whether there is no input that the problem belongs to
 * @param patchProblem the same of the JSON
 * @param changes what would be sent otherwise; null as long as nobody asked
 */
@TemplateData
public record MendForm(List<Input> inputs, String mapping, boolean wasMended, String patch, String problem,
        boolean isProblemFocused, String patchProblem, List<FieldRow.Change> changes) {
    private static final List<CustomerField> USUAL = List.of(CustomerField.EMAIL, CustomerField.PHONE,
            CustomerField.FULL_NAME);

    /**
     * One field.
     *
     * @param value stands in it
     * @param placeholder what is there but hidden
     * @param problem what is wrong with the field; null for nothing
     * @param isFocused whether the visitor shall begin here
     */
    @TemplateData
    public record Input(String name, String label, String value, String placeholder, String problem, boolean isFocused) {
        /** Which keys a telephone shows. */
        public String keys() {
            return switch (name) {
                case "email" -> "email";
                case "phone" -> "tel";
                default -> "text";
            };
        }
    }

    /**
     * What the bridge says to what was typed.
     *
     * @param typed null before anything was
     * @param sentences what is wrong, by the name of the field
     */
    record Answer(PatchForm typed, Map<String, String> sentences, String problem, List<FieldRow.Change> changes) {
        static final Answer NONE = new Answer(null, Map.of(), null, null);

        static Answer refused(PatchForm typed, Map<String, String> sentences) {
            return new Answer(typed, sentences, null, null);
        }

        static Answer problem(PatchForm typed, String problem) {
            return new Answer(typed, Map.of(), problem, null);
        }

        static Answer preview(PatchForm typed, List<FieldRow.Change> changes) {
            return new Answer(typed, Map.of(), null, changes);
        }
    }

    /** Whether the inputs that few people need are shown. */
    public boolean isOpen() {
        return !mapping.equals(Replay.Mapping.LATEST.label()) || !patch.isEmpty() || patchProblem != null;
    }

    /** The first input that is wrong, else the first; where «mend» leads to. */
    public String first() {
        return inputs.stream().filter(input -> input.problem() != null).findFirst().or(() -> inputs.stream().findFirst())
                .map(input -> "set-" + input.name()).orElse("mend");
    }

    static MendForm of(Event event, Replay.Standing standing, List<Remark> remarks, Answer answer, boolean masked,
            boolean wasMended, Ui ui) {
        PatchForm typed = answer.typed() != null
                ? answer.typed()
                : PatchForm.blank(Reason.MAPPING_FAILED.name().equals(event.reason())
                        ? Replay.Mapping.CURRENT
                        : Replay.Mapping.LATEST);
        Map<String, String> wrong = wrong(event, remarks, ui);
        Set<CustomerField> fields = fields(wrong.keySet(), typed.values().keySet());
        wrong.keySet().removeAll(typed.values().keySet());
        wrong.putAll(answer.sentences());
        List<Input> inputs = standing == null ? List.of() : inputs(fields, standing, typed, wrong, answer, masked, ui);
        return new MendForm(inputs, typed.mapping().label(), wasMended, typed.patch(), answer.problem(),
                answer.problem() != null && inputs.stream().noneMatch(Input::isFocused), answer.sentences().get(Patches.PATCH),
                answer.changes());
    }

    /** In an order that does not change when something has been typed. */
    private static Set<CustomerField> fields(Set<String> wrong, Set<String> typed) {
        Set<CustomerField> fields = new LinkedHashSet<>();
        wrong.forEach(name -> CustomerField.byWireName(name).ifPresent(fields::add));
        fields.addAll(USUAL);
        typed.forEach(name -> CustomerField.byWireName(name).ifPresent(fields::add));
        return fields;
    }

    private static List<Input> inputs(Set<CustomerField> fields, Replay.Standing standing, PatchForm typed,
            Map<String, String> wrong, Answer answer, boolean masked, Ui ui) {
        Map<String, String> texts = texts(standing);
        List<Input> inputs = new ArrayList<>();
        boolean isAnswered = answer.problem() != null || !answer.sentences().isEmpty();
        boolean isFocused = false;
        for (CustomerField field : fields) {
            String name = field.wireName();
            boolean hide = masked && FieldRow.isPersonal(name);
            String text = texts.getOrDefault(name, "");
            String problem = wrong.get(name);
            boolean first = isAnswered && !isFocused && problem != null
                    && (answer.sentences().isEmpty() || answer.sentences().containsKey(name));
            isFocused |= first;
            inputs.add(new Input(name, ui.field(name), typed.values().getOrDefault(name, hide ? "" : text),
                    hide ? Mask.text(text) : "", problem, first));
        }
        return inputs;
    }

    /** What is wrong with which field, as far as it can be typed into an input. */
    private static Map<String, String> wrong(Event event, List<Remark> remarks, Ui ui) {
        Map<String, String> wrong = new LinkedHashMap<>();
        if (Reason.NO_EMAIL_OR_PHONE.name().equals(event.reason())) {
            List.of(CustomerField.EMAIL, CustomerField.PHONE)
                    .forEach(field -> wrong.put(field.wireName(), ui.sentence(event.reason())));
        }
        for (Remark remark : remarks) {
            if (remark.isWrong() && CustomerField.byWireName(remark.field()).filter(MendForm::isTyped).isPresent()) {
                wrong.put(remark.field(), ui.warning(remark.code()));
            }
        }
        return wrong;
    }

    private static boolean isTyped(CustomerField field) {
        return !field.type().isList() && field != CustomerField.ID;
    }

    /** What stands in the inputs: the payload, else what the mapping placed, right or wrong. */
    static Map<String, String> texts(Replay.Standing standing) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (CustomerField field : CustomerField.values()) {
            String name = field.wireName();
            JsonNode value = standing.payload().hasNonNull(name) ? standing.payload().get(name) : standing.placed().path(name);
            if (isTyped(field) && value.isValueNode() && !value.isNull()) {
                texts.put(name, value.asText().strip());
            }
        }
        return texts;
    }
}
