package org.ladibridge.routes;

/** Fired asynchronously once after the start, when every source runs or is known not to. */
public record SourcesLoaded() {
}
