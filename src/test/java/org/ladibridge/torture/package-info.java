/**
 * The whole process under load while everything around it fails: power, disk, clock, LadiFlow, senders. What was promised is
 * judged by what a LadiFlow of its own process has written down; no test of a single class lives here.
 */
package org.ladibridge.torture;
