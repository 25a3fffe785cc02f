-- The W3C trace context under which a record came in; written only while traces are exported.
create table trace (
  event_id    bigint      not null primary key,
  traceparent varchar(60) not null
);
