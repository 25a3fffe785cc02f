# Columns are found by their headings, English or Vietnamese; the bridge has written them in lower case. Add your own to the lists.
. as $row

# The first of these headings that the row has with something in it.
| def column(names): [names[] | $row[.] | select(. != null and . != "")][0];

{
  _id: column(["_id"]),
  email: column(["email", "e-mail", "địa chỉ email", "thư điện tử"]),
  phone: column(["phone", "số điện thoại", "sđt", "sdt", "điện thoại", "di động", "mobile"]),
  full_name: column(["full_name", "name", "họ và tên", "họ tên", "tên khách hàng", "khách hàng"]),
  first_name: column(["first_name", "tên"]),
  last_name: column(["last_name", "họ"]),
  dob: column(["dob", "birthday", "ngày sinh", "sinh nhật"]),
  gender: column(["gender", "giới tính"]),
  address: column(["address", "địa chỉ"]),
  ward: column(["ward", "phường/xã", "phường", "xã"]),
  district: column(["district", "quận/huyện", "quận", "huyện"]),
  city: column(["city", "tỉnh/thành phố", "tỉnh thành", "thành phố", "tỉnh"]),
  country: column(["country", "quốc gia"]),
  postal_code: column(["postal_code", "mã bưu điện", "mã bưu chính"]),
  company: column(["company", "công ty"]),
  job_title: column(["job_title", "chức vụ", "nghề nghiệp"]),
  tags: column(["tags"]),
  score: column(["score", "điểm"]),
  website: column(["website"]),
  zalo: column(["zalo"]),
  external_customer_id: column(["external_customer_id", "id", "mã khách hàng", "mã kh"]),
  source: (column(["source", "nguồn"]) // "CSV")
}
