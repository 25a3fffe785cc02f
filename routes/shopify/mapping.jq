# customers/create and customers/update, API 2025-01 and later (no tags and no consent in these topics).
{
  email,
  phone: (.phone // .default_address.phone),
  first_name,
  last_name,
  external_customer_id: (if .id == null then null else (.id | tostring) end),
  address: .default_address.address1,
  address_2: .default_address.address2,
  city: (.default_address.province // .default_address.city),
  district: (if .default_address.province == null then null else .default_address.city end),
  country: .default_address.country,
  postal_code: .default_address.zip,
  company: .default_address.company,
  source: "Shopify"
}
