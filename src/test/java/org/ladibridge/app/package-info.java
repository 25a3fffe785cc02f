/**
 * The packaged application as its users meet it: its own process, real HTTP, real files, killed without warning.
 */
package org.ladibridge.app;
