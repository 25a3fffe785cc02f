# A person of the API v2. The primary entry of a list, else its first; an empty value is none.
def best: [(. // [])[] | select(.value != null and .value != "")] | ((map(select(.primary == true)) + .)[0] // {}).value;
{
    email: (.emails | best),
    phone: (.phones | best),
    full_name: .name,
    first_name,
    last_name,
    dob: .birthday,
    job_title,
    address: (if (.postal_address | type) == "object" then .postal_address.value else .postal_address end),
    external_customer_id: (if .id == null then null else .id | tostring end),
    source: "Pipedrive"
}
