{
  properties: ["email", "firstname", "lastname", "phone", "mobilephone", "company", "jobtitle", "address", "city", "state",
               "zip", "country", "website"],
  inputs: (.ids | map({id: .}))
}
