package org.ladibridge.intake.poll;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

import org.apache.camel.util.TimeUtils;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The parameters of {@code kamelet:poll-source}, as that kamelet describes them. */
@RegisterForReflection
public class PollSettings {
    private String name;
    private String body;
    private String bodyWithin;
    private String items;
    private String id;
    private String updated;
    private int limit = 100;
    private Duration overlap = Duration.ofMinutes(1);
    private int rate = 4;
    private long fromMillis;
    private int maxPages = 100_000;
    private String token;
    private String tokenHeader = "Authorization";
    private String tokenPrefix = "Bearer ";

    String name() {
        return name;
    }

    String body() {
        return body;
    }

    String bodyWithin() {
        return bodyWithin;
    }

    String items() {
        return items;
    }

    String id() {
        return id;
    }

    String updated() {
        return updated;
    }

    int limit() {
        return limit;
    }

    Duration overlap() {
        return overlap;
    }

    int rate() {
        return rate;
    }

    long fromMillis() {
        return fromMillis;
    }

    int maxPages() {
        return maxPages;
    }

    String token() {
        return token;
    }

    String tokenHeader() {
        return tokenHeader;
    }

    String tokenPrefix() {
        return tokenPrefix;
    }

    public void setName(String name) {
        this.name = name;
    }

    public void setBody(String body) {
        this.body = body;
    }

    public void setBodyWithin(String bodyWithin) {
        this.bodyWithin = bodyWithin;
    }

    public void setItems(String items) {
        this.items = items;
    }

    public void setId(String id) {
        this.id = id;
    }

    public void setUpdated(String updated) {
        this.updated = updated;
    }

    public void setLimit(int limit) {
        this.limit = limit;
    }

    /** @param overlap for example {@code 60s} */
    public void setOverlap(String overlap) {
        this.overlap = Duration.ofMillis(TimeUtils.toMilliSeconds(overlap));
    }

    public void setRate(int rate) {
        this.rate = rate;
    }

    /** @param from a date or an instant; blank = from the beginning */
    public void setFrom(String from) {
        if (from.isBlank()) {
            fromMillis = 0;
            return;
        }
        try {
            fromMillis = (from.length() == 10
                    ? LocalDate.parse(from).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(from))
                    .toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "from takes a date such as 2026-01-31 or an instant such as 2026-01-31T00:00:00Z, not «" + from
                            + "»",
                    e);
        }
    }

    public void setMaxPages(int maxPages) {
        this.maxPages = maxPages;
    }

    public void setToken(String token) {
        this.token = token;
    }

    public void setTokenHeader(String tokenHeader) {
        this.tokenHeader = tokenHeader;
    }

    public void setTokenPrefix(String tokenPrefix) {
        this.tokenPrefix = tokenPrefix;
    }
}
