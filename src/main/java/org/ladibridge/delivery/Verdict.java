package org.ladibridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;

/** What an answer of LadiFlow means for the record. Answers that say nothing about the record are an {@link OutageException}. */
sealed interface Verdict {
    /** @param customer the customer object of the answer; has {@code _id} */
    record Success(String id, JsonNode customer) implements Verdict {
    }

    /** LadiFlow does not know the customer. */
    record NoSuchCustomer() implements Verdict {
    }

    /** @param message LadiFlow's own words, with status and code */
    record Refused(String message) implements Verdict {
    }
}
