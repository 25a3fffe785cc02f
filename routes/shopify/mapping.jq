# customers/create and customers/update, API 2025-01 and later (no tags and no consent in these topics).
# An empty text is none.
map_values(if . == "" then null else . end)
| (.default_address // {} | map_values(if . == "" then null else . end)) as $address
| {
  email,
  phone: (.phone // $address.phone),
  first_name,
  last_name,
  external_customer_id: (if .id == null then null else (.id | tostring) end),
  address: $address.address1,
  address_2: $address.address2,
  city: $address.city,
  province: $address.province,
  country: $address.country,
  postal_code: $address.zip,
  company: $address.company,
  source: "Shopify"
}
