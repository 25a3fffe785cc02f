-- The tags that LadiFlow holds of a customer for certain, as a JSON list of their ids, and when it told them.
alter table held_customer add column tags varchar(16000);
alter table held_customer add column tags_told_at bigint;

-- What was sent, or was to be sent, and LadiFlow does not store: one row for each name, however many records have it. Names of custom
-- fields, tags and fields, never a customer's values.
create table not_taken (
  kind     varchar(20)  not null,
  name     varchar(200) not null,
  records  bigint       not null,
  -- The records with the lowest and the highest number that have it.
  first_id bigint       not null,
  last_id  bigint       not null,
  first_at bigint       not null,
  last_at  bigint       not null,
  -- Since when LadiFlow takes it after all: these records may be sent again. Null as long as it does not.
  taken_at bigint,
  primary key (kind, name)
);
