# Flat JSON or a form, with the names that people give to such fields in English and Vietnamese: firstName, first_name and
# "First Name" are one. ascii_downcase leaves Đ alone, so names that begin with it stand here twice.
def plain: ascii_downcase | gsub("[\\s_.-]"; "");

with_entries(.key |= plain) as $record

# The first of these names that the record has with something in it.
| def first_of(names): [names[] | $record[plain] | select(. != null and . != "" and . != [])][0];

{
  email: first_of(["email", "mail", "email address", "e-mail address", "địa chỉ email", "thư điện tử"]),
  phone: first_of(["phone", "phone number", "mobile", "mobile phone", "tel", "telephone", "so dien thoai", "sdt", "số điện thoại",
    "Số Điện thoại", "sđt", "SĐT", "điện thoại", "Điện thoại", "di động"]),
  full_name: first_of(["full name", "name", "customer name", "ho ten", "ho va ten", "họ tên", "họ và tên", "tên khách hàng"]),
  first_name: first_of(["first name", "given name", "ten", "tên"]),
  last_name: first_of(["last name", "family name", "surname", "ho", "họ"]),
  dob: first_of(["dob", "birthday", "birth date", "date of birth", "ngay sinh", "ngày sinh"]),
  gender: first_of(["gender", "sex", "gioi tinh", "giới tính"]),
  address: first_of(["address", "address1", "address line 1", "street", "dia chi", "địa chỉ", "Địa chỉ"]),
  address_2: first_of(["address2", "address line 2"]),
  ward: first_of(["ward", "phuong xa", "phường/xã", "phường xã"]),
  district: first_of(["district", "quan huyen", "quận/huyện", "quận huyện"]),
  city: first_of(["province", "state", "city", "tinh thanh", "tỉnh thành", "tỉnh/thành phố", "tỉnh/thành", "thành phố"]),
  country: first_of(["country", "quoc gia", "quốc gia"]),
  postal_code: first_of(["postal code", "postcode", "zip", "zip code", "mã bưu điện"]),
  company: first_of(["company", "company name", "organization", "cong ty", "công ty"]),
  job_title: first_of(["job title", "position", "chuc vu", "chức vụ"]),
  website: first_of(["website", "url"]),
  zalo: first_of(["zalo"]),
  score: first_of(["score", "lead score"]),
  tags_by_name: first_of(["tags", "tag", "nhãn", "thẻ"]),
  custom_fields: first_of(["custom fields"]),
  external_customer_id: first_of(["external customer id", "customer id", "id", "ma khach hang", "mã khách hàng", "mã kh"]),
  source: (first_of(["source", "nguồn"]) // "Webhook")
}
