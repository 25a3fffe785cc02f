-- What LadiFlow is known to hold of a customer, by the customer's line. A payload digest stands here only while that is certain.
alter table accepted_customer rename to held_customer;
alter table held_customer rename column customer_key to line;
alter table held_customer rename column accepted_at to confirmed_at;
alter table held_customer rename column field_times to origins;
alter table held_customer add column email varchar(500);
alter table held_customer add column phone varchar(500);
-- The start of the bridge since which the digest is known.
alter table held_customer add column run bigint not null default 0;
create index held_ladiflow on held_customer (ladiflow_id) where ladiflow_id is not null;

-- Any key of a customer but the one that his line is called by.
create index alias_customer on customer_alias (customer_key);

-- Who is known by phone and by e-mail is one customer from now on; what was remembered of him under two keys is in doubt.
delete from held_customer where exists (select 1 from customer_alias a where a.alias = line
  and exists (select 1 from held_customer other where other.line = a.customer_key));
update held_customer set payload_digest = null
  where line in (select customer_key from customer_alias) or line in (select alias from customer_alias);
update held_customer set line = (select customer_key from customer_alias where alias = line)
  where line in (select alias from customer_alias);
update held_customer set email = substr(line, 7) where line like 'email:%';
update held_customer set phone = substr(line, 7) where line like 'phone:%';

-- The last record that a source without event ids said of a customer: what equals it is a repetition.
create table said (
  line     varchar(500) not null,
  source   varchar(100) not null,
  digest   bigint not null,
  event_id bigint not null,
  primary key (line, source)
);

-- One content may come more than once under one id: said, changed and said again.
drop index event_identity;
create index event_identity on event (source, event_id, id);

-- How young a record is among all others, when that is not its number: its source said it once more.
alter table event add column arrival bigint;
-- 1 for a record that a person sends again: it goes out whatever LadiFlow is known to hold.
alter table event add column wanted integer;
