-- Rather no store of this version than one in which something is missing.
create table missing (n bigint not null check (n = 0));
insert into missing select (select count(*) from event) - (select count(*) from event_10);
insert into missing select (select count(*) from payload) - (select count(*) from payload_10);
insert into missing select (select count(*) from attempt) - (select count(*) from attempt_10);
insert into missing select (select count(*) from held_customer) - (select count(*) from held_customer_10);
insert into missing select (select count(*) from customer_alias) - (select count(*) from customer_alias_10);
insert into missing select (select count(*) from said) - (select count(*) from said_10);
drop table missing;

drop table event;
drop table payload;
drop table attempt;
drop table held_customer;
drop table customer_alias;
drop table said;
alter table event_10 rename to event;
alter table payload_10 rename to payload;
alter table attempt_10 rename to attempt;
alter table held_customer_10 rename to held_customer;
alter table customer_alias_10 rename to customer_alias;
alter table said_10 rename to said;

-- SQLite adds the row's number to every entry of an index, so id stands in none.
create index event_identity on event (identity);
create index event_pending  on event (queue, priority, source, seq) where state = 'queued';
create index event_waiting  on event (queue, due_at) where state = 'waiting';
create index event_held     on event (line, seq) where state in ('queued', 'waiting');
create index event_customer on event (customer_key);
create index event_source   on event (source);
create index event_trouble  on event (state, reason, source) where state in ('dead', 'rejected');
create index event_finished on event (finished_at) where finished_at is not null and state <> 'dead';
create index event_replayed on event (seq) where seq <> id;
create index held_ladiflow  on held_customer (ladiflow_id) where ladiflow_id is not null;
create index alias_customer on customer_alias (customer_key);

create table trace_11 (event_id integer primary key not null, traceparent varchar(60) not null);
insert into trace_11 select event_id, traceparent from trace;
drop table trace;
alter table trace_11 rename to trace;

create table replay_11 (
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
) without rowid;
insert into replay_11 select event_id, n, at, actor, content, state, reason, detail, warnings, finished_at from replay;
drop table replay;
alter table replay_11 rename to replay;

create table ledger_11 (
  queue  varchar(100) not null,
  source varchar(100) not null,
  state  varchar(20)  not null,
  n      bigint       not null,
  primary key (queue, source, state)
) without rowid;
insert into ledger_11 select queue, source, state, n from ledger;
drop table ledger;
alter table ledger_11 rename to ledger;

create table audit_11 (
  id      integer primary key not null,
  at      bigint       not null,
  actor   varchar(200) not null,
  action  varchar(40)  not null,
  subject varchar(200) not null,
  detail  varchar(4000)
);
insert into audit_11 select id, at, actor, action, subject, detail from audit;
drop table audit;
alter table audit_11 rename to audit;
create index audit_at on audit (at);
