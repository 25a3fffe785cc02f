# A row is an object of its columns.
{ email, phone, full_name: .name, dob: .birthday, city, external_customer_id: .id, source: "Shop" }
