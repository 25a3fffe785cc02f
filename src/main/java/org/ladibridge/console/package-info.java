/**
 * The admin API under {@code /api} and the health checks. Reads the ledger and the sources; decides nothing itself.
 */
package org.ladibridge.console;
