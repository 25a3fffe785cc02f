/**
 * HTTP utilities of both sides of the bridge. Depends on no other package but the root.
 */
package org.ladibridge.http;
