# customer.created and customer.updated; of order.* the buyer, who may be a guest. A deletion is {"id": …} and nothing else.
def given: if . == "" then null else . end;
def text: if . == null then null else tostring end;

has("line_items") as $is_order
| (if ((.first_name // "") + (.last_name // "")) == "" then .billing else . end) as $name
| {
    email: ((.email | given) // (.billing.email | given)),
    phone: .billing.phone,
    first_name: $name.first_name,
    last_name: $name.last_name,
    external_customer_id: ((if $is_order then .customer_id else .id end) | if . == 0 then null else text end),
    company: .billing.company,
    address: .billing.address_1,
    address_2: .billing.address_2,
    city: .billing.city,
    province: .billing.state,
    country: .billing.country,
    postal_code: .billing.postcode,
    custom_fields: (
      if $is_order then {
        last_order_id: (.id | text),
        last_order_code: .number,
        last_order_status: .status,
        last_order_total: (.total | tonumber? // null),
        last_order_created_at: (if .date_created_gmt == null then null else .date_created_gmt + "Z" end),
        last_order_payment_method: ((.payment_method_title | given) // .payment_method),
        last_order_product_names: ([.line_items[]?.name | select(. != null)] | join(", "))
      } else null end),
    source: "WooCommerce"
  }
