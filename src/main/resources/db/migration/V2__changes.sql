-- When the source says that it changed the record; null when it does not say.
alter table event add column changed_at bigint;

-- For each field the newest such time that was accepted, as {"email":epoch milliseconds,…}.
alter table accepted_customer add column field_times varchar(4000);
