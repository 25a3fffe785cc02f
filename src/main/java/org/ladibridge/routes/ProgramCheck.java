package org.ladibridge.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ladibridge.intake.TransformComponent;
import org.ladibridge.transform.MappingException;

/** Reads the jq programs of a source, and sees what in them seldom means what its author thought. */
final class ProgramCheck {
    private static final Pattern COMMENT = Pattern.compile("#[^\\n]*");
    /** .phone // .mobile */
    private static final Pattern ALTERNATIVE = Pattern
            .compile("(?<![\\w)\\]?}\"])((?:\\.[A-Za-z_]\\w*|\\.?\\[\"[^\"]+\"\\])+)\\s*//\\s*"
                    + "((?:\\.[A-Za-z_]\\w*|\\.\\[\"[^\"]+\"\\])+)");
    private static final String NO_EMPTY_TEXTS = "map_values(if . == \"\" then null else . end)";

    private final TransformComponent mappings;
    private final Findings findings;

    ProgramCheck(TransformComponent mappings, Findings findings) {
        this.mappings = mappings;
        this.findings = findings;
    }

    /** Every jq program of the folder, whatever it is for. */
    void programs(Path folder) {
        RouteFolder.list(folder, ".jq").forEach(program -> {
            try {
                mappings.check(program);
            } catch (MappingException e) {
                findings.mappingProblem(program, e);
            }
            emptyTexts(program);
        });
    }

    /** jq's // takes an empty text for a value, and forms and shops write one for nothing. */
    private void emptyTexts(Path program) {
        if (!program.endsWith("mapping.jq")) {
            return;
        }
        try {
            String text = Files.readString(program);
            if (text.contains(NO_EMPTY_TEXTS)) {
                return;
            }
            String code = COMMENT.matcher(text).replaceAll("");
            Matcher alternative = ALTERNATIVE.matcher(code);
            while (alternative.find()) {
                long line = 1 + code.substring(0, alternative.start()).chars().filter(letter -> letter == '\n').count();
                String first = alternative.group(1);
                String second = alternative.group(2);
                findings.note(program, "line " + line + ", column 1: «" + first + " // " + second + "» keeps " + first
                        + " where it is an empty text; write ([" + first + ", " + second
                        + "] | map(select(. != null and . != \"\")) | .[0])");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
