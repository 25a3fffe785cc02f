# A customer of the public API. The row with id -1 is a summary, no customer.
if .id == -1 then empty else {
    email,
    phone: .contactNumber,
    full_name: .name,
    gender: (if .gender == true then "male" elif .gender == false then "female" else null end),
    dob: .birthDate,
    address,
    city: .locationName,
    ward: .wardName,
    company: .organization,
    external_customer_id: (if .id == null then null else .id | tostring end),
    source: "KiotViet"
} end
