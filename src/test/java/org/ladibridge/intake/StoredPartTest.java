package org.ladibridge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.Reason;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.transform.Transformed;
import org.ladibridge.transform.Transformed.Accepted;
import org.ladibridge.transform.Transformed.Rejected;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Of a body with several customers each is a record of its own, and is found again when the body is mapped again. */
class StoredPartTest {
    private static final Transformed AN = accepted("an@example.vn");
    private static final Transformed BINH = accepted("binh@example.vn");
    private static final Transformed NOBODY = new Rejected(Reason.NO_EMAIL_OR_PHONE, null);

    private static Transformed accepted(String email) {
        return new Accepted(CustomerUpdate.fromJson(JsonNodeFactory.instance.objectNode().put("email", email)), List.of());
    }

    private static Optional<Transformed> of(String eventId, String key, Transformed... customers) {
        return StoredPart.of(new Event(1, "shop", eventId, key, "delivered", null, null, null, 1, Instant.EPOCH, null, null,
                "customers", null, 1, null), List.of(customers), Set.of("e1", "e1#0", "e1#1")::contains);
    }

    @Test
    void theOnlyOneIsMeantWhoeverItIsNow() {
        assertEquals(Optional.of(BINH), of("e1", "email:an@example.vn", BINH));
        assertEquals(Optional.of(BINH), of("order #1001", "email:an@example.vn", BINH), "a sender may count like this");
    }

    @Test
    void ofSeveralTheOneWithTheKey() {
        assertEquals(Optional.of(BINH), of("e1#0", "email:binh@example.vn", AN, BINH));
        assertEquals(Optional.empty(), of("e1#0", "email:lan@example.vn", AN, BINH));
    }

    @Test
    void whoIsLeftOfSeveralIsNotTakenForTheOther() {
        assertEquals(Optional.empty(), of("e1#1", "email:binh@example.vn", AN));
        assertEquals(Optional.of(AN), of("e1#0", "email:an@example.vn", AN));
    }

    @Test
    void whatWasRejectedIsFoundAtItsPlace() {
        assertEquals(Optional.of(NOBODY), of("e1#1", null, AN, NOBODY));
        assertEquals(Optional.of(BINH), of("e1#1", null, AN, BINH));
        assertEquals(Optional.empty(), of("e1", null, AN, BINH));
    }
}
