# Places values and nothing else: phone numbers, dates, names and genders are made right by the bridge.
{
  email: .contact.mail,
  phone: .contact.mobile,
  full_name: .name,
  dob: .born,
  gender: .sex,
  external_customer_id: .id,
  tags_by_name: .interests,
  source: "My source"
}
