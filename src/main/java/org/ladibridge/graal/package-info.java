/**
 * What {@code native-image} is told to compile instead of a library's own code; a JVM never loads it. Each class says which release
 * makes it unnecessary, and {@code NativeSourcesIT} whether it still fits its library.
 */
package org.ladibridge.graal;
