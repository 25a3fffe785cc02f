# A lead. The keys of own questions are the question's text with _ for blanks: they are found as columns are by their headings. For
# one of your own add a line: company: $answers["tên_hộ_kinh_doanh"],
# Meta writes the birthday of a profile in the order of its language, which nobody says: the route's dateOrder. A question of your own
# is answered day, month, year.
def year_first: if type == "string" and test("^\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{4}$")
  then [scan("\\d+")] | "\(.[2])-\(.[1])-\(.[0])" else . end;

(reduce .field_data[]? as $field ({}; ([$field.values[]? | select(. != null and . != "")][0]) as $value
   | if $value == null then .
     else .[$field.name // ""] = (if $field.name == "date_of_birth" then $value else $value | year_first end) end)) as $answers
| {
  columns: $answers,
  external_customer_id: .id,
  source: "Meta Lead Ads"
}
