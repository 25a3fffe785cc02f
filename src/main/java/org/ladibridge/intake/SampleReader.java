package org.ladibridge.intake;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.intake.file.FileSample;
import org.ladibridge.intake.hook.BodyParser;
import org.ladibridge.intake.hook.HookRegistry;

/** Reads a sample as the source that it is for would: a file's content or a webhook's body, told apart by the content type. */
@ApplicationScoped
public class SampleReader {
    private static final List<String> FILES = List.of("text/", "application/vnd.openxmlformats-officedocument.spreadsheetml",
            "application/zip", "application/gzip");

    private final BodyParser bodies;
    private final HookRegistry hooks;

    SampleReader(BodyParser bodies, HookRegistry hooks) {
        this.bodies = bodies;
        this.hooks = hooks;
    }

    /**
     * @param source name of the source, by convention also the path of its webhook
     * @param contentType {@code text/csv}, or that of a workbook or an archive, for a file with columns; null is taken for JSON
     * @throws UnreadableException when the sample is not what the content type says
     */
    public List<RawRecord> read(String source, byte[] sample, String contentType) throws UnreadableException {
        if (contentType != null && FILES.stream().anyMatch(contentType::startsWith)) {
            return FileSample.read(sample);
        }
        Optional<List<RawRecord>> received = hooks.records(source, sample, contentType);
        return received.isPresent()
                ? received.get()
                : bodies.parse(sample, contentType).stream().map(RawRecord::of).toList();
    }
}
