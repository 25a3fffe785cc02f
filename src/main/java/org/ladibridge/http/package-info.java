/**
 * What both sides of the bridge need to know of HTTP. Knows nobody.
 */
package org.ladibridge.http;
