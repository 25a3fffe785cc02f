package org.ladibridge.intake.file;

import java.time.Duration;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The parameters of {@code kamelet:file-source}, bound by name; see there for what they mean. */
@RegisterForReflection
public class FileSettings {
    private String name;
    private String charset = "";
    private String delimiter = "";
    private String sheet = "";
    private String maxExpanded = "1G";
    private int maxRatio = 100;
    private int chunk = 500;
    private long settle = 1_000;

    /** @throws IllegalArgumentException with the parameter that is wrong */
    public void validate() {
        limits();
        if (!charset.isBlank()) {
            Charsets.named(charset);
        }
        if (chunk < 1 || chunk > 10_000) {
            throw new IllegalArgumentException("chunk takes a number from 1 to 10000, not " + chunk);
        }
        if (settle < 0) {
            throw new IllegalArgumentException("settle takes a number of milliseconds, not " + settle);
        }
    }

    String name() {
        return name;
    }

    String charset() {
        return charset;
    }

    String delimiter() {
        return delimiter;
    }

    String sheet() {
        return sheet;
    }

    ExpansionLimits limits() {
        return ExpansionLimits.of(maxExpanded, maxRatio);
    }

    int chunk() {
        return chunk;
    }

    Duration settle() {
        return Duration.ofMillis(settle);
    }

    public void setName(String name) {
        this.name = name;
    }

    public void setCharset(String charset) {
        this.charset = charset == null ? "" : charset;
    }

    public void setDelimiter(String delimiter) {
        this.delimiter = delimiter == null ? "" : delimiter;
    }

    public void setSheet(String sheet) {
        this.sheet = sheet == null ? "" : sheet;
    }

    public void setMaxExpanded(String maxExpanded) {
        this.maxExpanded = maxExpanded;
    }

    public void setMaxRatio(int maxRatio) {
        this.maxRatio = maxRatio;
    }

    public void setChunk(int chunk) {
        this.chunk = chunk;
    }

    public void setSettle(long settle) {
        this.settle = settle;
    }
}
