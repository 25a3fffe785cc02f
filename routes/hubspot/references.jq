# The events of one request. All contacts that changed are one reference, read with one call; deletions and merges are recorded.
map(select(.objectId != null or .newObjectId != null or .primaryObjectId != null) # an association changes no contact
    | select(((.subscriptionType // "") | startswith("contact.")) or .objectTypeId == "0-1")
    | . + {kind: ((.subscriptionType // .eventType // "change") | split(".")[-1]), id: ((.objectId // "") | tostring)}
    | select(.kind == "merge" or (.id | test("^[0-9]+$"))))
| (
    map(select(.kind == "deletion" or .kind == "privacyDeletion"))[]
    | {rejected: "SOURCE_DELETED", id, kind, at: .occurredAt}
  ),
  (
    map(select(.kind == "merge"))[]
    | ((.newObjectId // .primaryObjectId) | tostring) as $into
    | (.mergedObjectIds + [.primaryObjectId] | map(tostring) | unique | map(select(. != $into)))[]
    | {rejected: "SOURCE_MERGED", id: ., into: $into}
  ),
  (
    map(select(.kind != "deletion" and .kind != "privacyDeletion")
        | if .kind == "merge" then .id = ((.newObjectId // .primaryObjectId) | tostring) else . end)
    | . as $changes
    | (map(.id) | unique) as $ids
    | range(0; ($ids | length); 100) as $from
    | $ids[$from:($from + 100)] as $some
    | {ids: $some, at: ($changes | map(.occurredAt) | unique)}
  )
