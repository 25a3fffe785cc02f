-- The large tables once more, with less to write for each record: a number is the key of its table instead of standing in an index
-- beside it, and an event is found by eight bytes of a digest instead of by the sender's own id. TakeOver copies what there is, piece by
-- piece; V11 puts these in the place of the others.
create table event_10 (
  id           integer primary key not null,
  seq          bigint  not null,
  queue        varchar(100) not null,
  source       varchar(100) not null,
  event_id     varchar(500) not null,
  -- The first 64 bits of the SHA-256 of source and event id. Two events may share it, so both are compared, too.
  identity     bigint  not null,
  digest       bigint  not null,
  customer_key varchar(500),
  line         varchar(500),
  priority     integer not null,
  state        varchar(20) not null,
  reason       varchar(40),
  attempts     integer not null,
  received_at  bigint  not null,
  changed_at   bigint,
  due_at       bigint,
  finished_at  bigint,
  arrival      bigint,
  wanted       integer,
  patched      varchar(4000),
  detail       varchar(2000),
  warnings     varchar(8000)
);

create table payload_10 (
  event_id integer primary key not null,
  raw      blob not null,
  mapped   blob,
  original blob
);

create table attempt_10 (
  event_id bigint  not null,
  n        integer not null,
  at       bigint  not null,
  call     varchar(60) not null,
  sent     varchar(8000),
  status   integer,
  millis   bigint  not null,
  answer   varchar(4000),
  primary key (event_id, n)
) without rowid;

create table held_customer_10 (
  line           varchar(500) not null primary key,
  ladiflow_id    varchar(60),
  payload_digest varchar(64),
  confirmed_at   bigint,
  origins        varchar(4000),
  email          varchar(500),
  phone          varchar(500),
  run            bigint not null default 0,
  tags           varchar(16000),
  tags_told_at   bigint
) without rowid;

create table customer_alias_10 (
  alias        varchar(500) not null primary key,
  customer_key varchar(500) not null
) without rowid;

create table said_10 (
  line     varchar(500) not null,
  source   varchar(100) not null,
  digest   bigint not null,
  event_id bigint not null,
  primary key (line, source)
) without rowid;
