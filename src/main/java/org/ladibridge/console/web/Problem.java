package org.ladibridge.console.web;

/**
 * Something that somebody should look at.
 *
 * @param severity {@code bad} or {@code warn}
 * @param sentence what is wrong
 * @param detail what exactly; null for nothing
 * @param action what the link says
 * @param link the page on which it can be mended
 */
public record Problem(String severity, String sentence, String detail, String action, String link) {
}
