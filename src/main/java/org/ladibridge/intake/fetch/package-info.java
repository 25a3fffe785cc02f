/**
 * Thin webhooks: senders that say only that a record changed. What they announce is stored as a reference in a queue of its own
 * before the sender is answered; the record is fetched afterwards, as often as it takes.
 */
package org.ladibridge.intake.fetch;
