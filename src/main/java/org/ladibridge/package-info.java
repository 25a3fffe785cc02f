/**
 * What every package may need: settings, time, masked logging, the neutral locale. It imports none of the others.
 */
package org.ladibridge;
