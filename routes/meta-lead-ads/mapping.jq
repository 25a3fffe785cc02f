# A lead. The keys of own questions are the question's text with _ for blanks: they are found as columns are by their headings. For
# one of your own add a line: company: $answers["tên_hộ_kinh_doanh"],
(reduce .field_data[]? as $field ({}; ([$field.values[]? | select(. != null and . != "")][0]) as $value
   | if $value == null then . else .[$field.name // ""] = $value end)) as $answers
| {
  columns: $answers,
  external_customer_id: .id,
  source: "Meta Lead Ads"
}
