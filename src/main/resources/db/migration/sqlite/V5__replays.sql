-- A record that was sent again: who did it and as what, and how it had ended before. Names fields, never their values.
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
