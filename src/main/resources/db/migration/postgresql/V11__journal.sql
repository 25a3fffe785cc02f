-- The journal as it stands in PostgreSQL from the first version on that knows it; the columns are SQLite's. Texts are compared byte by byte,
-- which is faster and outlives an update of the server's locales.
create table event (
  id           bigint primary key,
  seq          bigint  not null,
  queue        varchar(100) collate "C" not null,
  source       varchar(100) collate "C" not null,
  event_id     varchar(500) collate "C" not null,
  -- The first 64 bits of the SHA-256 of source and event id. Two events may share it, so both are compared, too.
  identity     bigint  not null,
  digest       bigint  not null,
  customer_key varchar(500) collate "C",
  line         varchar(500) collate "C",
  priority     integer not null,
  state        varchar(20) collate "C" not null,
  reason       varchar(40) collate "C",
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
) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02);
create index event_identity on event (identity);
create index event_pending  on event (queue, priority, source, seq) where state = 'queued';
create index event_waiting  on event (queue, due_at) where state = 'waiting';
create index event_held     on event (line, seq) where state in ('queued', 'waiting');
create index event_customer on event (customer_key, id);
create index event_source   on event (source, id);
create index event_trouble  on event (state, reason, source, id) where state in ('dead', 'rejected');
create index event_finished on event (finished_at) where finished_at is not null and state <> 'dead';
create index event_replayed on event (seq) where seq <> id;

create table payload (
  event_id bigint primary key,
  raw      bytea not null,
  mapped   bytea,
  original bytea
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

create table ledger (
  queue  varchar(100) collate "C" not null,
  source varchar(100) collate "C" not null,
  state  varchar(20)  collate "C" not null,
  n      bigint       not null,
  primary key (queue, source, state)
) with (fillfactor = 50);

create table held_customer (
  line           varchar(500) collate "C" primary key,
  ladiflow_id    varchar(60) collate "C",
  payload_digest varchar(64),
  confirmed_at   bigint,
  origins        varchar(4000),
  email          varchar(500),
  phone          varchar(500),
  run            bigint not null default 0,
  tags           varchar(16000),
  tags_told_at   bigint
) with (fillfactor = 85);
create index held_ladiflow on held_customer (ladiflow_id) where ladiflow_id is not null;

create table customer_alias (
  alias        varchar(500) collate "C" primary key,
  customer_key varchar(500) collate "C" not null
);
create index alias_customer on customer_alias (customer_key);

create table said (
  line     varchar(500) collate "C" not null,
  source   varchar(100) collate "C" not null,
  digest   bigint not null,
  event_id bigint not null,
  primary key (line, source)
) with (fillfactor = 85);

create table checkpoint (
  source     varchar(100) collate "C" primary key,
  value      varchar(8000) not null,
  updated_at bigint not null
) with (fillfactor = 50);

create table audit (
  id      bigint       primary key,
  at      bigint       not null,
  actor   varchar(200) not null,
  action  varchar(40)  not null,
  subject varchar(200) not null,
  detail  varchar(4000)
);
create index audit_at on audit (at);

create table trace (
  event_id    bigint primary key,
  traceparent varchar(60) not null
);

create table replay (
  event_id    bigint        not null,
  n           integer       not null,
  at          bigint        not null,
  actor       varchar(200)  not null,
  content     varchar(4000),
  state       varchar(20)   not null,
  reason      varchar(40),
  detail      varchar(2000),
  warnings    varchar(8000),
  finished_at bigint,
  primary key (event_id, n)
);

create table column_assignment (
  source      varchar(100) collate "C" not null,
  headings    varchar(64) not null,
  columns     varchar(64000) not null,
  assigned_at bigint not null,
  assigned_by varchar(200) not null,
  primary key (source, headings)
);

create table used_mapping (
  source  varchar(100) collate "C" not null,
  file    varchar(500) collate "C" not null,
  digest  varchar(64) not null,
  program text not null,
  hints   varchar(4000) not null,
  trusted integer not null,
  used_at bigint not null,
  primary key (source, file, digest)
);

create table not_taken (
  kind     varchar(20) collate "C" not null,
  name     varchar(200) collate "C" not null,
  records  bigint not null,
  first_id bigint not null,
  last_id  bigint not null,
  first_at bigint not null,
  last_at  bigint not null,
  taken_at bigint,
  primary key (kind, name)
);

-- Which start of a bridge had the store last.
create table owner (
  one integer primary key check (one = 1),
  run varchar(36) not null
);
