# A contact of the batch read. Every property is a text or null.
.id as $id
| .properties
| {
    email,
    phone: (.mobilephone // .phone),
    first_name: .firstname,
    last_name: .lastname,
    company,
    job_title: .jobtitle,
    address,
    city: (.state // .city),
    district: (if .state == null then null else .city end),
    country,
    postal_code: .zip,
    website,
    external_customer_id: $id,
    source: "HubSpot"
  }
