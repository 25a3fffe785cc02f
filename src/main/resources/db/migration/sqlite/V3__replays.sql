-- The payload as it was mapped at first; null as long as no replay replaced it.
alter table payload add column original blob;

-- When a person set which fields in a replay, as {"email":epoch milliseconds,…}: these are newer than the record's own change.
alter table event add column patched varchar(4000);

-- Who did what. Names things and fields, never a customer's values.
create table audit (
  id      bigint       not null primary key,
  at      bigint       not null,
  actor   varchar(200) not null,
  action  varchar(40)  not null,
  subject varchar(200) not null,
  detail  varchar(4000)
);
create index audit_at on audit (at);
