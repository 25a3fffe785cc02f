# A contact. Phones and e-mails are lists of {VALUE, VALUE_TYPE}; empty texts are no values.
def text: if . == "" then null else . end;
def first_value: [(. // [])[] | .VALUE | select(. != null and . != "")][0];
{
    email: (.EMAIL | first_value),
    phone: (.PHONE | first_value),
    full_name: ([.LAST_NAME, .SECOND_NAME, .NAME] | map(select(. != null and . != "")) | join(" ") | text),
    dob: (.BIRTHDATE[0:10] | text),
    job_title: (.POST | text),
    address: (.ADDRESS | text),
    city: (.ADDRESS_CITY | text),
    province: (.ADDRESS_REGION | text),
    country: (.ADDRESS_COUNTRY | text),
    external_customer_id: .ID,
    source: "Bitrix24"
}
