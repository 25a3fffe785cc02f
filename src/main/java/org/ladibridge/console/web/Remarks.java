package org.ladibridge.console.web;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the bridge remarks on a value, in Vietnamese. The remarks are stored in English with the record, which the API and the log
 * need; like gettext, this finds the translation by the English sentence, a {@code #} standing for each number in it and {@code «»} for
 * names.
 */
final class Remarks {
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    /** Names as LadiFlow's users gave them. */
    private static final Pattern NAMES = Pattern.compile("«[^»]*»(, «[^»]*»)*( and \\d+ more)?");

    private static final Pattern MORE = Pattern.compile(" and (\\d+) more$");

    private static final Map<String, String> VIETNAMESE = Map.ofEntries(
            // Phone numbers
            entry("not a phone number", "không phải số điện thoại"),
            entry("not only digits", "không chỉ gồm chữ số"),
            entry("longer than any phone cell", "dài hơn mọi ô số điện thoại"),
            entry("a rounded number: digits are lost", "số đã bị làm tròn nên mất chữ số"),
            entry("none of several texts in the cell is a phone number",
                    "ô có nhiều nội dung nhưng không nội dung nào là số điện thoại"),
            entry("no valid number of its country, or foreign numbers are switched off",
                    "không phải số hợp lệ của nước đó, hoặc đang tắt nhận số nước ngoài"),
            entry("a service number", "là số dịch vụ"),
            entry("# digits, and # is not an old mobile prefix", "# chữ số, và # không phải đầu số di động cũ"),
            entry("# digits, and # opens no such mobile number", "# chữ số, và không có số di động nào bắt đầu bằng #"),
            entry("# digits fit no rule of the numbering plan", "# chữ số, không khớp quy hoạch đánh số"),
            entry("a second number in the same cell was left out", "số thứ hai trong cùng ô đã bị bỏ qua"),
            entry("a second address of the customer was left out", "địa chỉ e-mail thứ hai của khách đã bị bỏ qua"),
            entry("another column's value for the same field was left out",
                    "giá trị của cột khác cho cùng trường này đã bị bỏ qua"),
            entry("more text in the same cell was left out", "phần chữ còn lại trong cùng ô đã bị bỏ qua"),
            // E-mail and web addresses
            entry("not an e-mail address", "không phải địa chỉ e-mail"),
            entry("longer than # characters", "dài hơn # ký tự"),
            entry("with a character that cannot be stored", "có ký tự không lưu được"),
            entry("an address that LadiFlow invented for a customer without one",
                    "địa chỉ do LadiFlow tự đặt cho khách không có e-mail"),
            entry("not an http or https address", "không phải địa chỉ http hoặc https"),
            // Dates
            entry("not a date", "không phải ngày"),
            entry("not a complete date", "ngày không đầy đủ"),
            entry("not a date with a time", "không phải ngày kèm giờ"),
            entry("no such day in the calendar", "lịch không có ngày này"),
            entry("a date that means none", "giá trị này có nghĩa là không có ngày"),
            entry("does not follow the source's order of day, month and year", "không theo thứ tự ngày, tháng, năm của nguồn"),
            entry("a number that is no certain unix time", "số này không chắc là thời gian unix"),
            entry("in the future", "ở tương lai"),
            entry("more than # years ago", "cách đây hơn # năm"),
            // Names, genders, languages, postal codes, numbers
            entry("not a name but a placeholder", "không phải tên mà là chữ giữ chỗ"),
            entry("not a gender", "không phải giới tính"),
            entry("neither male nor female", "không phải nam, cũng không phải nữ"),
            entry("a boolean, and the source has no genderCodes for it", "là đúng/sai mà nguồn không khai báo genderCodes"),
            entry("a number, and the source has no genderCodes for it", "là số mà nguồn không khai báo genderCodes"),
            entry("not a known language", "không phải ngôn ngữ đã biết"),
            entry("a number cannot keep the leading zero", "số không giữ được chữ số 0 ở đầu"),
            entry("not five or six digits", "không phải năm hoặc sáu chữ số"),
            entry("not a number", "không phải số"),
            entry("not a finite number", "không phải số hữu hạn"),
            entry("not a finite number of reasonable size", "không phải số hữu hạn có độ lớn hợp lý"),
            entry("neither yes nor no", "không phải có, cũng không phải không"),
            // Lists and custom fields
            entry("an entry is not a text", "có phần tử không phải văn bản"),
            entry("an entry is not a LadiFlow tag id; give names in tags_by_name",
                    "có phần tử không phải mã thẻ của LadiFlow; hãy ghi tên thẻ ở tags_by_name"),
            entry("left out because tags_by_name is given", "bỏ qua vì đã có tags_by_name"),
            entry("custom fields are an object, or a list of objects with name and value",
                    "trường tùy chỉnh phải là đối tượng, hoặc danh sách đối tượng có name và value"),
            entry("a custom field's name is not an identifier (letters without accents, digits, _ . -)",
                    "tên trường tùy chỉnh chỉ được gồm chữ không dấu, chữ số, _ . -"),
            entry("a custom field's value is not a finite number of reasonable size",
                    "giá trị trường tùy chỉnh không phải số hữu hạn có độ lớn hợp lý"),
            entry("a custom field takes text, number or boolean, not array",
                    "trường tùy chỉnh nhận văn bản, số hoặc đúng/sai, không nhận danh sách"),
            entry("a custom field takes text, number or boolean, not object",
                    "trường tùy chỉnh nhận văn bản, số hoặc đúng/sai, không nhận đối tượng"),
            // Whole records
            entry("a text is needed, not array", "cần văn bản, không phải danh sách"),
            entry("a text is needed, not object", "cần văn bản, không phải đối tượng"),
            entry("a text is needed, not boolean", "cần văn bản, không phải đúng/sai"),
            entry("LadiFlow's identifiers are # hexadecimal characters", "mã của LadiFlow gồm # ký tự thập lục phân"),
            entry("LadiFlow's identifier cannot be cleared", "không thể xóa mã của LadiFlow"),
            entry("LadiFlow has no such field", "LadiFlow không có trường này"),
            entry("further warnings of this record are not kept", "các cảnh báo tiếp theo của bản ghi này không được giữ"),
            entry("# bytes, and LadiFlow may be sent #", "# byte, trong khi LadiFlow chỉ nhận tối đa #"),
            entry("looks like UTF-# that was read as windows-#; set the source's charset to UTF-#",
                    "có vẻ là UTF-# bị đọc thành windows-#; hãy đặt bảng mã của nguồn là UTF-#"),
            entry("looks like TCVN# (ABC) that was read as Latin-#; set the source's charset to TCVN#",
                    "có vẻ là TCVN# (ABC) bị đọc thành Latin-#; hãy đặt bảng mã của nguồn là TCVN#"),
            entry("contains the replacement character U+FFFD; the source's charset is set wrongly",
                    "có ký tự thay thế U+FFFD; bảng mã của nguồn đặt sai"),
            // LadiFlow's answers
            entry("stored in external_data only", "chỉ được lưu trong external_data"),
            entry("LadiFlow created a customer on an update", "LadiFlow tạo khách hàng khi được yêu cầu cập nhật"),
            entry("LadiFlow answered with another value than was sent", "LadiFlow trả về giá trị khác với bản gửi"),
            entry("# of # not stored; create them in LadiFlow first", "#/# không được lưu; hãy tạo trước trong LadiFlow"),
            entry("«» not stored; create them in LadiFlow first", "«» không được lưu; hãy tạo trước trong LadiFlow"),
            entry("«» not sent: customer/update takes tag ids only; set LADIFLOW_TAGS=match or create",
                    "không gửi «»: customer/update chỉ nhận mã thẻ; hãy đặt LADIFLOW_TAGS=match hoặc create"),
            entry("«» not sent: LadiFlow has no such tag; create it there, or set LADIFLOW_TAGS=create",
                    "không gửi «»: LadiFlow không có thẻ này; hãy tạo thẻ ở đó hoặc đặt LADIFLOW_TAGS=create"),
            entry("«» not sent: LadiFlow did not take them as new tags, or # were created within an hour",
                    "không gửi «»: LadiFlow không nhận làm thẻ mới, hoặc đã tạo # thẻ trong một giờ"),
            entry("«» not sent: customer/show does not tell which tags the customer has, and they would be lost; "
                    + "set LADIFLOW_TAGS_ON_UPDATE=replace if they may be",
                    "không gửi «»: customer/show không cho biết khách đang có thẻ nào nên các thẻ đó sẽ bị mất; "
                            + "hãy đặt LADIFLOW_TAGS_ON_UPDATE=replace nếu chấp nhận mất"),
            entry("«» still there: LadiFlow adds tags and removes none", "«» vẫn còn: LadiFlow chỉ thêm thẻ, không gỡ thẻ"),
            entry("a tag that is in tags_by_name as well stays", "thẻ cũng có trong tags_by_name nên được giữ lại"));

    private Remarks() {
    }

    /** The translation of a remark; empty for one that quotes a program, such as what jq or LadiFlow says. */
    static Optional<String> vietnamese(String english) {
        Matcher names = NAMES.matcher(english);
        if (names.find() && !names.group().equals("«»")) {
            return vietnamese(names.replaceFirst("«»"))
                    .map(told -> told.replace("«»", MORE.matcher(names.group()).replaceFirst(" và $1 tên khác")));
        }
        String translation = VIETNAMESE.get(NUMBER.matcher(english).replaceAll("#"));
        if (translation == null) {
            return Optional.empty();
        }
        Matcher numbers = NUMBER.matcher(english);
        StringBuilder told = new StringBuilder();
        translation.chars().forEach(character -> {
            if (character == '#' && numbers.find()) {
                told.append(numbers.group());
            } else {
                told.append((char) character);
            }
        });
        return Optional.of(told.toString());
    }
}
