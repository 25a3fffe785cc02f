# Two shapes: flat fields, or form_data: [{name, value}]. The owner of the form names the fields, often in Vietnamese.
def text: if type == "array" then (map(tostring) | join(", ")) else . end;

(if (.form_data | type) == "array"
 then reduce .form_data[] as $field ({}; .[$field.name] = ($field.value | text))
 else map_values(text) end
 | with_entries(.key |= ascii_downcase)) as $form

# The first of these names that the form has with something in it.
| def first_of(names): [names[] | $form[.] | select(. != null and . != "")][0];

{
  email: first_of(["email", "e-mail", "thư điện tử"]),
  phone: first_of(["phone", "số điện thoại", "sđt", "sdt", "điện thoại", "Điện thoại", "tel"]),
  full_name: first_of(["name", "full_name", "họ và tên", "họ tên", "tên"]),
  dob: first_of(["birthday", "dob", "ngày sinh"]),
  gender: first_of(["gender", "giới tính"]),
  address: first_of(["address", "địa chỉ", "Địa chỉ"]),
  country: first_of(["country", "quốc gia"]),
  city: first_of(["state", "city", "tỉnh/thành phố", "tỉnh thành"]),
  district: first_of(["district", "quận/huyện"]),
  ward: first_of(["ward", "phường/xã"]),
  company: first_of(["company", "công ty"]),
  source: "LadiPage"
}
