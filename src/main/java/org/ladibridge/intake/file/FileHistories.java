package org.ladibridge.intake.file;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;
import org.ladibridge.journal.Checkpoint;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalUnavailableException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.ShutdownEvent;

/** Keeps each source's {@link FileHistory} in the journal. */
@ApplicationScoped
@Unremovable
class FileHistories {
    private static final Logger LOG = Logger.getLogger(FileHistories.class);
    private static final int TIMEOUT_SECONDS = 30;

    private final Journal journal;
    private final ObjectMapper json = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private final Map<String, FileHistory> histories = new ConcurrentHashMap<>();
    /** Of each source the files whose reading ended in order while the store could not be written. */
    private final Map<String, Set<String>> ended = new ConcurrentHashMap<>();

    FileHistories(Journal journal) {
        this.journal = journal;
    }

    /** @throws JournalUnavailableException when the store cannot be read */
    <T> T ask(String source, Function<FileHistory, T> question) {
        FileHistory history = histories.computeIfAbsent(source, this::read);
        synchronized (history) {
            return question.apply(history);
        }
    }

    /** Not written before the next change is: what it says is found out anew after a crash. */
    void note(String source, Consumer<FileHistory> change) {
        ask(source, history -> {
            change.accept(history);
            return null;
        });
    }

    /**
     * Changes it durably.
     *
     * @throws JournalUnavailableException when the store cannot be written; nothing is changed then
     */
    <T> T change(String source, Function<FileHistory, T> change) {
        FileHistory history = histories.computeIfAbsent(source, this::read);
        synchronized (history) {
            try {
                T answer = change.apply(history);
                journal.append(JournalReader.CUSTOMERS, List.of(), new Checkpoint(key(source), text(history)))
                        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                ended.remove(source);
                return answer;
            } catch (InterruptedException e) {
                histories.remove(source);
                Thread.currentThread().interrupt();
                throw new JournalUnavailableException("interrupted while the store was written", e);
            } catch (ExecutionException | TimeoutException e) {
                histories.remove(source);
                throw e.getCause() instanceof JournalUnavailableException unavailable
                        ? unavailable
                        : new JournalUnavailableException("the store cannot be written: " + e.getMessage(), e);
            } catch (RuntimeException e) {
                histories.remove(source);
                throw e;
            }
        }
    }

    /** The reading of a file ended for a reason that is known: that is no death of the bridge, whether it can be written now or later. */
    void ended(String source, String name) {
        ended.computeIfAbsent(source, key -> ConcurrentHashMap.newKeySet()).add(name);
        try {
            change(source, history -> {
                history.ended(name);
                return null;
            });
        } catch (JournalUnavailableException e) {
            LOG.debug("It is written with the next change", e);
        }
    }

    private static String key(String source) {
        return "file:" + source;
    }

    private FileHistory read(String source) {
        String text = journal.checkpoint(key(source)).orElse("{}");
        try {
            FileHistory history = json.readValue(text, FileHistory.class);
            ended.getOrDefault(source, Set.of()).forEach(history::ended);
            return history;
        } catch (JsonProcessingException e) {
            LOG.errorf("%s: what is remembered of its files cannot be read, and is begun anew", source);
            return new FileHistory();
        }
    }

    private String text(FileHistory history) {
        try {
            return json.writeValueAsString(history);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a history is plain JSON", e);
        }
    }

    /** A file whose reading is interrupted by an orderly stop is not the cause of a crash. */
    void stopping(@Observes ShutdownEvent event) {
        for (String source : histories.keySet()) {
            try {
                if (ask(source, FileHistory::isReading)) {
                    change(source, history -> {
                        history.ended();
                        return null;
                    });
                }
            } catch (RuntimeException e) {
                LOG.debug("The history could not be written", e);
            }
        }
    }
}
