package org.ladibridge.intake.mail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One mail, read whole before anything of it is believed: what a server says of the structure of a mail is wrong more often than the mail.
 *
 * @param id its Message-ID, or the server's number where it has none
 * @param sent when it was sent, but not after the server had it
 * @param about who wrote what when, for the mapping
 * @param plain its text; empty when it has none
 * @param html the same in HTML; empty when it has none
 * @param files attachments that may hold customers
 * @param others names of attachments that cannot
 */
record Mail(String id, Instant sent, ObjectNode about, String plain, String html, List<Attachment> files, List<String> others) {
    private static final Session SESSION = Session.getInstance(new Properties());
    private static final Set<String> READ = Set.of("csv", "tsv", "xlsx", "xls", "json", "jsonl", "ndjson", "zip", "gz");
    private static final Map<String, String> EXTENSIONS = Map.of("text/csv", ".csv", "application/csv", ".csv",
            "text/tab-separated-values", ".tsv", "application/json", ".json",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", "application/vnd.ms-excel", ".xls");
    private static final int DEEPEST = 20;
    private static final Charset GUESS = Charset.forName("windows-1258");
    private static final Set<Charset> SAYS_NOTHING = Set.of(GUESS, StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1,
            Charset.forName("windows-1252"));

    /** A file that came with it. */
    record Attachment(String name, byte[] content) {
    }

    /** A mail that is not taken; the message says why. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * What is the same when the mail is met again.
     *
     * @throws MessagingException when the connection is gone
     */
    static String id(Message message) throws MessagingException {
        String[] id = message.getHeader("Message-ID");
        if (id != null && !id[0].isBlank()) {
            return id[0].strip();
        }
        return message.getFolder() instanceof UIDFolder folder ? folder.getUIDValidity() + "/" + folder.getUID(message) : null;
    }

    /**
     * @param largest in bytes, as the mail is sent
     * @throws RefusedException when it is larger, or is no mail
     * @throws MessagingException when the connection is gone
     */
    static Mail read(Message message, long largest) throws MessagingException, IOException, RefusedException {
        String id = id(message);
        Date received = message.getReceivedDate();
        byte[] bytes = bytes(message, largest);
        try {
            MimeMessage whole = new MimeMessage(SESSION, new ByteArrayInputStream(bytes));
            Reading reading = new Reading();
            reading.part(whole, 0);
            return new Mail(id, sent(whole, received), about(whole), reading.plain.toString(), reading.html.toString(),
                    reading.files,
                    reading.others);
        } catch (MessagingException | IOException | RuntimeException e) {
            throw new RefusedException("the mail cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static byte[] bytes(Message message, long largest) throws MessagingException, IOException, RefusedException {
        RefusedException tooLarge = new RefusedException("the mail is larger than " + largest + " bytes (maxSize)");
        if (message.getSize() > largest) {
            throw tooLarge;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean[] more = {false};
        // Servers may not tell the size, or another one.
        message.writeTo(new OutputStream() {
            @Override
            public void write(int one) {
                write(new byte[]{(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] some, int from, int length) {
                more[0] |= bytes.size() + length > largest;
                if (!more[0]) {
                    bytes.write(some, from, length);
                }
            }
        });
        if (more[0]) {
            throw tooLarge;
        }
        return bytes.toByteArray();
    }

    /** The sender's clock may be wrong, and a mailbox may have been moved from another server. */
    private static Instant sent(MimeMessage message, Date received) throws MessagingException {
        Date sent = message.getSentDate();
        if (sent == null || received != null && sent.after(received)) {
            return received == null ? null : received.toInstant();
        }
        return sent.toInstant();
    }

    private static ObjectNode about(MimeMessage message) throws MessagingException {
        ObjectNode about = JsonNodeFactory.instance.objectNode();
        about.put("subject", text(message.getHeader("Subject", null)));
        address(about, "from", message, "From");
        address(about, "reply_to", message, "Reply-To");
        address(about, "to", message, "To");
        String automatic = message.getHeader("Auto-Submitted", null);
        about.put("automatic", automatic != null && automatic.strip().toLowerCase(Locale.ROOT).startsWith("auto-replied")
                || message.getContentType().toLowerCase(Locale.ROOT).startsWith("multipart/report"));
        return about;
    }

    private static void address(ObjectNode about, String name, MimeMessage message, String header) {
        try {
            String value = message.getHeader(header, ",");
            Address[] addresses = value == null ? new Address[0] : InternetAddress.parseHeader(value, false);
            if (addresses.length > 0 && addresses[0] instanceof InternetAddress address) {
                about.put(name, address.getAddress());
                about.put(name + "_name", address.getPersonal());
            }
        } catch (MessagingException e) {
            about.putNull(name);
        }
    }

    private static String text(String header) {
        try {
            return header == null ? null : MimeUtility.decodeText(MimeUtility.unfold(header));
        } catch (IOException e) {
            return header;
        }
    }

    private static final class Reading {
        private final StringBuilder plain = new StringBuilder();
        private final StringBuilder html = new StringBuilder();
        private final List<Attachment> files = new ArrayList<>();
        private final List<String> others = new ArrayList<>();

        void part(Part part, int depth) throws MessagingException, IOException {
            String type = type(part);
            String name = text(part.getFileName());
            boolean attached = name != null || Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition());
            if (type.startsWith("multipart/") && part.getContent() instanceof Multipart several) {
                for (int i = 0; i < several.getCount() && depth < DEEPEST; i++) {
                    BodyPart inner = several.getBodyPart(i);
                    part(inner, depth + 1);
                }
            } else if (type.equals("message/rfc822") && part.getContent() instanceof Part forwarded && depth < DEEPEST) {
                part(forwarded, depth + 1);
            } else if (!attached && type.equals("text/html")) {
                html.append(content(part)).append('\n');
            } else if (!attached && type.startsWith("text/") && !EXTENSIONS.containsKey(type)) {
                plain.append(unfolded(part, content(part))).append('\n');
            } else {
                file(part, type, name);
            }
        }

        private void file(Part part, String type, String name) throws MessagingException, IOException {
            String named = name != null ? name : EXTENSIONS.containsKey(type) ? "attachment" : "";
            String extension = named.replaceFirst("(?s).*\\.(?=[^.]*$)", "").toLowerCase(Locale.ROOT);
            if (READ.contains(extension)) {
                files.add(new Attachment(named, bytes(part)));
            } else if (EXTENSIONS.containsKey(type)) {
                files.add(new Attachment(named + EXTENSIONS.get(type), bytes(part)));
            } else if (!named.isEmpty() && !type.startsWith("image/")) {
                others.add(named);
            }
        }

        private static String type(Part part) throws MessagingException {
            String type = part.getContentType();
            return type == null ? "text/plain" : type.replaceFirst("(?s)[;\\s].*", "").toLowerCase(Locale.ROOT);
        }

        private static byte[] bytes(Part part) throws MessagingException, IOException {
            try (InputStream in = part.getInputStream()) {
                return in.readAllBytes();
            }
        }

        private static String parameter(Part part, String name) throws MessagingException {
            try {
                return new ContentType(part.getContentType()).getParameter(name);
            } catch (ParseException e) {
                return null;
            }
        }

        /** By the charset that it names, if there is such a one and it fits; else UTF-8 or what Windows has for Vietnamese. */
        private static String content(Part part) throws MessagingException, IOException {
            byte[] bytes = bytes(part);
            String named = parameter(part, "charset");
            List<Charset> charsets = new ArrayList<>(List.of(StandardCharsets.UTF_8));
            try {
                Charset charset = named == null ? GUESS : Charset.forName(named.strip());
                // What every program says that does not know: UTF-8 shows where it is meant.
                charsets.add(SAYS_NOTHING.contains(charset) ? 1 : 0, charset);
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                // UTF-8 may fit.
            }
            for (Charset charset : charsets) {
                try {
                    return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
                } catch (CharacterCodingException e) {
                    // The next fits.
                }
            }
            return new String(bytes, GUESS);
        }

        /** RFC 3676: a line that ends with a blank goes on. */
        private static String unfolded(Part part, String text) throws MessagingException {
            return "flowed".equalsIgnoreCase(parameter(part, "format")) ? text.replaceAll("(?<! )(?<!\n--) \r?\n", " ") : text;
        }
    }
}
