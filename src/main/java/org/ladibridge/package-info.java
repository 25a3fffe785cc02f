/**
 * The application: entry point, settings and the beans that everyone is given (clock). No behaviour lives here.
 */
package org.ladibridge;
