/**
 * From the journal to LadiFlow: who the customer is there, which call is made, what the answer means, when to try again. Nothing
 * here knows where a record came from.
 */
package org.ladibridge.delivery;
