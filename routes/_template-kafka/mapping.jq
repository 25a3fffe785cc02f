# What Debezium wraps a row in, with its schema or without; any other record is what it is. Of a row that was deleted nothing is
# left, and nothing of a tombstone: LadiFlow forgets nobody. Flattened by Kafka Connect, such a row says __deleted.
(if type == "object" and has("schema") and has("payload") then .payload else . end)
| (if type == "object" and has("op") and has("after") then .after else . end)
| select(. != null and (.__deleted? | tostring) != "true")
| { email, phone, full_name: .name, dob: .birthday, city, external_customer_id: .id, source: "Kafka" }
