/**
 * HTTP utilities of both sides of the bridge. Depends on no other package.
 */
package org.ladibridge.http;
