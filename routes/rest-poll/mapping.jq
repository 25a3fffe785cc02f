# The names that most lists use; write here how yours calls them. An empty text is none: `//` alone would take it.
def given: if . == "" then null else . end;
{
    email,
    phone: ((.phone | given) // .mobile),
    full_name: ((.full_name | given) // .name),
    first_name,
    last_name,
    dob: ((.birthday | given) // .date_of_birth),
    gender,
    company,
    address,
    city,
    country,
    external_customer_id: (if .id == null then null else .id | tostring end),
    source: "REST"
}
