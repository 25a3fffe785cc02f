# An answer stands under the key that its type names. A question is found by its title or its reference, as columns are by their
# headings; questions of a group stand inside of it. For one of your own add a line: company: $answers["Tên hộ kinh doanh"],
def answer: .[.type // ""] | if type == "object" then [.label, .labels[]?, .other] | map(select(. != null)) | join(", ") else . end;
def put($key; $value): if $key == "" or $value == null or $value == "" or .[$key] != null then . else .[$key] = $value end;

if .event_type == "form_response_partial" then [] # somebody who is still filling in the form
else
  .form_response
  | (reduce (.definition.fields[]? | recurse(.properties.fields[]?)) as $field ({}; .[$field.id // ""] = ($field.title // "")))
    as $titles
  | (reduce .answers[]? as $given (.hidden // {}; ($given | answer) as $answer
       | put($given.field.ref // ""; $answer)
       | put($titles[$given.field.id // ""] // ""; $answer))) as $answers
  | {
    columns: $answers,
    source: "Typeform"
  }
end
