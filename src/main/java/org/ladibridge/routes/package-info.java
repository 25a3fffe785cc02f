/**
 * Loads the route files that engineers own, each by itself, and knows how every source stands. Nothing here knows what a route
 * carries.
 */
package org.ladibridge.routes;
