package org.ladibridge.intake.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.apache.camel.Exchange;
import org.ladibridge.intake.ComponentPolls;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.journal.Digests;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Lays an object of a store down in the drop folder of its source. What has to be told of it goes on as a record: nothing, or that it
 * cannot be taken.
 */
@RegisterForReflection
public class ObjectDrop extends ComponentPolls {
    private static final int MARK = 10;
    private long maxSize = 1024L * 1024 * 1024;
    private String keyHeader = "CamelAwsS3Key";
    private String versionHeader = "CamelAwsS3ETag";

    /** @param maxSize the largest object that is taken, such as {@code 100M} */
    public void setMaxSize(String maxSize) {
        this.maxSize = ExpansionLimits.of(maxSize, 1).bytes();
    }

    /** @param keyHeader the header that holds the object's name */
    public void setKeyHeader(String keyHeader) {
        this.keyHeader = keyHeader;
    }

    /** @param versionHeader the header that tells one content under a name from another */
    public void setVersionHeader(String versionHeader) {
        this.versionHeader = versionHeader;
    }

    /** Takes the object that is the body; the body becomes a list of records, which is empty when all is well. */
    public void take(Exchange exchange) throws IOException {
        String key = exchange.getMessage().getHeader(keyHeader, "", String.class);
        String id = key + "\n" + exchange.getMessage().getHeader(versionHeader, "", String.class);
        List<RawRecord> records = List.of();
        // A key that ends so stands for a folder.
        if (!key.endsWith("/")) {
            try (InputStream content = Optional.ofNullable(exchange.getMessage().getBody(InputStream.class))
                    .orElseGet(() -> new ByteArrayInputStream(new byte[0]))) {
                bean(Inbox.class).put(source(), key,
                        Digests.sha256Hex(id.getBytes(StandardCharsets.UTF_8)).substring(0, MARK), content, maxSize);
            } catch (Inbox.TooLargeException e) {
                records = List.of(RawRecord.unreadable(JsonNodeFactory.instance.objectNode().put("object", key), id,
                        "the object " + e.getMessage()));
            }
        }
        exchange.getMessage().setBody(records);
    }
}
