package org.ladibridge.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What keeps a source from its records, in Vietnamese. It is said in English where it happens, which the log needs; like gettext, this
 * finds the translation by the English sentence, braces standing for what differs in it, which may be such a sentence again.
 */
public final class SourceSentences {
    private static final Pattern BRACES = Pattern.compile("\\{}");

    /** The first one that fits counts. */
    private static final List<Sentence> SENTENCES = List.of(
            // How a source stands
            of("the poll does not go on: {}", "nguồn không đọc tiếp được: {}"),
            of("no run has come to its end since the bridge started: {}",
                    "chưa lần chạy nào hoàn tất kể từ khi cầu nối khởi động: {}"),
            of("no run has come to its end since {}: {}", "chưa có lần chạy nào hoàn tất kể từ {}: {}"),
            of("the source refuses to be asked, {} and restart", "nguồn từ chối yêu cầu, {} rồi khởi động lại"),
            of("references are not fetched: {}", "không lấy được bản ghi theo tham chiếu: {}"),
            of("failed: {}", "lỗi: {}"), of("waiting: {}", "đang chờ: {}"), of("running", "đang chạy"), of("idle", "đang nghỉ"),
            of("its routes have been stopped; save {} to start them again",
                    "các route của nguồn đã dừng; lưu lại {} để chạy tiếp"),
            of("set {} to start it: auth {} needs the parameter token",
                    "hãy đặt {} để khởi động: auth {} cần tham số token"),
            of("set {} to start it", "hãy đặt {} để khởi động"),
            // Outcomes
            of("outcomes are not sent: {}", "chưa gửi được kết quả: {}"),
            of("{}; they are kept and sent when the receiver takes them again",
                    "{}; chúng được giữ lại và gửi khi bên nhận nhận lại"),
            of("{}: the receiver is gone for good; correct its address, or set BRIDGE_OUTCOMES=off. It is asked once an hour",
                    "{}: bên nhận không còn nữa; hãy sửa địa chỉ, hoặc đặt BRIDGE_OUTCOMES=off. Mỗi giờ hỏi lại một lần"),
            of("{}: nobody takes them at this address; correct the address of the receiver, or what it is shown",
                    "{}: không ai nhận tại địa chỉ này; hãy sửa địa chỉ của bên nhận, hoặc thông tin gửi kèm"),
            // Where in a file
            of("line {}, column {}: {}", "dòng {}, cột {}: {}"), of("{}.camel.yaml: {}", "{}.camel.yaml: {}"),
            of("hook:{}: {}", "hook:{}: {}"),
            // No answer
            of("the certificate of {} is not trusted ({}): import the certificate of its authority into a trust store, and name that"
                    + " with {}",
                    "chứng thư của {} không được tin cậy ({}): hãy nhập chứng thư của nhà cung cấp vào một trust store và khai báo"
                            + " bằng {}"),
            of("there is no host {}: correct the address, or the name server",
                    "không có máy chủ {}: hãy sửa địa chỉ, hoặc máy chủ tên miền"),
            of("no connection to {}: {}", "không kết nối được tới {}: {}"),
            of("no secure connection to {}: {}", "không có kết nối bảo mật tới {}: {}"),
            of("the answer is larger than {} bytes and was not read on: {}",
                    "câu trả lời lớn hơn {} byte nên không được đọc tiếp: {}"),
            of("the memory of the bridge has no room for more, whatever BRIDGE_ANSWER_MAX says; ask for less at once (the source's"
                    + " limit, the page size), or give the bridge more memory (-Xmx)",
                    "bộ nhớ của bridge không đủ cho nhiều hơn, dù BRIDGE_ANSWER_MAX là bao nhiêu; hãy lấy ít hơn mỗi lần (limit, cỡ"
                            + " trang), hoặc cấp thêm bộ nhớ cho bridge (-Xmx)"),
            of("ask for less at once (the source's limit, the page size), or raise BRIDGE_ANSWER_MAX",
                    "hãy lấy ít hơn mỗi lần (limit, cỡ trang), hoặc tăng BRIDGE_ANSWER_MAX"),
            of("the store cannot be written or read", "kho dữ liệu không ghi hoặc không đọc được"),
            of("the page could not be taken: {}", "không nhận được trang này: {}"),
            of("the file {} cannot be read: {}", "không đọc được tệp {}: {}"),
            of("{} is no JSON once its placeholders are filled: {}", "{} không phải JSON sau khi điền các chỗ trống: {}"),
            // An answer that refuses
            of("{}: there is no such list at this address; correct the address (url), or one of the values {}",
                    "{}: địa chỉ này không có danh sách đó; hãy sửa địa chỉ (url), hoặc một trong các giá trị {}"),
            of("{}: there is no such list at this address; correct the address (url)",
                    "{}: địa chỉ này không có danh sách đó; hãy sửa địa chỉ (url)"),
            of("{}: the list has moved, and a token is not sent after it; correct the address (url)",
                    "{}: danh sách đã chuyển chỗ, và token không được gửi theo; hãy sửa địa chỉ (url)"),
            of("{} without a word of the source's own: its address is wrong, has moved, or is being maintained; correct the route's"
                    + " url (or the setting that it names). References are kept",
                    "{} không phải do chính nguồn trả lời: địa chỉ sai, đã chuyển hoặc đang bảo trì; hãy sửa url của route (hoặc biến"
                            + " mà nó dùng). Các tham chiếu vẫn được giữ"),
            of("{}: the answer is beyond the limits of one page, ask for a smaller one (limit): {}",
                    "{}: câu trả lời vượt giới hạn của một trang, hãy lấy trang nhỏ hơn (limit): {}"),
            of("{} without a JSON body", "{} không có nội dung JSON"), of("HTTP {} with an error {}", "HTTP {} kèm lỗi {}"),
            of("HTTP {} with an error", "HTTP {} kèm lỗi"),
            of("the answer to the token request has no access_token", "câu trả lời khi xin token không có access_token"),
            // An answer that is none
            of("the answer has no list at «{}», but {}: correct items, the JSON pointer to the list",
                    "câu trả lời không có danh sách tại «{}» mà là {}: hãy sửa items, JSON pointer tới danh sách"),
            of("the link to the next page at {} is no text, but {}",
                    "liên kết tới trang sau tại {} không phải văn bản mà là {}"),
            of("the cursor of the next page at {} is no text, but {}, which can only be sent back in a body (body)",
                    "con trỏ trang sau tại {} không phải văn bản mà là {}, chỉ gửi lại được trong body"),
            of("the cursor of the next page at {} is no text, but {}: correct next",
                    "con trỏ trang sau tại {} không phải văn bản mà là {}: hãy sửa next"),
            of("nothing", "không có gì"), of("a value of type {}", "giá trị kiểu {}"),
            of("the link to the next page is no address", "liên kết tới trang sau không phải địa chỉ"),
            of("the link to the next page leads to another place ({}) and is not followed",
                    "liên kết tới trang sau dẫn đến nơi khác ({}) nên không được theo"),
            // A page that cannot be what was asked for
            of("the list does not ascend by time of change (updated), as paging: time needs it",
                    "danh sách không tăng dần theo thời điểm thay đổi (updated) như paging: time cần"),
            of("no item of a full page has a time at updated, from which on the next page is asked for",
                    "không dòng nào của một trang đầy có thời điểm tại updated để hỏi trang tiếp theo"),
            of("no item of a page has an id, by which the next page is asked for",
                    "không dòng nào của trang có id để hỏi trang tiếp theo"),
            of("the server repeats a page, or does not sort by id: ids must ascend and be above {lastId}",
                    "máy chủ lặp lại một trang, hoặc không xếp theo id: id phải tăng dần và lớn hơn {lastId}"),
            of("the server repeats a page: it gives rows that are older than {since}",
                    "máy chủ lặp lại một trang: nó đưa những dòng cũ hơn {since}"),
            of("the server repeats a page: asked for the rows of one time, it does not give those with ids above {lastId}, ascending",
                    "máy chủ lặp lại một trang: khi hỏi các dòng của cùng một thời điểm, nó không đưa các dòng có id lớn hơn {lastId}"
                            + " theo thứ tự tăng dần"),
            of("the server repeats a page: what it names as the next one leads in a circle",
                    "máy chủ lặp lại một trang: trang sau mà nó chỉ dẫn đi vòng tròn"),
            of("the server repeats a page: what it names as the next one leads to itself",
                    "máy chủ lặp lại một trang: trang sau mà nó chỉ lại là chính trang đó"),
            of("the server repeats a page: its next one holds the same rows",
                    "máy chủ lặp lại một trang: trang sau có cùng các dòng"),
            of("the server repeats a page: it answers another page or offset with the same rows",
                    "máy chủ lặp lại một trang: hỏi trang hoặc offset khác vẫn nhận cùng các dòng"),
            of("the server names a next page {} times, and none holds a row",
                    "máy chủ chỉ trang sau {} lần mà không trang nào có dòng"),
            of("there are more pages than maxPages ({}) allows; the next run goes on from here",
                    "còn nhiều trang hơn maxPages ({}) cho phép; lần chạy sau đọc tiếp từ đây"),
            of("rows of the list move faster than it is read, and one may have been left out: page by id or by time, or have the list"
                    + " sorted by something that does not change",
                    "các dòng của danh sách đổi chỗ nhanh hơn tốc độ đọc nên có thể sót: hãy đọc theo id hoặc thời điểm, hoặc xếp danh"
                            + " sách theo thứ không thay đổi"),
            of("the server ignores {since}: {} of {} rows are older than it was asked for; every run reads the whole list. Correct the"
                    + " parameter of the query that takes it",
                    "máy chủ bỏ qua {since}: {}/{} dòng cũ hơn mốc được hỏi; lần chạy nào cũng đọc cả danh sách. Hãy sửa tham số của"
                            + " query nhận mốc này"),
            of("the server gives {} rows a page, although {} are asked for: set limit to what it gives at most",
                    "máy chủ đưa {} dòng mỗi trang dù được hỏi {}: hãy đặt limit bằng số dòng tối đa nó đưa"),
            of("the source counted as read until {}, which has not come yet by its own clock; it is read from the beginning, and what"
                    + " is stored already is stored once",
                    "nguồn được ghi là đã đọc đến {}, mà theo đồng hồ của nó thì chưa tới; nguồn được đọc lại từ đầu, những gì đã lưu"
                            + " không bị lưu hai lần"),
            // Parameters
            of("{} takes one of {}, not «{}»; did you mean «{}»?",
                    "{} nhận một trong {}, không nhận «{}»; có phải ý bạn là «{}»?"),
            of("{} takes one of {}, not «{}»", "{} nhận một trong {}, không nhận «{}»"),
            of("{} takes pairs such as {}; the one beginning with «{}» is none",
                    "{} nhận các cặp dạng {}; cặp bắt đầu bằng «{}» không đúng dạng"),
            of("{} takes a JSON pointer such as {}, not «{}»", "{} nhận JSON pointer dạng {}, không nhận «{}»"),
            of("{} takes a duration such as 30s, 5m or 1h, not «{}»",
                    "{} nhận khoảng thời gian dạng 30s, 5m hoặc 1h, không nhận «{}»"),
            of("{} takes an address such as {}", "{} nhận địa chỉ dạng {}"),
            of("{} takes a date such as {} or an instant such as {}, not «{}»",
                    "{} nhận ngày dạng {} hoặc thời điểm dạng {}, không nhận «{}»"),
            of("sinceFormat takes millis, seconds, iso, local or a pattern such as {}, not «{}»",
                    "sinceFormat nhận millis, seconds, iso, local hoặc mẫu dạng {}, không nhận «{}»"),
            of("zone takes a name such as Asia/Ho_Chi_Minh or UTC, not «{}»",
                    "zone nhận tên dạng Asia/Ho_Chi_Minh hoặc UTC, không nhận «{}»"),
            of("{} takes a number from 1 on", "{} nhận số từ 1 trở lên"),
            of("rate takes a number of requests per second, from 1 on, not {}",
                    "rate nhận số yêu cầu mỗi giây, từ 1 trở lên, không nhận {}"),
            of("{} takes ASCII letters, digits and signs only: it is sent as a header",
                    "{} chỉ nhận chữ không dấu, chữ số và ký hiệu ASCII: nó được gửi trong header"),
            of("values takes names of letters and digits that no placeholder has yet, not «{}»",
                    "values nhận tên gồm chữ và số mà chưa chỗ trống nào dùng, không nhận «{}»"),
            of("paging: time needs bodyWithin or queryWithin, to read a timestamp that fills a page by id",
                    "paging: time cần bodyWithin hoặc queryWithin để đọc theo id khi một thời điểm chiếm cả trang"),
            of("auth: {} needs the parameter {}", "auth: {} cần tham số {}"),
            of("paging: {} needs the parameter {}", "paging: {} cần tham số {}"),
            // Webhooks
            of("the secret is empty; an unverified webhook is never served",
                    "secret để trống; webhook không xác thực không bao giờ được nhận"),
            of("the token takes ASCII letters, digits and signs only: it is sent as a header",
                    "token chỉ nhận chữ không dấu, chữ số và ký hiệu ASCII: nó được gửi trong header"),
            of("the verifyToken is empty; {} asks for it before it sends anything",
                    "verifyToken để trống; {} hỏi giá trị này trước khi gửi"),
            of("the secret is not {} as {} wants it", "secret không ở dạng {} mà {} cần"),
            of("the template must hold {body}, or anything could be sent under it",
                    "template phải có {body}, nếu không thì nội dung nào cũng gửi được"),
            of("the template's {id} needs an idHeader", "{id} trong template cần idHeader"),
            of("the template's {timestamp} and the timestampHeader belong together",
                    "{timestamp} trong template và timestampHeader phải đi cùng nhau"),
            of("BRIDGE_PUBLIC_URL is not set; {} signs the address it calls, such as {}",
                    "chưa đặt BRIDGE_PUBLIC_URL; {} ký cả địa chỉ mà nó gọi, ví dụ {}"),
            of("the header «{}» would steer Camel; it is never passed on",
                    "header «{}» điều khiển Camel nên không bao giờ được chuyển tiếp"),
            of("answer takes an HTTP status of success such as 200, not «{}»",
                    "answer nhận mã HTTP thành công như 200, không nhận «{}»"),
            // Deliveries that are refused
            of("the question before the first delivery: {}", "câu hỏi trước lần gửi đầu tiên: {}"),
            of("the verify token is wrong", "mã xác minh không đúng"),
            of("compare {} with what was typed at the sender", "hãy so {} với giá trị đã nhập ở nơi gửi"),
            of("a value that is signed is missing or repeated: {}", "thiếu hoặc lặp lại một giá trị được ký: {}"),
            of("the header {} is missing or repeated", "header {} bị thiếu hoặc lặp lại"),
            of("{} in the header {} is missing or repeated", "{} trong header {} bị thiếu hoặc lặp lại"),
            of("{} in the query is missing or repeated", "{} trong địa chỉ bị thiếu hoặc lặp lại"),
            of("{} in the body is missing or repeated", "{} trong nội dung bị thiếu hoặc lặp lại"),
            of("neither X-Api-Key nor Authorization: Bearer was sent", "không có X-Api-Key lẫn Authorization: Bearer"),
            of("no Authorization: Basic was sent", "không có Authorization: Basic"),
            of("Authorization: Basic is not base64", "Authorization: Basic không phải base64"),
            of("the token is wrong", "token không đúng"), of("the token in {} is wrong", "token trong {} không đúng"),
            of("user or password is wrong", "tên hoặc mật khẩu không đúng"),
            of("the signature in {} does not fit the body and the secret", "chữ ký trong {} không khớp với nội dung và secret"),
            of("the signature in {} is not written as {}", "chữ ký trong {} không viết theo dạng {}"),
            of("the signature in {} has {} bytes, {} has {}", "chữ ký trong {} dài {} byte, {} dài {}"),
            of("the timestamp in {} is missing, repeated or no {}", "thời điểm trong {} bị thiếu, lặp lại hoặc không phải {}"),
            of("the timestamp is {} s off: a replayed delivery, or a clock that is wrong",
                    "thời điểm lệch {} giây: lần gửi bị phát lại, hoặc đồng hồ sai"),
            of("the sender does not prove who it is, or not as the route says: ./ladibridge learn shows what it sends",
                    "nơi gửi không chứng minh danh tính, hoặc không theo cách route ghi: ./ladibridge learn cho thấy nó gửi gì"),
            of("the parameter {}", "tham số {}"),
            of("compare {} with the secret of just this webhook", "hãy so {} với secret của đúng webhook này"),
            of("if it is the same, something else is signed: ./ladibridge learn finds out what",
                    "nếu giống nhau thì nội dung được ký khác: ./ladibridge learn tìm ra"),
            of("the sender signs in another way than the route says: ./ladibridge learn finds out which",
                    "nơi gửi ký theo cách khác với route: ./ladibridge learn tìm ra cách nào"),
            of("set the clocks of this machine and of the sender, or raise tolerance in the route",
                    "hãy chỉnh đồng hồ của máy này và của nơi gửi, hoặc tăng tolerance trong route"),
            of("the body is larger than {} bytes (BRIDGE_MAX_BODY)", "nội dung lớn hơn {} byte (BRIDGE_MAX_BODY)"),
            of("the body took too long to arrive", "nội dung gửi đến quá chậm"),
            of("the body broke off", "nội dung gửi đến bị đứt"),
            of("the record could not be processed", "không xử lý được bản ghi"), of("the log says why", "xem nhật ký"),
            // Databases
            of("the database does not answer: {}", "cơ sở dữ liệu không trả lời: {}"),
            of("the database refuses the query: {}", "cơ sở dữ liệu từ chối câu truy vấn: {}"),
            of("the database refuses the account", "cơ sở dữ liệu từ chối tài khoản"),
            of("there is no driver for {} in the bridge; add it with ./ladibridge components add {}",
                    "bridge không có driver cho {}; hãy thêm bằng lệnh ./ladibridge components add {}"),
            of("a database names no next page: {}", "cơ sở dữ liệu không cho biết trang tiếp theo: {}"),
            of("a database takes user:password: {}", "cơ sở dữ liệu nhận người-dùng:mật-khẩu: {}"),
            // Route files
            of("close it, and put it in quotes: {}", "hãy đóng ngoặc và đặt trong dấu nháy: {}"),
            of("a placeholder in «{}» is not closed; write {{name}}, with two braces at its end",
                    "một biến giữ chỗ trong «{}» chưa được đóng; hãy viết {{name}}, với hai dấu ngoặc ở cuối"),
            of("put it in quotes: {}; without them YAML takes the braces for a map",
                    "hãy đặt trong dấu nháy: {}; nếu không YAML hiểu dấu ngoặc là một map"),
            of("Camel does not know the key «{}» here; did you mean «{}»?",
                    "Camel không biết khóa «{}» ở đây; có phải ý bạn là «{}»?"),
            of("Camel does not know the key «{}» here; take it out, or indent it as what it belongs to",
                    "Camel không biết khóa «{}» ở đây; hãy bỏ đi, hoặc thụt lề theo mục chứa nó"),
            of("it is not YAML: {}; indent with blanks, not with tabs",
                    "không phải YAML: {}; hãy thụt lề bằng dấu cách, không dùng tab"),
            of("it is not YAML: {}; take one of the two out", "không phải YAML: {}; hãy bỏ một trong hai"),
            of("it is not YAML: {}; look at the indentation, the colons and the quotation marks of this line and of the one above",
                    "không phải YAML: {}; hãy xem lại thụt lề, dấu hai chấm và dấu nháy của dòng này và dòng trên"),
            of("options stand in the address and under parameters; put all of them under parameters",
                    "tùy chọn nằm cả trong địa chỉ lẫn dưới parameters; hãy đặt tất cả dưới parameters"),
            of("{} has to stand above the first route; move it there", "{} phải đứng trên route đầu tiên; hãy chuyển lên đó"),
            of("there is no component «{}» in the bridge; add it with ./ladibridge components add {}",
                    "bridge không có component «{}»; hãy thêm bằng lệnh ./ladibridge components add {}"),
            of("there is no component «{}»; did you mean «{}»?", "không có component «{}»; có phải ý bạn là «{}»?"),
            of("there is no component «{}»; there are {}", "không có component «{}»; có {}"),
            of("there is no kamelet «{}»; did you mean «{}»?", "không có kamelet «{}»; có phải ý bạn là «{}»?"),
            of("kamelet:{} has no parameter «{}»; did you mean «{}»?",
                    "kamelet:{} không có tham số «{}»; có phải ý bạn là «{}»?"),
            of("kamelet:{} needs the parameter «{}»: {}", "kamelet:{} cần tham số «{}»: {}"),
            of("the endpoint has no parameter «{}»; correct its name, or take it out",
                    "endpoint không có tham số «{}»; hãy sửa tên, hoặc bỏ đi"),
            of("there is no data format «{}» in the bridge; kamelets read JSON, forms, CSV and Excel by themselves, or add it with"
                    + " ./ladibridge components add {}",
                    "bridge không có data format «{}»; kamelet tự đọc JSON, form, CSV và Excel, hoặc thêm bằng lệnh ./ladibridge"
                            + " components add {}"),
            of("there is no language «{}» in the bridge; write simple, constant, header, exchangeProperty or a bean, or place the"
                    + " values in mapping.jq, or add it with ./ladibridge components add {}",
                    "bridge không có ngôn ngữ «{}»; hãy viết simple, constant, header, exchangeProperty hoặc một bean, hoặc đặt giá"
                            + " trị trong mapping.jq, hoặc thêm bằng lệnh ./ladibridge components add {}"),
            of("there is no language «{}» in the bridge; {}", "bridge không có ngôn ngữ «{}»; {}"),
            of("there is no bean «{}»; {}", "không có bean «{}»; {}"),
            of("the simple expression «{}» cannot be read; {}", "không đọc được biểu thức simple «{}»; {}"),
            of("the simple expression «{}» names no function of Camel; {}", "biểu thức simple «{}» gọi hàm Camel không có; {}"),
            of("{} has no effect with verify: {}, which is not a signature; take it out",
                    "{} không có tác dụng với verify: {} vì không phải chữ ký; hãy bỏ đi"),
            of("the name outcomes is taken by the events of journal:outcomes; name the folder otherwise",
                    "tên outcomes đã dành cho các sự kiện của journal:outcomes; hãy đặt tên thư mục khác"),
            of("the route id «{}» is taken by {}; ids must differ", "id «{}» đã được {} dùng; id phải khác nhau"),
            of("another route of this file takes the outcomes already; one route takes them",
                    "một route khác trong tệp này đã nhận kết quả; chỉ một route được nhận"),
            of("{} takes the outcomes already; one route takes them", "{} đã nhận kết quả; chỉ một route được nhận"),
            of("the path /hooks/{} is taken by {}; paths must differ",
                    "đường dẫn /hooks/{} đã được {} dùng; đường dẫn phải khác nhau"),
            // Components that were added
            of("nothing is fetched while the store cannot be written: {}",
                    "không lấy gì về khi kho dữ liệu không ghi được: {}"),
            of("nothing is fetched: {}: correct {} and {}", "không lấy được gì về: {}: hãy sửa {} và {}"),
            of("nothing is fetched: {}", "không lấy được gì về: {}"),
            // Sheets
            of("there is no row {} with headings, so there are no rows: correct the range, or headerRow",
                    "không có dòng {} chứa tiêu đề nên không có dòng nào: hãy sửa vùng dữ liệu, hoặc headerRow"),
            of("no column is called «{}»; there are {}: correct id, the heading of the column that tells rows apart",
                    "không cột nào tên là «{}»; có các cột {}: hãy sửa id, tiêu đề của cột phân biệt các dòng"),
            of("{} cells hold the error of a formula, the first is {} counted from the range's beginning; they are read as empty",
                    "{} ô chứa lỗi công thức, ô đầu tiên là {} tính từ đầu vùng dữ liệu; chúng được coi là trống"),
            of("the answer has no list of rows of cells at «{}», but {}: correct items, the JSON pointer to the list",
                    "câu trả lời không có danh sách các dòng gồm ô tại «{}» mà là {}: hãy sửa items, JSON pointer tới danh sách"),
            of("headerRow takes the number of the row with the headings, or 0, not {}",
                    "headerRow nhận số thứ tự của dòng tiêu đề, hoặc 0, không nhận {}"),
            of("headerRow: rows of cells are read all at once; write paging: none",
                    "headerRow: các dòng gồm ô được đọc một lần; hãy viết paging: none"),
            of("{} is not the JSON of a service account's key: it breaks off or was changed",
                    "{} không phải JSON khóa của tài khoản dịch vụ: nó bị cắt hoặc đã bị sửa"),
            of("{} is not the JSON of a service account's key: it has no {}",
                    "{} không phải JSON khóa của tài khoản dịch vụ: nó thiếu {}"),
            of("{} is neither the JSON of a service account's key nor the name of a file that holds it",
                    "{} không phải JSON khóa của tài khoản dịch vụ, cũng không phải tên tệp chứa khóa đó"),
            of("{} holds a private_key that cannot be read: it breaks off or was changed",
                    "{} có private_key không đọc được: nó bị cắt hoặc đã bị sửa"),
            // What others say, and what to do about it
            of("{}: correct the address (url), or one of the values {}",
                    "{}: hãy sửa địa chỉ (url), hoặc một trong các giá trị {}"),
            of("{}: correct {}, or share what is asked for with {}",
                    "{}: hãy sửa {}, hoặc chia sẻ dữ liệu được hỏi với {}"),
            of("{}: correct {}, or one of the values {}", "{}: hãy sửa {}, hoặc một trong các giá trị {}"),
            of("{}: correct {}", "{}: hãy sửa {}"), new Sentence(Pattern.compile("(HTTP \\d+(?: \\[.*])?)"), "{}"));

    private record Sentence(Pattern english, String vietnamese) {
        Optional<String> of(String told) {
            Matcher matcher = english.matcher(told);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            StringBuilder text = new StringBuilder();
            Matcher braces = BRACES.matcher(vietnamese);
            for (int group = 1; braces.find(); group++) {
                String part = matcher.group(group);
                braces.appendReplacement(text, Matcher.quoteReplacement(part.equals(told) ? part : inVietnamese(part)));
            }
            return Optional.of(braces.appendTail(text).toString());
        }
    }

    private SourceSentences() {
    }

    private static Sentence of(String english, String vietnamese) {
        List<String> parts = new ArrayList<>();
        for (String part : BRACES.split(english, -1)) {
            parts.add(Pattern.quote(part));
        }
        return new Sentence(Pattern.compile(String.join("(.+?)", parts), Pattern.DOTALL), vietnamese);
    }

    /** The translation; empty for what a program says that is not ours, such as Camel or a server. */
    public static Optional<String> vietnamese(String english) {
        return several(english)
                .or(() -> SENTENCES.stream().flatMap(sentence -> sentence.of(english).stream()).findFirst());
    }

    /** The same; the English sentence where there is no other, and null for null. */
    public static String inVietnamese(String english) {
        return english == null ? null : vietnamese(english).orElse(english);
    }

    /** One trouble after the other. */
    private static Optional<String> several(String english) {
        for (int end = english.indexOf("; "); end > 0; end = english.indexOf("; ", end + 1)) {
            Optional<String> first = vietnamese(english.substring(0, end));
            Optional<String> rest = vietnamese(english.substring(end + 2));
            if (first.isPresent() && rest.isPresent()) {
                return Optional.of(first.get() + "; " + rest.get());
            }
        }
        return Optional.empty();
    }
}
