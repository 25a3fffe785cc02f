package org.ladibridge.intake.mail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultMessage;
import org.jboss.logging.Logger;
import org.ladibridge.intake.ComponentPolls;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.file.Inbox;
import org.ladibridge.journal.Digests;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.runtime.configuration.MemorySizeConverter;

/**
 * Takes mails of a mailbox: what one says of somebody becomes a record, and its attachments become files in the source's drop folder. A mail
 * that cannot be read becomes a rejected record, so that it does not stop those behind it. It may be flagged as seen when the route's
 * steps are done.
 *
 * <p>
 * The mail library is not in the bridge unless {@code components add mail} has added it; nothing but the templates of {@code new-source mail}
 * names this class.
 */
public class MailDrop extends ComponentPolls {
    private static final Logger LOG = Logger.getLogger(MailDrop.class);
    private static final int MARK = 10;
    private long maxSize = 25L * 1024 * 1024;

    /** @param maxSize the largest mail that is taken, such as {@code 25M} */
    public void setMaxSize(String maxSize) {
        this.maxSize = new MemorySizeConverter().convert(maxSize).asLongValue();
    }

    /**
     * Reads the mail that is the body; the body becomes a list of at most one record.
     *
     * @throws MessagingException when the connection is gone
     * @throws IOException the same, or a file cannot be written
     */
    public void read(Exchange exchange) throws MessagingException, IOException {
        Message message = exchange.getMessage().getBody(Message.class);
        String id = Mail.id(message);
        try {
            Mail mail = Mail.read(message, maxSize);
            int number = 0;
            for (Mail.Attachment file : mail.files()) {
                String mark = id + "\n" + number++ + "\n" + file.name();
                bean(Inbox.class).put(source(), file.name(),
                        Digests.sha256Hex(mark.getBytes(StandardCharsets.UTF_8)).substring(0, MARK),
                        new ByteArrayInputStream(file.content()), maxSize);
            }
            if (!mail.others().isEmpty()) {
                LOG.infof("%s: %d attachments of a mail are not of a kind that holds customers, and were not read", source(),
                        mail.others().size());
            }
            // A mail with a list is its list; what is written around it is no customer.
            answer(exchange, mail.files().isEmpty() ? List.of(record(mail)) : List.of());
        } catch (Mail.RefusedException e) {
            answer(exchange, List.of(RawRecord.unreadable(
                    JsonNodeFactory.instance.objectNode().put("message_id", id), id, e.getMessage())));
        }
    }

    /** Another message, because what stands in the headers of a mail would be headers of Camel. */
    private static void answer(Exchange exchange, List<RawRecord> records) {
        DefaultMessage message = new DefaultMessage(exchange);
        message.setBody(records);
        exchange.setMessage(message);
    }

    private static RawRecord record(Mail mail) {
        Map<String, String> plain = LabelledLines.of(mail.plain());
        Map<String, String> html = LabelledLines.of(HtmlText.of(mail.html()));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        boolean isPlain = LabelledLines.known(plain) > LabelledLines.known(html)
                || LabelledLines.known(plain) == LabelledLines.known(html) && plain.size() >= html.size();
        (isPlain ? plain : html).forEach(body::put);
        body.set("_mail", mail.about());
        return RawRecord.of(body, mail.id(), mail.sent());
    }

    @Override
    protected Optional<String> remedy(Throwable cause) {
        String variable = MissingSettingException.variable(source());
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof AuthenticationFailedException) {
                return Optional.of("correct " + variable + "_USER and " + variable + "_PASSWORD");
            }
        }
        return Optional.empty();
    }
}
