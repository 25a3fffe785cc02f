/**
 * Measures whole processes: the packaged bridge beside plain Camel, Node-RED and the stub's own ceiling, see {@code bench/run}. Uses
 * the JDK only, so that measuring takes little of the machine; no product code depends on it.
 */
package org.ladibridge.bench;
