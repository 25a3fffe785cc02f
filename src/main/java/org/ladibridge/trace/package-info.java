/**
 * Spans of a record's way, for whoever collects them. Nothing here knows what a record holds, and nothing of OpenTelemetry is loaded while traces are off.
 */
package org.ladibridge.trace;
