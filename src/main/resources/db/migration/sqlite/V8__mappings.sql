-- What a source's records were made with lately: whether a mapping that is found after a start is a changed one, and what it is
-- compared with or held back for. Programs and hints, never a customer's values.
create table used_mapping (
  source   varchar(100)  not null,
  -- The mapping's file, relative to the folder of the routes.
  file     varchar(500)  not null,
  -- Of program and hints.
  digest   varchar(64)   not null,
  program  text          not null,
  hints    varchar(4000) not null,
  -- 1 when it was the first, changed little, or was accepted by a person.
  trusted  integer       not null,
  used_at  bigint        not null,
  primary key (source, file, digest)
);
