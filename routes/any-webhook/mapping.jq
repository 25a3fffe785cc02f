# Flat JSON or a form, with the names that people give to such fields in English and Vietnamese: firstName, first_name, "First Name"
# and your-name are found as columns are by their headings. For a name of your own add a line: company: .["tên hộ kinh doanh"],
def given: map(select(. != null and . != ""))[0];

{
  columns: .,
  source: ([(to_entries[] | select(.key | ascii_downcase | . == "source" or . == "nguồn" or . == "nguỒn") | .value), "Webhook"] | given)
}
