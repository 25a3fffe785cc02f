package org.ladibridge.delivery;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** What an answer of LadiFlow means for the record. Answers that say nothing about the record are an {@link OutageException}. */
sealed interface Verdict {
    /** @param customer the customer object of the answer; has {@code _id} */
    record Success(String id, JsonNode customer) implements Verdict {
    }

    /**
     * A page of the tags.
     *
     * @param total how many there are; negative when it is not told
     * @param limit how many a page has at most; 0 when it is not told
     */
    record Tags(List<Tag> page, int total, int limit) implements Verdict {
    }

    /** @param id null when it is not told */
    record TagCreated(String id) implements Verdict {
    }

    /** LadiFlow does not know the customer. */
    record NoSuchCustomer() implements Verdict {
    }

    /** @param message LadiFlow's own words, with status and code */
    record Refused(String message) implements Verdict {
    }
}
