-- One row per record of every queue. What a consumer needs to find is here; the bytes stand in payload, so that a change of
-- state rewrites a short row.
create table event (
  id           bigint  not null primary key,
  seq          bigint  not null,
  queue        varchar(100) not null,
  source       varchar(100) not null,
  event_id     varchar(500) not null,
  digest       bigint  not null,
  customer_key varchar(500),
  priority     integer not null,
  state        varchar(20) not null,
  reason       varchar(40),
  detail       varchar(2000),
  warnings     varchar(8000),
  attempts     integer not null,
  received_at  bigint  not null,
  due_at       bigint,
  finished_at  bigint
);
create unique index event_identity on event (source, event_id, digest);
create index event_pending  on event (queue, priority, seq) where state = 'queued';
create index event_waiting  on event (queue, due_at) where state = 'waiting';
create index event_held     on event (queue, customer_key, seq) where state in ('queued', 'waiting');
create index event_customer on event (customer_key, id);
create index event_source   on event (source, id);
create index event_trouble  on event (state, reason, source, id) where state in ('dead', 'rejected');
create index event_finished on event (finished_at) where finished_at is not null and state <> 'dead';

create table payload (
  event_id bigint not null primary key,
  raw      blob   not null,
  mapped   blob
);

create table attempt (
  event_id bigint  not null,
  n        integer not null,
  at       bigint  not null,
  call     varchar(60) not null,
  sent     varchar(8000),
  status   integer,
  millis   bigint  not null,
  answer   varchar(4000),
  primary key (event_id, n)
);

-- Moved in the same transaction as the rows it counts; outlives them.
create table ledger (
  queue  varchar(100) not null,
  source varchar(100) not null,
  state  varchar(20)  not null,
  n      bigint       not null,
  primary key (queue, source, state)
);

create table accepted_customer (
  customer_key   varchar(500) not null primary key,
  ladiflow_id    varchar(60),
  payload_digest varchar(64),
  accepted_at    bigint not null
);

create table checkpoint (
  source     varchar(100) not null primary key,
  value      varchar(8000) not null,
  updated_at bigint not null
);
