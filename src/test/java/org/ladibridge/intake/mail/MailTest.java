package org.ladibridge.intake.mail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Properties;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

/** Mails as they lie on an IMAP server, whole ones and broken ones. */
class MailTest {
    private static final int LARGEST = 100_000;
    private static final Session SESSION = Session.getInstance(new Properties());

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
    private GreenMailUser user;
    private Store store;
    private Folder folder;

    @BeforeEach
    void start() throws Exception {
        server.start();
        user = server.setUser("leads@example.vn", "leads", "secret");
    }

    @AfterEach
    void stop() throws Exception {
        if (store != null) {
            store.close();
        }
        server.stop();
    }

    private Message onServer(byte[] raw) throws Exception {
        user.deliver(new MimeMessage(SESSION, new ByteArrayInputStream(raw)));
        store = SESSION.getStore("imap");
        store.connect("127.0.0.1", server.getImap().getPort(), "leads", "secret");
        folder = store.getFolder("INBOX");
        folder.open(Folder.READ_WRITE);
        Message message = folder.getMessage(1);
        ((org.eclipse.angus.mail.imap.IMAPMessage) message).setPeek(true);
        return message;
    }

    private Mail read(String raw) throws Exception {
        return Mail.read(onServer(raw.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)), LARGEST);
    }

    private static String base64(byte[] content) {
        return Base64.getMimeEncoder().encodeToString(content);
    }

    @Test
    void aMailIsWhoWroteWhatAndWhenAndReadingItDoesNotFlagIt() throws Exception {
        Mail mail = read("""
            From: =?UTF-8?Q?C=E1=BB=95ng_V=C3=AD_D=E1=BB=A5?= <no-reply@portal.example.vn>
            Reply-To: Bình <binh@example.vn>
            To: leads@example.vn
            Subject: =?UTF-8?B?S2jDoWNoIGjDoG5nIG3hu5tp?=
            Message-ID: <17@portal.example.vn>
            Date: Tue, 20 Jan 2026 10:04:05 +0700
            Content-Type: text/plain; charset=utf-8

            Họ tên: Trần Thị Bình
            """);
        assertEquals("<17@portal.example.vn>", mail.id());
        assertEquals(Instant.parse("2026-01-20T03:04:05Z"), mail.sent());
        assertEquals("Khách hàng mới", mail.about().path("subject").asText());
        assertEquals("no-reply@portal.example.vn", mail.about().path("from").asText());
        assertEquals("Cổng Ví Dụ", mail.about().path("from_name").asText());
        assertEquals("binh@example.vn", mail.about().path("reply_to").asText());
        assertEquals("Họ tên: Trần Thị Bình", mail.plain().strip());
        assertFalse(folder.getMessage(1).isSet(Flags.Flag.SEEN));
    }

    @Test
    void theSendersClockCountsOnlyWhereItIsNotAhead() throws Exception {
        Mail mail = read("Date: Tue, 20 Jan 2099 10:04:05 +0700\nSubject: x\n\nTên: An\n");
        assertTrue(Duration.between(mail.sent(), Instant.now()).abs().compareTo(Duration.ofMinutes(5)) < 0,
                mail.sent().toString());
    }

    @Test
    void aMailWithoutAnIdHasTheNumberOfTheMailbox() throws Exception {
        // What is delivered by a program gets an id; what a person lays into the folder need not have one.
        Message message = onServer("Subject: x\r\n\r\nTên: An\r\n".getBytes(StandardCharsets.US_ASCII));
        MimeMessage bare = new MimeMessage(SESSION,
                new ByteArrayInputStream("Subject: y\r\n\r\nTên: An\r\n".getBytes(StandardCharsets.UTF_8)));
        folder.appendMessages(new Message[]{bare});
        Message second = folder.getMessage(2);
        if (second.getHeader("Message-ID") == null) {
            assertTrue(Mail.id(second).matches("\\d+/\\d+"), Mail.id(second));
        }
        assertFalse(Mail.id(message).isBlank());
    }

    @Test
    void bothTextsAreReadAndFilesByTheirNameOrTheirType() throws Exception {
        byte[] csv = "Email\nan@example.vn\n".getBytes(StandardCharsets.UTF_8);
        Mail mail = read("""
            Subject: x
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=A

            --A
            Content-Type: multipart/alternative; boundary=B

            --B
            Content-Type: text/plain; charset=utf-8

            Xem bản HTML
            --B
            Content-Type: text/html; charset=utf-8

            <p>T\u00ean: An</p>
            --B--
            --A
            Content-Type: application/octet-stream; name*=UTF-8''danh%%20s%%C3%%A1ch.csv
            Content-Disposition: attachment; filename*=UTF-8''danh%%20s%%C3%%A1ch.csv
            Content-Transfer-Encoding: base64

            %1$s
            --A
            Content-Type: text/csv
            Content-Transfer-Encoding: base64

            %1$s
            --A
            Content-Type: application/pdf
            Content-Disposition: attachment; filename="bao gia.pdf"
            Content-Transfer-Encoding: base64

            %1$s
            --A--
            """.formatted(base64(csv)));
        assertEquals("Xem bản HTML", mail.plain().strip());
        assertEquals("<p>Tên: An</p>", mail.html().strip());
        assertEquals(List.of("danh sách.csv", "attachment.csv"), mail.files().stream().map(Mail.Attachment::name).toList());
        assertArrayEquals(csv, mail.files().get(0).content());
        assertEquals(List.of("bao gia.pdf"), mail.others());
    }

    @Test
    void aForwardedMailIsReadAsIfItHadComeItself() throws Exception {
        Mail mail = read("""
            Subject: Fwd
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=A

            --A
            Content-Type: message/rfc822

            Subject: Lead
            Content-Type: text/plain; charset=utf-8

            Tên: An
            --A--
            """);
        assertEquals("Tên: An", mail.plain().strip());
    }

    @Test
    void aCharsetThatIsMissingUnknownOrWrongIsFoundByWhatFits() throws Exception {
        for (String charset : new String[]{"", "; charset=us-ascii", "; charset=x-unknown", "; charset=\"utf-8\"",
                "; charset="}) {
            Mail mail = read("Subject: x\nContent-Type: text/plain" + charset
                    + "\nContent-Transfer-Encoding: 8bit\n\nTên: Ngô Thị Mai\n");
            assertEquals("Tên: Ngô Thị Mai", mail.plain().strip(), charset);
            stop();
            start();
        }
        byte[] windows = "Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nĐ\u00e0 N\u1eb5ng: An"
                .replace("\u1eb5", "a\u0303").getBytes(Charset.forName("windows-1258"));
        assertTrue(Mail.read(onServer(windows), LARGEST).plain().startsWith("Đà N"));
    }

    @Test
    void linesThatWereFoldedByTheMailProgramAreOne() throws Exception {
        Mail mail = read(
                "Subject: x\nContent-Type: text/plain; charset=utf-8; format=flowed\n\nĐịa chỉ: 12 Đường \nVí Dụ\nTên: An\n");
        assertEquals("{địa chỉ=12 Đường Ví Dụ, tên=An}", LabelledLines.of(mail.plain()).toString());
    }

    @Test
    void whatIsBrokenIsReadOrRefusedAndNeverThrowsAnythingElse() throws Exception {
        for (String broken : new String[]{
                "Subject: x\nContent-Type: multipart/mixed; boundary=A\n\n--A\nContent-Type: text/plain\n\nTên: An\n",
                "Subject: x\nContent-Type: multipart/mixed\n\nTên: An\n", "Subject: x\nContent-Type: ;;;\n\nTên: An\n",
                "Subject: x\nContent-Type: text/plain\nContent-Transfer-Encoding: x-own\n\nTên: An\n",
                "Subject: x\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n%%%not base64\n",
                "From: a b c <<\nReply-To: ,,;\nSubject: =?x-unknown?Q?a?=\nDate: gestern\n\nTên: An\n", "\n",
                "Subject: x\n\n"}) {
            try {
                Mail.read(new MimeMessage(SESSION, new ByteArrayInputStream(broken.getBytes(StandardCharsets.UTF_8))), LARGEST);
            } catch (Mail.RefusedException e) {
                assertTrue(e.getMessage().startsWith("the mail cannot be read: "), e.getMessage());
            }
        }
    }

    /** Boxes in boxes have stopped other readers for good. */
    @Test
    void aMailOfThousandsOfPartsInPartsIsReadAsDeepAsAMailIs() throws Exception {
        StringBuilder deep = new StringBuilder("Subject: x\n");
        for (int i = 0; i < 2_000; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\n\n--b").append(i).append('\n');
        }
        deep.append("Content-Type: text/plain\n\nTên: An\n");
        Mail mail = Mail.read(
                new MimeMessage(SESSION, new ByteArrayInputStream(deep.toString().getBytes(StandardCharsets.UTF_8))),
                10 * LARGEST);
        assertEquals("", mail.plain());
    }

    @Test
    void aMailThatIsTooLargeIsRefusedWhateverTheServerSaysOfItsSize() {
        String large = "Subject: x\n\n" + "Tên: An\n".repeat(20_000);
        assertEquals("the mail is larger than 100000 bytes (maxSize)",
                assertThrows(Mail.RefusedException.class, () -> read(large)).getMessage());
    }

    @Test
    void anAnswerOfAMachineSaysThatItIsOne() throws Exception {
        assertTrue(read("Subject: x\nAuto-Submitted: auto-replied (vacation)\n\nTôi đi vắng. SĐT: 0912345678\n").about()
                .path("automatic")
                .asBoolean());
        stop();
        start();
        assertFalse(read("Subject: x\nAuto-Submitted: auto-generated\n\nTên: An\n").about().path("automatic").asBoolean());
    }
}
