package org.ladibridge.delivery;

/**
 * A tag of LadiFlow.
 *
 * @param id 24 hexadecimal characters
 * @param name as LadiFlow spells it
 */
record Tag(String id, String name) {
}
