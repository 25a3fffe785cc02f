# customer.update: a customer, or the whole delivery with all of its customers. customer.delete: {"RemoveId": […]}.
[
  (.RemoveId[]? | { external_customer_id: tostring, source: "KiotViet" }),
  (
    if has("Notifications") then .Notifications[]?.Data[]? elif has("RemoveId") then empty else . end
    | {
        email: .Email,
        phone: .ContactNumber,
        full_name: .Name,
        dob: .BirthDate,
        gender: .Gender,
        address: .Address,
        city: .LocationName,
        company: .Organization,
        external_customer_id: (if .Id == null then null else (.Id | tostring) end),
        source: "KiotViet"
      }
  )
]
