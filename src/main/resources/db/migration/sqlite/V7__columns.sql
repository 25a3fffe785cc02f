-- What a person decided the columns of a source's files mean, for one set of headings. Headings and names of fields, never a
-- customer's values.
create table column_assignment (
  source      varchar(100)   not null,
  -- Digest of the headings without accents, capitals, punctuation and order.
  headings    varchar(64)    not null,
  -- [{"heading":"…","target":"…"},…] in the order of the file.
  columns     varchar(64000) not null,
  assigned_at bigint         not null,
  assigned_by varchar(200)   not null,
  primary key (source, headings)
);
