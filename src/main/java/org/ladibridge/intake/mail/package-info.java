/**
 * Leads that arrive as e-mail: what a mail says of somebody, and which of its attachments are files to be read. How a mailbox is asked is
 * the component's business, and what is in a file that of {@code intake.file}.
 */
package org.ladibridge.intake.mail;
