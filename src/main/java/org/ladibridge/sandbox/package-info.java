/**
 * A LadiFlow, and a small HubSpot, inside this process: for a first look, for tests and for certificates. What is documented of
 * LadiFlow it does; what nobody knows it does as a switch says. Nobody imports this package, and it imports nobody.
 */
package org.ladibridge.sandbox;
