# The leads of one request; changes of other fields are not ours.
[.[] | .entry[]? | .changes[]? | select(.field == "leadgen") | .value
 | {id: (.leadgen_id | tostring), form: .form_id, created: .created_time}]
| unique
