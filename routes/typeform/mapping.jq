# An answer stands under the key that its type names. It is known by its question's reference or, failing that, by the title.
def answer: .[.type // ""] | if type == "object" then [.label, .labels[]?, .other] | map(select(. != null)) | join(", ") else . end;
def key: tostring | ascii_downcase;

if .event_type == "form_response_partial" then [] # somebody who is still filling in the form
else
  .form_response
  | (reduce .definition.fields[]? as $field ({}; .[$field.id // ""] = ($field.title // ""))) as $titles
  | ((.hidden // {} | with_entries(.key |= key))
     + ([.answers[]? | {key: ($titles[.field.id // ""] // "" | key), value: answer}] | from_entries)
     + ([.answers[]? | {key: (.field.ref // "" | key), value: answer}] | from_entries)) as $answers

  # The first of these names that the form has with something in it.
  | def first_of(names): [names[] | $answers[.] | select(. != null and . != "")][0];

  {
    email: first_of(["email", "e-mail", "your email", "email của bạn", "địa chỉ email"]),
    phone: first_of(["phone", "phone_number", "phone number", "mobile", "số điện thoại", "sđt", "điện thoại"]),
    full_name: first_of(["full_name", "name", "full name", "your name", "họ và tên", "họ tên"]),
    first_name: first_of(["first_name", "first name", "tên"]),
    last_name: first_of(["last_name", "last name", "họ"]),
    dob: first_of(["dob", "birthday", "date of birth", "ngày sinh"]),
    gender: first_of(["gender", "giới tính"]),
    address: first_of(["address", "địa chỉ", "Địa chỉ"]),
    city: first_of(["city", "state", "tỉnh/thành phố", "tỉnh thành"]),
    district: first_of(["district", "quận/huyện"]),
    ward: first_of(["ward", "phường/xã"]),
    country: first_of(["country", "quốc gia"]),
    company: first_of(["company", "organization", "công ty"]),
    job_title: first_of(["job_title", "job title", "chức vụ"]),
    website: first_of(["website"]),
    tags_by_name: first_of(["tags"]),
    external_customer_id: first_of(["external_customer_id", "customer_id", "user_id"]),
    source: "Typeform"
  }
end
