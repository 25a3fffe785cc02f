/**
 * The durable, keyed queue between intake and delivery, and the {@code journal:} Camel component on top of it. All SQL of the
 * product lives here; nothing here knows HTTP, LadiFlow or a source's format.
 */
package org.ladibridge.journal;
