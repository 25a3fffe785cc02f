/**
 * Everything between a sender and the journal: the {@code hook:} consumer, signatures, file readers, poll cursors and the
 * {@code transform:} step of {@code kamelet:ladiflow-sink}. Nothing here talks to LadiFlow.
 */
package org.ladibridge.intake;
