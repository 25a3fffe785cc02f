package org.ladibridge.delivery;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

import org.ladibridge.customer.TagsOnUpdate;

import io.quarkus.runtime.configuration.MemorySize;

class TestConfig implements LadiFlowConfig {
    private final Write write;
    private final Missing missing;
    private final String url;
    Tags tags = Tags.MATCH;
    TagsOnUpdate tagsOnUpdate = TagsOnUpdate.ADD;
    CustomFields customFields = CustomFields.MERGE;
    NotFound notFound = NotFound.TOLD;
    Website website = Website.TEXT;
    Lang lang = Lang.LANG;

    TestConfig(Write write, Missing missing, String url) {
        this.write = write;
        this.missing = missing;
        this.url = url;
    }

    TestConfig(Write write, Missing missing) {
        this(write, missing, "http://localhost:1");
    }

    @Override
    public Write write() {
        return write;
    }

    @Override
    public Missing missing() {
        return missing;
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public Optional<String> apiKey() {
        return Optional.of("key");
    }

    @Override
    public int rate() {
        return 0;
    }

    @Override
    public int concurrency() {
        return 8;
    }

    @Override
    public Duration connectTimeout() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Duration responseTimeout() {
        return Duration.ofSeconds(3);
    }

    @Override
    public int redeliveries() {
        return 2;
    }

    @Override
    public Duration redeliveryMaxDelay() {
        return Duration.ofSeconds(2);
    }

    @Override
    public Duration retryAfterMax() {
        return Duration.ofHours(1);
    }

    @Override
    public MemorySize answerMax() {
        return new MemorySize(BigInteger.valueOf(64 * 1024));
    }

    @Override
    public Duration failingMaxWait() {
        return Duration.ofHours(1);
    }

    @Override
    public Optional<Duration> giveUpAfter() {
        return Optional.empty();
    }

    @Override
    public boolean skipUnchanged() {
        return true;
    }

    @Override
    public boolean skipStale() {
        return true;
    }

    @Override
    public boolean coalesce() {
        return true;
    }

    @Override
    public Duration idTrusted() {
        return Duration.ofHours(1);
    }

    @Override
    public Tags tags() {
        return tags;
    }

    @Override
    public TagsOnUpdate tagsOnUpdate() {
        return tagsOnUpdate;
    }

    @Override
    public CustomFields customFields() {
        return customFields;
    }

    @Override
    public NotFound notFound() {
        return notFound;
    }

    @Override
    public Website website() {
        return website;
    }

    @Override
    public Lang lang() {
        return lang;
    }
}
