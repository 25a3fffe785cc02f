package org.ladibridge.journal;

/**
 * Something that a person did, to be remembered together with the time it is stored at.
 *
 * @param actor who: an address, with a name where one was given
 * @param action what, such as {@code event.replay}
 * @param subject to what, such as {@code event/17}
 * @param detail JSON object; names fields, never a customer's values. Null for none
 */
public record AuditEntry(String actor, String action, String subject, String detail) {
}
