package org.ladibridge.customer;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Something about a record that a person may want to mend, although the record is delivered.
 *
 * @param code what is wrong
 * @param field LadiFlow's name of the field concerned; null when the whole record is meant
 * @param detail a short English addition, without personal data; may be null
 */
@RegisterForReflection
public record Warning(Code code, String field, String detail) {
    /**
     * What was left out or is doubtful. A closed list, like {@link Reason}, each with a sentence that says what happened and what to do.
     * Those up to {@link #UNKNOWN_FIELD} tell of the mapping, the others of a delivery.
     */
    public enum Code {
        BAD_PHONE("The phone number could not be understood and was left out; correct it in the source.",
                "Không hiểu được số điện thoại nên đã bỏ qua; hãy sửa ở nguồn."),
        BAD_EMAIL("The e-mail address could not be understood and was left out; correct it in the source.",
                "Không hiểu được địa chỉ e-mail nên đã bỏ qua; hãy sửa ở nguồn."),
        BAD_DATE("The date could not be understood and was left out; correct it in the source, or set dateOrder in the route.",
                "Không hiểu được ngày nên đã bỏ qua; hãy sửa ở nguồn, hoặc khai báo dateOrder trong route."),
        BAD_GENDER("The gender could not be understood and was left out; write nam or nữ in the source, or set genderCodes in "
                + "the route.",
                "Không hiểu được giới tính nên đã bỏ qua; hãy ghi nam hoặc nữ ở nguồn, hoặc khai báo genderCodes trong route."),
        BAD_POSTAL_CODE("The postal code could not be understood and was left out; five or six digits are expected.",
                "Không hiểu được mã bưu chính nên đã bỏ qua; mã cần có năm hoặc sáu chữ số."),
        BAD_NUMBER("The number could not be understood and was left out; correct it in the source.",
                "Không hiểu được con số nên đã bỏ qua; hãy sửa ở nguồn."),
        BAD_URL("The web address could not be understood and was left out; it has to begin with http:// or https://.",
                "Không hiểu được địa chỉ web nên đã bỏ qua; địa chỉ phải bắt đầu bằng http:// hoặc https://."),
        BAD_LANGUAGE("The language could not be understood and was left out; vi, en or other is expected.",
                "Không hiểu được ngôn ngữ nên đã bỏ qua; hãy ghi vi, en hoặc other."),
        BAD_VALUE("The value does not fit the field and was left out; correct mapping.jq or the source.",
                "Giá trị không hợp với trường nên đã bỏ qua; hãy sửa mapping.jq hoặc sửa ở nguồn."),
        PLACEHOLDER("The value is a placeholder such as «Khách lẻ» or 1970-01-01 and was left out; nothing is to be done.",
                "Giá trị chỉ để giữ chỗ, như «Khách lẻ» hay 1970-01-01, nên đã bỏ qua; không cần làm gì."),
        SECOND_PHONE(
                "A second phone number of the customer was left out; secondPhoneField of the route names a custom field for "
                        + "it.",
                "Số điện thoại thứ hai của khách đã bị bỏ qua; hãy khai báo secondPhoneField trong route để lưu vào một "
                        + "trường tùy chỉnh."),
        SECOND_EMAIL(
                "A second e-mail address of the customer was left out; secondEmailField of the route names a custom field for "
                        + "it.",
                "Địa chỉ e-mail thứ hai của khách đã bị bỏ qua; hãy khai báo secondEmailField trong route để lưu vào một "
                        + "trường tùy chỉnh."),
        SECOND_VALUE(
                "Another column has a different value for the same field, which was left out; leave one of the two columns "
                        + "out.",
                "Một cột khác có giá trị khác cho cùng trường này và đã bị bỏ qua; hãy bỏ bớt một trong hai cột."),
        TRUNCATED("The text was cut to the length that LadiFlow stores; shorten it in the source.",
                "Văn bản đã được cắt theo độ dài LadiFlow lưu được; hãy rút gọn ở nguồn."),
        ID_SHORTENED(
                "The source's id of the record was too long to be kept, or had a character that cannot be; the bridge keeps its "
                        + "beginning and a digest of the whole. Nothing is to be done.",
                "Mã của bản ghi từ nguồn quá dài hoặc có ký tự không lưu được; hệ thống giữ phần đầu kèm mã băm của toàn bộ mã. "
                        + "Không cần làm gì."),
        UNKNOWN_FIELD("LadiFlow has no such field, and the value was left out; correct the key in mapping.jq.",
                "LadiFlow không có trường này nên giá trị đã bị bỏ qua; hãy sửa khóa trong mapping.jq."),
        PARKED_BY_LADIFLOW(
                "LadiFlow put the value into external_data instead of the field; take another field, or leave it there.",
                "LadiFlow để giá trị vào external_data thay vì lưu vào trường; hãy dùng trường khác, hoặc để nguyên."),
        DROPPED_BY_LADIFLOW(
                "LadiFlow does not know the tag or custom field and dropped it; create it in LadiFlow, then replay the "
                        + "record.",
                "LadiFlow không có thẻ hoặc trường tùy chỉnh này nên đã bỏ; hãy tạo trong LadiFlow rồi gửi lại bản ghi."),
        CREATED_ON_UPDATE(
                "The update made LadiFlow create a new customer; look in LadiFlow whether the customer is there twice.",
                "Lệnh cập nhật khiến LadiFlow tạo khách hàng mới; hãy kiểm tra trong LadiFlow xem khách có bị trùng không."),
        IDENTITY_DIFFERS("LadiFlow answered with another e-mail address or phone number than was sent; look at the customer in "
                + "LadiFlow.",
                "LadiFlow trả về e-mail hoặc số điện thoại khác với bản gửi; hãy xem lại khách hàng trong LadiFlow."),
        TAG_NAMES_NOT_SENT("The tags were not sent, because customer/update takes no names; set LADIFLOW_TAGS=match or create.",
                "Thẻ không được gửi vì customer/update không nhận tên thẻ; hãy đặt LADIFLOW_TAGS=match hoặc create."),
        UNKNOWN_TAGS("LadiFlow has no tags with these names, so they were not sent; create them in LadiFlow, or set "
                + "LADIFLOW_TAGS=create.",
                "LadiFlow không có thẻ mang tên này nên không gửi; hãy tạo thẻ trong LadiFlow, hoặc đặt LADIFLOW_TAGS=create."),
        TAGS_NOT_SENT("It is not known which tags the customer has in LadiFlow, so none was changed; set "
                + "LADIFLOW_TAGS_ON_UPDATE=replace if they may be lost.",
                "Không biết khách đang có thẻ nào trong LadiFlow nên không thay đổi thẻ; hãy đặt "
                        + "LADIFLOW_TAGS_ON_UPDATE=replace nếu chấp nhận mất thẻ cũ."),
        TAGS_NOT_REMOVED("The customer still has tags that were to be removed; remove them in LadiFlow.",
                "Khách vẫn còn thẻ đáng lẽ phải gỡ; hãy gỡ trong LadiFlow."),
        OLDER_THAN_ACCEPTED(
                "LadiFlow accepted a newer value of the field before, so this one was left out; nothing is to be done.",
                "LadiFlow đã nhận giá trị mới hơn của trường này nên giá trị này bị bỏ qua; không cần làm gì.");

        private final String en;
        private final String vi;

        Code(String en, String vi) {
            this.en = en;
            this.vi = vi;
        }

        /** The sentence in English. */
        public String en() {
            return en;
        }

        /** The sentence in Vietnamese. */
        public String vi() {
            return vi;
        }

        /** Whether it tells of a delivery; the others tell of the mapping. */
        public boolean isOfDelivery() {
            return compareTo(PARKED_BY_LADIFLOW) >= 0;
        }

        /** Whether LadiFlow does not hold all that was sent. */
        public boolean isIncomplete() {
            return switch (this) {
                case PARKED_BY_LADIFLOW, DROPPED_BY_LADIFLOW, TAG_NAMES_NOT_SENT, UNKNOWN_TAGS, TAGS_NOT_SENT,
                        TAGS_NOT_REMOVED ->
                    true;
                default -> false;
            };
        }
    }
}
