package org.ladibridge.intake.poll;

import java.time.Instant;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.intake.UntrustedJson;
import org.ladibridge.journal.Checkpoint;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalUnavailableException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Where polls stand, as a person sets it. */
@ApplicationScoped
public class PollCheckpoints {
    private final Journal journal;
    private final PollProgress progress;
    private final ObjectMapper json = UntrustedJson.mapper();

    PollCheckpoints(Journal journal, PollProgress progress) {
        this.journal = journal;
        this.progress = progress;
    }

    /** Whether this source is a poll that has run. */
    public boolean isPoll(String source) {
        return progress.of(source).isPresent();
    }

    /**
     * Everything that changed since then is read again, live records first. The source must not run meanwhile.
     *
     * @throws JournalUnavailableException when it cannot be stored
     */
    public void set(String source, Instant since) {
        try {
            String before = journal.checkpoint(source).orElse(null);
            Cursor cursor = Cursor.from(since.toEpochMilli());
            if (before != null) {
                cursor = cursor.of(json.readValue(before, Cursor.class).place());
            }
            journal.append(JournalReader.CUSTOMERS, List.of(), new Checkpoint(source, json.writeValueAsString(cursor))).join();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the checkpoint of " + source + " is none of a poll", e);
        }
    }
}
