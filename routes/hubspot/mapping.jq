# A contact of the batch read. Every property is a text or null; an empty text is none.
.id as $id
| (.properties // {} | map_values(if . == "" then null else . end))
| {
    email,
    phone: (.mobilephone // .phone),
    first_name: .firstname,
    last_name: .lastname,
    company,
    job_title: .jobtitle,
    address,
    city,
    province: .state,
    country,
    postal_code: .zip,
    website,
    external_customer_id: $id,
    source: "HubSpot"
  }
