# Flat JSON or a form, with the names that people give to such fields in English and Vietnamese: firstName, first_name and
# "First Name" are one, written here as firstname. ascii_downcase leaves Đ alone, so names that begin with it stand here twice.
with_entries(.key |= (ascii_downcase | gsub("[\\s_.-]"; ""))) as $record

# The first of these names that the record has with something in it.
| def first_of(names): [names[] | $record[.] | select(. != null and . != "" and . != [])][0];

{
  email: first_of(["email", "mail", "emailaddress", "địachỉemail", "thưđiệntử"]),
  phone: first_of(["phone", "phonenumber", "mobile", "mobilephone", "tel", "telephone", "sodienthoai", "sdt", "sốđiệnthoại",
    "sốĐiệnthoại", "sđt", "sĐt", "điệnthoại", "Điệnthoại", "diđộng"]),
  full_name: first_of(["fullname", "name", "customername", "hoten", "hovaten", "họtên", "họvàtên", "tênkháchhàng"]),
  first_name: first_of(["firstname", "givenname", "ten", "tên"]),
  last_name: first_of(["lastname", "familyname", "surname", "ho", "họ"]),
  dob: first_of(["dob", "birthday", "birthdate", "dateofbirth", "ngaysinh", "ngàysinh"]),
  gender: first_of(["gender", "sex", "gioitinh", "giớitính"]),
  address: first_of(["address", "address1", "addressline1", "street", "diachi", "địachỉ", "Địachỉ"]),
  address_2: first_of(["address2", "addressline2"]),
  ward: first_of(["ward", "phuongxa", "phường/xã", "phườngxã"]),
  district: first_of(["district", "quanhuyen", "quận/huyện", "quậnhuyện"]),
  city: first_of(["province", "state", "city", "tinhthanh", "tỉnhthành", "tỉnh/thànhphố", "tỉnh/thành", "thànhphố"]),
  country: first_of(["country", "quocgia", "quốcgia"]),
  postal_code: first_of(["postalcode", "postcode", "zip", "zipcode", "mãbưuđiện"]),
  company: first_of(["company", "companyname", "organization", "congty", "côngty"]),
  job_title: first_of(["jobtitle", "position", "chucvu", "chứcvụ"]),
  website: first_of(["website", "url"]),
  zalo: first_of(["zalo"]),
  score: first_of(["score", "leadscore"]),
  tags_by_name: first_of(["tags", "tag", "nhãn", "thẻ"]),
  custom_fields: first_of(["customfields"]),
  external_customer_id: first_of(["externalcustomerid", "customerid", "id", "makhachhang", "mãkháchhàng", "mãkh"]),
  source: (first_of(["source", "nguồn"]) // "Webhook")
}
