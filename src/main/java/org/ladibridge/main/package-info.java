/**
 * Where everything is put together: the entry point, the beans that everyone is given (clock, ticker, chance, jq), and the order in
 * which the application stops. It may import everybody; nobody imports it.
 */
package org.ladibridge.main;
