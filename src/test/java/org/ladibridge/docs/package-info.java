/**
 * Pages of the documentation that say what the code says: they are compared with it by every build, and written anew with
 * {@code -Ddocs.write}.
 */
package org.ladibridge.docs;
