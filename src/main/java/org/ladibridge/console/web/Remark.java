package org.ladibridge.console.web;

import io.quarkus.qute.TemplateData;

/** Something that was left out of a record, or is doubtful. */
@TemplateData
public record Remark(String code, String field, String detail) {
    /** Whether there is a value that could not be understood. */
    boolean isWrong() {
        return code.startsWith("BAD_");
    }
}
