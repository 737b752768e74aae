-- Why: which column of a facility's line list says what is decided once by a human and used for every later file.
-- Versions are only added; the newest counts, going back adds the old body as a new version. Small: a reference table.
create table intake.csv_mapping (
  owner         text        not null,
  header_digest bytea       not null,
  version       int         not null,
  list          text        not null,
  name          text        not null,
  body          jsonb       not null,
  restores      int,
  made_at       timestamptz not null,
  primary key (owner, header_digest, version)
);
comment on column intake.csv_mapping.owner is 'facility:<code>, or vendor:<name> for every facility that runs this software';
