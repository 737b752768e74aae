-- Why: a visit sent again must find its own resources again. The key is the facility's; `visit_id` gives the ids.
create table journey.visit (
  shard         int         not null,
  facility      text        not null,
  visit_link_id text        not null,
  visit_id      uuid        not null,
  patient_id    uuid        not null,
  version       int         not null,
  kind          text        not null,
  received_at   timestamptz not null,
  receipt_id    uuid        not null,
  file_number   int         not null,
  stored_at     timestamptz not null,
  primary key (shard, facility, visit_link_id)
);
alter table journey.visit set (fillfactor = 90);
