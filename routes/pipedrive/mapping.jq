# Persons, webhooks v2. A deleted or merged one has no data left.
def primary: [.[]? | select((.value // "") != "")] | ((map(select(.primary)) + .)[0].value);

if .meta.entity != "person" then [] # deals, organisations and whatever else the webhook is subscribed to
elif .meta.action == "delete" then { external_customer_id: (.meta.entity_id | tostring), source: "Pipedrive" }
else
  .meta.entity_id as $id
  | .data
  | {
      email: (.emails | primary),
      phone: (.phones | primary),
      full_name: .name,
      first_name,
      last_name,
      dob: .birthday,
      job_title,
      external_customer_id: ((.id // $id) | if . == null then null else tostring end),
      source: "Pipedrive"
    }
end
