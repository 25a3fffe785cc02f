# The events of one request. All contacts that changed are one reference, read with one call; deletions and merges are recorded.
map(select(((.subscriptionType // "") | startswith("contact.")) or .objectTypeId == "0-1")
    | . + {kind: ((.subscriptionType // .eventType // "change") | split(".")[-1])}
    # Of a merge, who is left. An association changes no contact and names none.
    | . + {id: ((if .kind == "merge" then .newObjectId // .primaryObjectId // .objectId else .objectId end) // "" | tostring)}
    | select(.id | test("^[0-9]+$")))
| (
    map(select(.kind == "deletion" or .kind == "privacyDeletion"))[]
    | {rejected: "SOURCE_DELETED", id, kind, at: .occurredAt}
  ),
  (
    map(select(.kind == "merge"))[]
    | .id as $into
    | ([.mergedObjectIds[]?, .primaryObjectId] | map(select(. != null) | tostring) | unique | map(select(. != $into)))[]
    | {rejected: "SOURCE_MERGED", id: ., into: $into}
  ),
  (
    map(select(.kind != "deletion" and .kind != "privacyDeletion"))
    | . as $changes
    | (map(.id) | unique) as $ids
    | range(0; ($ids | length); 100) as $from
    | $ids[$from:($from + 100)] as $some
    | {ids: $some, at: ($changes | map(.occurredAt) | unique)}
  )
