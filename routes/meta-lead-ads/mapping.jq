# A lead. The keys of own questions are the question's text with _ for blanks. A test lead of Meta's is nobody.
if any(.field_data[]?.values[]?; tostring | startswith("<test lead")) then empty else
  (reduce .field_data[]? as $field ({}; .[$field.name | ascii_downcase | gsub("[ ?:]+"; "_")] = $field.values[0])) as $answers
  | def first_of(names): [names[] | $answers[.] | select(. != null and . != "")][0];
  {
    email: first_of(["email", "work_email", "địa_chỉ_email", "thư_điện_tử"]),
    phone: first_of(["phone_number", "phone", "work_phone_number", "số_điện_thoại", "sđt", "điện_thoại"]),
    full_name: first_of(["full_name", "họ_và_tên", "họ_tên", "tên_đầy_đủ", "tên"]),
    first_name: first_of(["first_name"]),
    last_name: first_of(["last_name"]),
    dob: first_of(["date_of_birth", "ngày_sinh"]),
    gender: first_of(["gender", "giới_tính"]),
    address: first_of(["street_address", "địa_chỉ"]),
    city: first_of(["province", "state", "city", "tỉnh/thành_phố", "thành_phố"]),
    country: first_of(["country", "quốc_gia"]),
    postal_code: first_of(["zip_code", "post_code", "mã_bưu_chính"]),
    company: first_of(["company_name", "tên_công_ty", "công_ty"]),
    job_title: first_of(["job_title", "chức_danh", "chức_vụ"]),
    external_customer_id: .id,
    source: "Meta Lead Ads"
  }
end
