# customer.created and customer.updated. A thin event (v2.core.event) holds no customer, and a deleted one cannot be passed on.
(.data.object // {}) as $customer
| if $customer.object == "customer" and .type != "customer.deleted" then
    $customer
    | {
        email,
        phone,
        full_name: .name,
        external_customer_id: .id,
        address: .address.line1,
        address_2: .address.line2,
        city: (.address.state // .address.city),
        district: (if .address.state == null then null else .address.city end),
        country: (if .address.country == "VN" then "Việt Nam" else .address.country end),
        postal_code: .address.postal_code,
        source: "Stripe"
      }
  elif $customer.object == "customer" or $customer.object == null then
    { external_customer_id: $customer.id, source: "Stripe" }
  else [] # customer.subscription.created and alike
  end
