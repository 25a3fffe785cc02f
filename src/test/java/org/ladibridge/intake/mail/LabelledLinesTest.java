package org.ladibridge.intake.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What forms and portals write into their mails. */
class LabelledLinesTest {
    private static String plain(String text) {
        return LabelledLines.of(text).toString();
    }

    private static String html(String html) {
        return LabelledLines.of(HtmlText.of(html)).toString();
    }

    @Test
    void aLineIsALabelAndItsValue() {
        assertEquals("{họ tên=Trần Thị Bình, sđt=084 123 4567, website=https://example.vn/a?b=c, giờ hẹn=10:30}", plain("""
            Xin chào,
            Bạn có khách hàng mới!

            * Họ tên : Trần Thị Bình
            SĐT：084\u00a0123\u00a04567
            Website: https://example.vn/a?b=c
            Giờ hẹn: 10:30
            Xem tại https://portal.example.vn/leads/17
            """));
    }

    @Test
    void theValueMayStandOnTheNextLine() {
        assertEquals("{họ và tên=Lê Chi, số điện thoại=0987654321, ghi chú=Gọi lại: sau 17h}", plain("""
            Họ và tên:
            Lê Chi

            Số điện thoại
            0987654321
            Ghi chú: Gọi lại: sau 17h
            """));
    }

    @Test
    void aLabelWithoutAValueTakesNoOtherLabelForOne() {
        assertEquals("{email=chi@example.vn}", plain("Họ tên:\nEmail: chi@example.vn"));
        assertEquals("{}", plain("Họ tên:\n\n"));
    }

    @Test
    void quotedLinesAndSignaturesAreNobodys() {
        assertEquals("{tên=An}",
                plain("Tên: An\n> Tên: Bình\n> SĐT: 0912345678\n-- \nĐiện thoại: 1900 1234\nEmail: sale@portal.example.vn"));
    }

    @Test
    void theFirstOfTwoEqualLabelsCounts() {
        assertEquals("{email=a@example.vn}", plain("Email: a@example.vn\nEMAIL: b@example.vn"));
    }

    /** Outlook repeats each link behind it, and Gmail marks what is bold. */
    @Test
    void whatMailProgramsAddIsTakenOff() {
        assertEquals("{email=a@example.vn, điện thoại=0912345678}",
                plain("*Email:* a@example.vn<mailto:a@example.vn>\r\n**Điện thoại**: 0912345678 <tel:0912345678>"));
    }

    @Test
    void aTableOfTwoColumnsIsLabelsAndValues() {
        assertEquals("{họ tên=Trần & Bình, email=binh@example.vn, địa chỉ=12 Ví Dụ, Huế}", html("""
            <html><head><title>Email: no@example.vn</title><style>td:before {content: x}</style></head><body>
            <!-- Email: no@example.vn --><h1>Lead</h1>
            <table><tr><th>Họ tên</th><td>Tr&#7847;n &amp; B&igrave;nh</td></tr>
            <tr><td><p>Email:</p></td><td><p><a href="mailto:binh@example.vn">binh@example.vn</a></p></td></tr>
            <tr><td>Địa chỉ</td><td>12 Ví Dụ<br/>Huế</td></tr></table></body></html>"""));
    }

    @Test
    void tablesInTablesAreThereForTheLayout() {
        assertEquals("{tên=An, sđt=0912345678}", html("<table><tr><td width=10></td><td><table><tr><td>Tên</td><td>An</td></tr>"
                + "<tr><td>SĐT</td><td>0912345678</td></tr></table></td></tr></table>"));
        assertEquals("{tên=An, sđt=0912345678}",
                html("<table><tr><td><b>Tên:</b> An<br><b>SĐT:</b> 0912345678</td></tr></table>"));
    }

    /** Gravity Forms: a row for the label, one for the value. */
    @Test
    void aRowForTheLabelAndOneForTheValue() {
        assertEquals("{họ tên=An, email=an@example.vn}",
                html("<table><tr><td colspan=2><strong>Họ tên</strong></td></tr><tr><td>&nbsp;</td>"
                        + "<td>An</td></tr><tr><td colspan=2><strong>Email</strong></td></tr><tr><td>&nbsp;</td><td>an@example.vn</td></tr></table>"));
    }

    @Test
    void htmlThatBreaksOffIsReadAsFarAsItGoes() {
        assertEquals("{tên=An}", html("<table><tr><td>Tên</td><td>An<tr><td>SĐT"));
        assertEquals("{tên=a < b & c}", html("<div>Tên: a < b & c</div><style>"));
    }
}
