/**
 * The way out: how records ended is told to others. Nothing here knows LadiFlow or how a record came in; what is told is made by the
 * journal, and where it goes is said by a route.
 */
package org.ladibridge.outcome;
