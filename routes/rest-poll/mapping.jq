# The names that most lists use; write here how yours calls them.
{
    email,
    phone: (.phone // .mobile),
    full_name: (.full_name // .name),
    first_name,
    last_name,
    dob: (.birthday // .date_of_birth),
    gender,
    company,
    address,
    city,
    country,
    external_customer_id: (if .id == null then null else .id | tostring end),
    source: "REST"
}
