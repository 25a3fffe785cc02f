/**
 * Commands for the terminal: clients of a running bridge's admin API, and a look at the sources without one. Nothing
 * here opens the store.
 */
package org.ladibridge.cli;
