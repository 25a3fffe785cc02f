# What apps-script.gs sends: {id, email, answers: [{id, title, answer}]}. A question is known by its id, or by its title.
def text: if type == "array" then (flatten | map(select(. != null) | tostring) | join(", ")) else . end;

(.data // .)
| ([.answers[]? | {key: (.title // "" | ascii_downcase), value: (.answer | text)}]
   + [.answers[]? | {key: (.id // "" | tostring), value: (.answer | text)}] | from_entries) as $answers

# The first of these questions that has an answer.
| def first_of(names): [names[] | $answers[.] | select(. != null and . != "")][0];

{
  email: (first_of(["email", "e-mail", "email address", "địa chỉ email", "thư điện tử"]) // .email),
  phone: first_of(["phone", "phone number", "mobile", "số điện thoại", "sđt", "điện thoại", "Điện thoại"]),
  full_name: first_of(["name", "full name", "your name", "họ và tên", "họ tên", "tên của bạn"]),
  first_name: first_of(["first name", "tên"]),
  last_name: first_of(["last name", "họ"]),
  dob: first_of(["birthday", "date of birth", "ngày sinh"]),
  gender: first_of(["gender", "giới tính"]),
  address: first_of(["address", "địa chỉ", "Địa chỉ"]),
  city: first_of(["city", "province", "tỉnh/thành phố", "tỉnh thành", "thành phố"]),
  district: first_of(["district", "quận/huyện"]),
  ward: first_of(["ward", "phường/xã"]),
  country: first_of(["country", "quốc gia"]),
  company: first_of(["company", "organization", "công ty"]),
  job_title: first_of(["job title", "chức vụ"]),
  source: "Google Forms"
}
