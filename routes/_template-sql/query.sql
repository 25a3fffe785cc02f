-- Placeholders are bound as values, so they stand without quotation marks.
select id, name, phone, email, birthday, city, updated_at
from customers
where updated_at >= {since} and id > {lastId}
order by id
limit {limit}
