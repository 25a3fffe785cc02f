{
  email,
  phone,
  full_name: .name,
  dob: .birthday,
  gender,
  address: .address.street,
  district: .address.district,
  city: .address.city,
  company,
  external_customer_id: (if .id == null then null else (.id | tostring) end),
  source: "Bench"
}
