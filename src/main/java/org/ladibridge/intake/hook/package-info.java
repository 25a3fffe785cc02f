/**
 * Webhooks: the {@code hook:} consumer on the HTTP server, what makes a request trustworthy, and how a body becomes records.
 * Raw bytes are verified before anything is parsed, and no header of a sender reaches a route unless it is on a list.
 */
package org.ladibridge.intake.hook;
