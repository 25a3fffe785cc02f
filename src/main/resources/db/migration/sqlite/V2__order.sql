-- When the source says that it changed the record; null when it does not say.
alter table event add column changed_at bigint;

-- For each field the newest such time that was accepted, as {"email":epoch milliseconds,…}.
alter table accepted_customer add column field_times varchar(4000);

-- Another key under which a customer is known: the phone number of one who has an e-mail address.
create table customer_alias (
  alias        varchar(500) not null primary key,
  customer_key varchar(500) not null
);

-- Records of one line are delivered in their order. Usually the line of the customer key, but a customer who was known by phone only
-- stands in one line with the one who has this phone and an e-mail address.
alter table event add column line varchar(500);
update event set line = customer_key where state in ('queued', 'waiting');
drop index event_held;
create index event_held on event (queue, line, seq) where state in ('queued', 'waiting');

-- Sources take turns, so each is read by itself.
drop index event_pending;
create index event_pending on event (queue, priority, source, seq) where state = 'queued';

-- The highest place in the queue is found without reading every record.
create index event_replayed on event (seq) where seq <> id;
