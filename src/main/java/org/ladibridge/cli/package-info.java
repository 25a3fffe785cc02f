/**
 * Commands for the terminal: clients of a running bridge's admin API. Nothing here opens the store.
 */
package org.ladibridge.cli;
