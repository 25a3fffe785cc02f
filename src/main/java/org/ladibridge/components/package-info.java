/**
 * What of Camel is in the bridge, what else there is, and how it gets into the build of a checkout. Nobody here runs a route or knows a
 * source.
 */
package org.ladibridge.components;
