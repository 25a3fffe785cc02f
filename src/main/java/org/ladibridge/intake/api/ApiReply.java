package org.ladibridge.intake.api;

import java.util.Map;

/**
 * What a source answered.
 *
 * @param status of HTTP
 * @param headers by name, those that somebody reads; a name that is missing was not sent
 */
public record ApiReply(int status, byte[] body, Map<String, String> headers) {
}
