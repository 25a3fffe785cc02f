# One row. The headings are keys in lower case; keys that are not plain words are quoted.
{
  email: .email,
  phone: .["số điện thoại"],
  full_name: .["họ và tên"],
  dob: .["ngày sinh"],
  external_customer_id: .["mã kh"],
  source: "My source"
}
