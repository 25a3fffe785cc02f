package org.ladibridge.console.web;

import io.quarkus.qute.TemplateData;

/**
 * Something that somebody should look at.
 *
 * @param severity {@code bad} or {@code warn}
 * @param sentence what is wrong
 * @param detail what exactly; null for nothing
 * @param action what the link says
 * @param link the page on which it can be mended
 */
@TemplateData
public record Problem(String severity, String sentence, String detail, String action, String link) {
}
