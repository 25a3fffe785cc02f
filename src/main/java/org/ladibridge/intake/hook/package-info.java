/**
 * Webhooks: the {@code hook:} consumer on the HTTP server, what makes a request trustworthy, and how a body becomes records.
 * Raw bytes are verified before anything is parsed, and no header of a sender reaches a route unless it is on a list. What is
 * known of a sender by name stands in {@code Preset} and nowhere else: a new sender is a new line there, or parameters in its route.
 */
package org.ladibridge.intake.hook;
