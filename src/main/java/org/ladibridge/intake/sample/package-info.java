/**
 * A sample read as its source would read it, be it a file or a webhook's body: for {@code try}, {@code routes check} and the console's
 * lab. Nothing here stores or sends.
 */
package org.ladibridge.intake.sample;
