# One event of a contact. The form's names are flat: "data[FIELDS][ID]".
.[]
| (.event // "" | ascii_upcase) as $event
| select($event | startswith("ONCRMCONTACT"))
| {id: .["data[FIELDS][ID]"], event: $event, ts}
| if .event == "ONCRMCONTACTDELETE" then . + {rejected: "SOURCE_DELETED"}
  elif .event == "ONCRMCONTACTADD" or .event == "ONCRMCONTACTUPDATE" then .
  else empty end
