/**
 * Asks a LadiFlow what its documentation leaves open, with one throw-away customer. It stands beside the bridge: it uses neither its
 * store nor its delivery, so that an answer is LadiFlow's own and not what the bridge made of it.
 */
package org.ladibridge.probe;
