-- Why: messages of HL7 arrive out of order and say themselves when they were written; and what FHIR has no place for is
-- kept beside the visit, so that its tables can be written again field by field.
alter table journey.visit add column said_at timestamptz;

create table journey.extras (
  shard         int  not null,
  facility      text not null,
  visit_link_id text not null,
  norm          text not null,
  -- The version of the facility's Patient this visit was told with.
  patient_ver   int  not null,
  extras        jsonb not null,
  primary key (shard, facility, visit_link_id)
);
alter table journey.extras set (fillfactor = 90);
