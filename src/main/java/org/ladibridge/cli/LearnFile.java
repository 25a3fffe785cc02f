package org.ladibridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.file.FileLearning;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.Jq;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes a drop folder for files like one that is there. */
final class LearnFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LearnFile() {
    }

    /** @return the exit code */
    static int learn(String name, Path file, LearnedFolder folder, boolean asJson) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("there is no file " + file);
        }
        FileLearning.Learned learned;
        try {
            learned = new FileLearning(new CustomerTransformer(Clock.systemUTC()), Jq.standalone(Duration.ofSeconds(5)))
                    .learn(name, file);
        } catch (UnreadableException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
        if (asJson) {
            ObjectNode all = JSON.createObjectNode();
            all.set("columns", JSON.valueToTree(learned.columns()));
            all.set("remarks", JSON.valueToTree(learned.remarks()));
            all.set("files", JSON.valueToTree(learned.files()));
            System.out.println(all);
        } else {
            System.out.println();
            learned.columns().forEach(column -> System.out.println("  " + (column.field() == null ? "nothing" : column.field())
                    + "  <-  «" + column.column() + "»  " + String.join(", ", column.examples())));
            System.out.println();
            System.out.println(learned.trial().payload() == null
                    ? "the first row would be rejected: " + learned.trial().rejected()
                    : "what LadiFlow would get of the first row: " + learned.trial().payload().toPrettyString());
            learned.remarks().forEach(remark -> System.out.println("to look up: " + remark));
            System.out.println();
        }
        return folder.write(learned.files(),
                "Drop files into inbox/" + name + "/ of the bridge's data folder; one that runs takes the"
                        + " source up by itself.");
    }
}
