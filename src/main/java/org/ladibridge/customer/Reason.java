package org.ladibridge.customer;

/**
 * Why a record was rejected, is dead, or waits. A closed list: documentation, tests and users rely on the names. Each has a
 * sentence that says what is wrong and what to do, in English and in Vietnamese.
 */
public enum Reason {
    NO_EMAIL_OR_PHONE("The record has neither an e-mail address nor a phone number; add one of them.",
            "Bản ghi không có email và cũng không có số điện thoại; hãy bổ sung ít nhất một trong hai."),
    BAD_PHONE(
            "The phone number is not valid and there is no valid e-mail address; correct one of them.",
            "Số điện thoại không hợp lệ và không có email hợp lệ; hãy sửa một trong hai."),
    BAD_EMAIL(
            "The e-mail address is not valid and there is no phone number; correct the address.",
            "Email không hợp lệ và không có số điện thoại; hãy sửa lại email."),
    UNREADABLE(
            "The record cannot be read (wrong encoding or broken format); check the source's charset and format.",
            "Không đọc được bản ghi (sai bảng mã hoặc sai định dạng); hãy kiểm tra bảng mã và định dạng của nguồn."),
    MAPPING_FAILED(
            "The source's mapping.jq failed on this record; correct the mapping and replay.",
            "Tệp mapping.jq của nguồn bị lỗi với bản ghi này; hãy sửa mapping rồi chạy lại."),
    TEST_LEAD(
            "The record is a test lead of Meta's with dummy data; nothing is to be done.",
            "Bản ghi là khách thử (test lead) của Meta với dữ liệu giả; không cần làm gì."),
    TOO_LARGE(
            "The record is larger than LadiFlow may be sent; shorten it.",
            "Bản ghi quá lớn để gửi tới LadiFlow; hãy rút gọn."),
    LADIFLOW_REFUSED(
            "LadiFlow refused the customer; its answer is in the attempts.",
            "LadiFlow từ chối khách hàng này; xem câu trả lời trong các lần gửi."),
    CUSTOMER_NOT_FOUND(
            "LadiFlow does not know this customer and LADIFLOW_MISSING=reject forbids creating it.",
            "LadiFlow không có khách hàng này và LADIFLOW_MISSING=reject không cho phép tạo mới."),
    BAD_API_KEY(
            "LadiFlow refused the API key; correct LADIFLOW_API_KEY. Delivery waits, no record is lost.",
            "LadiFlow không chấp nhận khóa API; hãy sửa LADIFLOW_API_KEY. Việc gửi tạm dừng, không mất bản ghi nào."),
    LADIFLOW_NOT_TRUSTED(
            "LadiFlow's certificate is not trusted; import that of its authority into a trust store and name it with "
                    + "JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE, or correct LADIFLOW_URL. Delivery waits, no record is lost.",
            "Chứng thư của LadiFlow không được tin cậy; hãy nhập chứng thư của nhà cung cấp vào một trust store và khai báo bằng "
                    + "JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=FILE, hoặc sửa LADIFLOW_URL. Việc gửi tạm dừng, không mất bản ghi nào."),
    LADIFLOW_DOWN(
            "LadiFlow does not answer properly at the moment; the record is sent again by itself.",
            "LadiFlow hiện không phản hồi đúng; bản ghi sẽ tự động được gửi lại."),
    LADIFLOW_BUSY(
            "LadiFlow asks to slow down; the record is sent again by itself.",
            "LadiFlow yêu cầu gửi chậm lại; bản ghi sẽ tự động được gửi lại."),
    LADIFLOW_FAILS_ON_THIS(
            "LadiFlow fails on this customer while it takes others. As long as the record waits it is sent again by itself, less and less "
                    + "often; ask LadiFlow's support about the answer in the attempts, or set the record aside.",
            "LadiFlow bị lỗi với riêng khách hàng này trong khi vẫn nhận các khách hàng khác. Khi còn chờ, bản ghi tự động được gửi lại, "
                    + "thưa dần; hãy hỏi bộ phận hỗ trợ LadiFlow về câu trả lời trong các lần gửi, hoặc gác bản ghi lại."),
    STALE(
            "LadiFlow has a newer state of this customer already; nothing was sent.",
            "LadiFlow đã có trạng thái mới hơn của khách hàng này; không gửi gì."),
    SOURCE_DELETED(
            "The customer was deleted in the source; LadiFlow has no call for that, delete it there by hand if it should go.",
            "Khách hàng đã bị xóa ở nguồn; LadiFlow không có lệnh xóa, hãy xóa thủ công nếu cần."),
    SOURCE_MERGED(
            "The customer was merged into another in the source; the one that remains is sent, remove this one in LadiFlow by hand.",
            "Khách hàng đã được gộp vào khách hàng khác ở nguồn; khách hàng còn lại được gửi đi, hãy xóa bản cũ trong LadiFlow thủ công."),
    SOURCE_GONE(
            "The source no longer has the record that it announced (deleted or merged since); nothing is sent.",
            "Nguồn không còn bản ghi đã thông báo (đã bị xóa hoặc gộp); không gửi gì."),
    SOURCE_REFUSED(
            "The source refused to give the record; its answer is in the attempts. Correct the cause and replay.",
            "Nguồn từ chối cung cấp bản ghi; xem câu trả lời trong các lần gọi, sửa nguyên nhân rồi chạy lại."),
    BAD_SOURCE_KEY(
            "The source refused our token; correct its variable, which the log names. Fetching waits, no record is lost.",
            "Nguồn không chấp nhận mã truy cập; hãy sửa biến được nêu trong nhật ký. Việc đọc tạm dừng, không mất bản ghi nào."),
    SOURCE_DOWN(
            "The source does not answer properly or asks to slow down; the record is fetched again by itself.",
            "Nguồn hiện không phản hồi đúng hoặc yêu cầu gọi chậm lại; bản ghi sẽ tự động được đọc lại."),
    RECEIVER_DOWN(
            "The receiver of the outcomes does not take them at the moment; the event is sent again by itself.",
            "Hệ thống nhận kết quả hiện không nhận; sự kiện sẽ tự động được gửi lại."),
    RECEIVER_REFUSED(
            "The receiver of the outcomes refused the event; its answer is in the attempts. Correct the cause and replay.",
            "Hệ thống nhận kết quả từ chối sự kiện; xem câu trả lời trong các lần gửi, sửa nguyên nhân rồi chạy lại."),
    NO_RECEIVER(
            "No route took the outcome within BRIDGE_RETENTION; make one with new-source outcome, or set BRIDGE_OUTCOMES=off.",
            "Không có route nào nhận kết quả trong thời gian BRIDGE_RETENTION; hãy tạo route bằng new-source outcome, hoặc đặt "
                    + "BRIDGE_OUTCOMES=off.");

    private final String en;
    private final String vi;

    Reason(String en, String vi) {
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
}
