/**
 * Loads the route files that engineers own, each by itself and again when it changes, and knows how every source stands. Nothing here knows what a route
 * carries.
 */
package org.ladibridge.routes;
