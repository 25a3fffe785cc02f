# Two shapes: flat fields, or form_data: [{name, value}]. The owner of the form names the fields, often in Vietnamese: they are found
# as columns are by their headings. For a name of your own add a line: company: $form["Tên hộ kinh doanh"],
def text: if type == "array" then (map(tostring) | join(", ")) else . end;

(if (.form_data | type) == "array"
 then reduce .form_data[] as $field ({}; ($field.value | text) as $value
   | if $value == null or $value == "" then . else .[$field.name // ""] = $value end)
 else map_values(text) end) as $form
| {
  columns: ($form | del(.id, ._id, .url, .source)),
  source: "LadiPage"
}
