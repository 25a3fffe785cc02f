package org.ladibridge.intake.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.ladibridge.intake.UnreadableException;

/** Files of other kinds, by their content: each is refused once, as a whole, with what to do about it. */
final class OtherKinds {
    private static final String SPREADSHEETML = "urn:schemas-microsoft-com:office:spreadsheet";
    /** The directory of an old Office file names its parts in UTF-16. */
    private static final byte[] ENCRYPTED = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
    private static final byte[] DOCUMENT = "WordDocument".getBytes(StandardCharsets.UTF_16LE);
    private static final int LOOKED_AT = 4 * 1024 * 1024;
    private static final int MARKUP_WITHIN = 2_000;

    private OtherKinds() {
    }

    /** @param head the file's first bytes */
    static void refuse(byte[] head, Path file) throws IOException, UnreadableException {
        if (FileFacts.startsWith(head, 0xd0, 0xcf, 0x11, 0xe0)) {
            throw ofOldOffice(file);
        }
        if (FileFacts.startsWith(head, '%', 'P', 'D', 'F')) {
            throw new UnreadableException("it is a PDF; export the data as XLSX or CSV (UTF-8) and drop that",
                    "đây là tệp PDF; hãy xuất dữ liệu ra XLSX hoặc CSV (UTF-8) rồi thả lại");
        }
        if (FileFacts.startsWith(head, '7', 'z', 0xbc, 0xaf) || FileFacts.startsWith(head, 'R', 'a', 'r', '!')
                || FileFacts.startsWith(head, 'B', 'Z', 'h') || FileFacts.startsWith(head, 0xfd, '7', 'z', 'X', 'Z')
                || ascii(head, 257, 5).equals("ustar")) {
            throw new UnreadableException(
                    "it is an archive of a kind that is not read; use zip or gzip, or drop the files",
                    "đây là loại tệp nén không đọc được; hãy dùng zip hoặc gzip, hoặc thả từng tệp");
        }
        if (isPicture(head)) {
            throw new UnreadableException(
                    "it is a picture; type the data into a spreadsheet, or export them as XLSX or CSV (UTF-8), "
                            + "and drop that",
                    "đây là hình ảnh; hãy nhập dữ liệu vào bảng tính hoặc xuất ra XLSX hoặc CSV (UTF-8) rồi thả lại");
        }
        ofText(beginning(head));
    }

    private static UnreadableException ofOldOffice(Path file) throws IOException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(LOOKED_AT);
        }
        if (contains(content, ENCRYPTED)) {
            return new UnreadableException("it is a workbook that a password protects; save it without one and drop that",
                    "bảng tính có mật khẩu; hãy lưu lại không mật khẩu rồi thả lại");
        }
        if (contains(content, DOCUMENT)) {
            return new UnreadableException("it is a Word document; copy its table into Excel, save it as .xlsx and drop that",
                    "đây là tài liệu Word; hãy chép bảng sang Excel, lưu thành .xlsx rồi thả lại");
        }
        return new UnreadableException("it is an Excel file of before 2007 (.xls), or one that a password protects; save it "
                + "as .xlsx without a password and drop that",
                "đây là tệp Excel trước năm 2007 (.xls) hoặc có mật khẩu; hãy lưu thành .xlsx không mật khẩu rồi thả lại");
    }

    private static boolean isPicture(byte[] head) {
        return FileFacts.startsWith(head, 0x89, 'P', 'N', 'G') || FileFacts.startsWith(head, 0xff, 0xd8, 0xff)
                || FileFacts.startsWith(head, 'G', 'I', 'F', '8')
                || FileFacts.startsWith(head, 'R', 'I', 'F', 'F') && ascii(head, 8, 4).equals("WEBP")
                || FileFacts.startsWith(head, 'I', 'I', '*', 0) || FileFacts.startsWith(head, 'M', 'M', 0, '*')
                || FileFacts.startsWith(head, 'B', 'M') && head.length > 13 && head[6] == 0 && head[7] == 0 && head[8] == 0
                        && head[9] == 0
                || ascii(head, 4, 8).matches("ftyp(heic|heix|mif1|avif|hevc)");
    }

    private static void ofText(String text) throws UnreadableException {
        String lower = text.toLowerCase(Locale.ROOT);
        if (text.startsWith("BEGIN:VCARD")) {
            throw new UnreadableException("it is a vCard file; export the contacts as CSV (UTF-8) and drop that",
                    "đây là tệp vCard; hãy xuất danh bạ ra CSV (UTF-8) rồi thả lại");
        }
        if (text.startsWith("BEGIN:VCALENDAR")) {
            throw new UnreadableException("it is a calendar; it holds no customers", "đây là lịch; không có khách hàng nào");
        }
        if (text.startsWith("{\\rtf")) {
            throw new UnreadableException("it is an RTF document; copy its table into Excel, save it as .xlsx and drop that",
                    "đây là tài liệu RTF; hãy chép bảng sang Excel, lưu thành .xlsx rồi thả lại");
        }
        if (lower.startsWith("mime-version:") || lower.startsWith("content-type: multipart/")
                || lower.startsWith("from: <saved by") || lower.contains("content-type: multipart/related")) {
            throw new UnreadableException(
                    "it is a web archive (MHTML), whatever its name says; open it in Excel, save it as .xlsx "
                            + "and drop that",
                    "đây là trang web lưu trữ (MHTML) dù tên tệp thế nào; hãy mở bằng Excel, lưu thành .xlsx rồi thả lại");
        }
        if (!lower.startsWith("<")) {
            return;
        }
        if (text.contains(SPREADSHEETML)) {
            throw new UnreadableException(
                    "it is an XML spreadsheet of Excel 2003, whatever its name says; open it in Excel, save it "
                            + "as .xlsx and drop that",
                    "đây là bảng tính XML của Excel 2003 dù tên tệp thế nào; hãy mở bằng Excel, lưu thành .xlsx rồi thả lại");
        }
        if (lower.startsWith("<!doctype html")
                || lower.matches("(?s)(?:<\\?xml[^>]*>|<!--.*?-->|\\s)*<(?:!doctype html|html|head|body|"
                        + "table|style|meta|div|center|p|br|font|title|script)\\b.*")) {
            throw new UnreadableException(
                    "it is a web page (HTML), whatever its name says; open it in Excel, save it as .xlsx and drop "
                            + "that",
                    "đây là trang web (HTML) dù tên tệp thế nào; hãy mở bằng Excel, lưu thành .xlsx rồi thả lại");
        }
        if (lower.startsWith("<?xml") || lower.matches("(?s)<[a-z_][a-z0-9_.:-]*(?:\\s[^>]*)?>\\s*<.*")) {
            throw new UnreadableException(
                    "it is XML, which is not read; export the data as XLSX, CSV (UTF-8) or JSON and drop that",
                    "đây là tệp XML, không đọc được; hãy xuất dữ liệu ra XLSX, CSV (UTF-8) hoặc JSON rồi thả lại");
        }
    }

    /** The beginning as text, by its byte order mark; letters beyond ASCII do not matter here. */
    private static String beginning(byte[] head) {
        Charset charset = FileFacts.startsWith(head, 0xff, 0xfe)
                ? StandardCharsets.UTF_16LE
                : FileFacts.startsWith(head, 0xfe, 0xff)
                        ? StandardCharsets.UTF_16BE
                        : CharsetGuess.utf16(head).orElse(StandardCharsets.UTF_8);
        String text = new String(head, 0, Math.min(head.length, 2 * MARKUP_WITHIN), charset);
        return text.startsWith("\uFEFF") ? text.substring(1).stripLeading() : text.stripLeading();
    }

    private static String ascii(byte[] head, int from, int length) {
        return head.length < from + length ? "" : new String(head, from, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean contains(byte[] content, byte[] part) {
        for (int i = 0; i <= content.length - part.length; i++) {
            int j = 0;
            while (j < part.length && content[i + j] == part[j]) {
                j++;
            }
            if (j == part.length) {
                return true;
            }
        }
        return false;
    }
}
