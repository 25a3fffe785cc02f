/**
 * Polls of other systems, the component {@code poll:}: where the last one ended, what to ask next, when to ask it. Times come from the
 * server's answers, never from this machine's clock, and the cursor moves only together with the records of a page. What is asked and
 * when a run ends ({@code PollRun} and the pagings) knows neither calls nor store.
 */
package org.ladibridge.intake.poll;
