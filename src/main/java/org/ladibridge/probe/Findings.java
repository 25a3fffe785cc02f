package org.ladibridge.probe;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.ladibridge.probe.ThrowAway.Unexpected;

/** Collects what is found; a question that fails does not stop the next. */
final class Findings {
    private final Map<Question, Finding> found = new EnumMap<>(Question.class);
    private final Consumer<Finding> listener;

    Findings(Consumer<Finding> listener) {
        this.listener = listener;
    }

    /** Finds the answer to one question. */
    interface Asking {
        Finding ask() throws IOException, InterruptedException, Unexpected;
    }

    void ask(Question question, Asking asking) throws InterruptedException {
        Finding finding;
        try {
            finding = asking.ask();
        } catch (IOException e) {
            finding = Finding.unanswered(question, "no answer: " + e.getClass().getSimpleName() + " " + e.getMessage());
        } catch (Unexpected e) {
            finding = Finding.unanswered(question, e.getMessage());
        }
        add(finding);
    }

    void add(Finding finding) {
        found.put(finding.question(), finding);
        listener.accept(finding);
    }

    /** In the order of the questions. */
    List<Finding> all() {
        return List.copyOf(found.values());
    }

    boolean has(Question question) {
        return found.containsKey(question);
    }
}
