/**
 * Polls of other systems: where the last one ended, what to ask next, when to ask it. Times come from the server's answers, never
 * from this machine's clock, and the cursor moves only together with the records of a page.
 */
package org.ladibridge.intake.poll;
