/**
 * Counting: every record that was received is in exactly one state, and this package says how many are in which. Reads only,
 * but for replay.
 */
package org.ladibridge.ledger;
