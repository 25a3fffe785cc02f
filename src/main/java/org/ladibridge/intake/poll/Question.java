package org.ladibridge.intake.poll;

import java.util.Map;

/**
 * What is asked, with placeholders.
 *
 * @param url of the list
 * @param query parameters by name
 * @param queryWithin the same, for the rows of one timestamp
 * @param headers further ones, by name
 * @param values placeholders of the source's own, by name
 * @param body file of the request's body; blank for a GET
 * @param bodyWithin the same, for the rows of one timestamp
 * @param limit rows on a page
 * @param firstPage number of the first page
 */
record Question(String url, Map<String, String> query, Map<String, String> queryWithin, Map<String, String> headers,
        Map<String, String> values, String body, String bodyWithin, int limit, int firstPage) {
}
