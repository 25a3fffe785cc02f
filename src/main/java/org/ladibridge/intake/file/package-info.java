/**
 * Dropped files: what they contain, record by record and in flat memory, and the reports that are written about them. camel-file
 * takes and moves them.
 */
package org.ladibridge.intake.file;
