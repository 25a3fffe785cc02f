/**
 * Turns a source's record into a {@link org.ladibridge.customer.CustomerUpdate}: the source's {@code mapping.jq} places the
 * values, the shared normalisers give them their Vietnamese meaning. Pure functions: no I/O, no clock of its own, no Camel.
 */
package org.ladibridge.transform;
