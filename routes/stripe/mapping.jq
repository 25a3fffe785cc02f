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
        city: .address.city,
        province: .address.state,
        country: .address.country,
        postal_code: .address.postal_code,
        source: "Stripe"
      }
  elif $customer.object == "customer" or $customer.object == null then
    { external_customer_id: $customer.id, source: "Stripe" }
  else [] # customer.subscription.created and alike
  end
