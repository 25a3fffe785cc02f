# A partner. Empty values are false, a reference is [id, "name"]. Before version 18.2 the number stands in `mobile`.
def text: if . == false or . == "" then null else . end;
def name: if type == "array" then .[1] else null end;
{
    email: (.email | text),
    phone: ((.mobile | text) // (.phone | text)),
    full_name: (.name | text),
    company: (.parent_id | name),
    job_title: (.function | text),
    address: (.street | text),
    address_2: (.street2 | text),
    city: (.city | text),
    province: (.state_id | name | if . == null then null else sub(" \\([A-Z]{2}\\)$"; "") end),
    country: (.country_id | name),
    postal_code: (.zip | text),
    website: (.website | text),
    lang: (.lang | text),
    external_customer_id: (if .id == null then null else .id | tostring end),
    source: "Odoo"
}
