# The result of crm.contact.get; PHONE and EMAIL are lists of {VALUE, VALUE_TYPE}.
def preferred(types): [.[]? | select(.VALUE != null and .VALUE != "")]
  | [(types[] as $type | .[] | select(.VALUE_TYPE == $type)), .[]][0].VALUE;

{
  email: (.EMAIL | preferred(["WORK", "HOME"])),
  phone: (.PHONE | preferred(["MOBILE", "WORK"])),
  first_name: .NAME,
  last_name: ([.LAST_NAME, .SECOND_NAME | select(. != null and . != "")] | join(" ")),
  dob: .BIRTHDATE,
  job_title: .POST,
  address: .ADDRESS,
  city: .ADDRESS_CITY,
  province: .ADDRESS_PROVINCE,
  country: .ADDRESS_COUNTRY,
  postal_code: .ADDRESS_POSTAL_CODE,
  external_customer_id: .ID,
  source: "Bitrix24"
}
