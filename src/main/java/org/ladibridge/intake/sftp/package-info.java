/**
 * {@code sftp:} as a place where files are dropped: whom it trusts, when a file is complete, and that it leaves its folder only after
 * its records are stored. What is in a file is none of its business.
 */
package org.ladibridge.intake.sftp;
