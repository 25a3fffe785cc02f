package org.ladibridge.intake;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.intake.file.FileSample;
import org.ladibridge.intake.hook.BodyParser;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads a sample as the source that it is for would: a file's content or a webhook's body, told apart by the content type. */
@ApplicationScoped
public class SampleReader {
    private static final List<String> FILES = List.of("text/", "application/vnd.openxmlformats-officedocument.spreadsheetml",
            "application/zip", "application/gzip");
    private static final String ENVELOPE = "data";

    private final BodyParser bodies;

    SampleReader(BodyParser bodies) {
        this.bodies = bodies;
    }

    /**
     * @param contentType {@code text/csv}, or that of a workbook or an archive, for a file with columns; null is taken for JSON
     * @throws UnreadableException when the sample is not what the content type says
     */
    public List<RawRecord> read(byte[] sample, String contentType) throws UnreadableException {
        if (contentType != null && FILES.stream().anyMatch(contentType::startsWith)) {
            return FileSample.read(sample);
        }
        List<RawRecord> records = new ArrayList<>();
        for (JsonNode value : bodies.parse(sample, contentType)) {
            JsonNode content = value.has("type") && value.path(ENVELOPE).isContainerNode() ? value.get(ENVELOPE) : value;
            if (content.isArray()) {
                content.forEach(item -> records.add(RawRecord.of(item)));
            } else {
                records.add(RawRecord.of(content));
            }
        }
        return records;
    }
}
