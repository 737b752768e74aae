-- Why: the index's idea of one human (person), each facility's view of them (patient), and the numbers that join them.
create table identity.person (
  shard            int         not null,
  person_id        uuid        not null,
  full_name        text        not null,
  folded_name      text        not null,
  birth_date       text,
  sex              text        not null,
  citizen_id       text,
  insurance_number text,
  address          text,
  deceased         boolean     not null default false,
  facilities       text[]      not null default '{}',
  last_visit_at    timestamptz,
  created_at       timestamptz not null,
  retired_into     uuid,
  primary key (shard, person_id)
);
alter table identity.person set (fillfactor = 85);
create index person_name on identity.person using gin (folded_name public.gin_trgm_ops);

create table identity.patient (
  shard        int         not null,
  facility     text        not null,
  local_id     text        not null,
  patient_id   uuid        not null,
  person_shard int         not null,
  person_id    uuid        not null,
  joined_by    text        not null,
  folded_name  text        not null,
  birth_date   text,
  citizen_id   text,
  seen_at      timestamptz,
  linked_at    timestamptz not null,
  primary key (shard, facility, local_id)
);
create index patient_person on identity.patient (person_id);
create index patient_id on identity.patient (patient_id);

-- One active holder per number.
create table identity.number (
  shard        int         not null,
  kind         text        not null,
  value        text        not null,
  person_shard int         not null,
  person_id    uuid        not null,
  since        timestamptz not null,
  primary key (shard, kind, value)
);

-- Why a patient is (or is no longer) linked to a person: what was done, by which rule, so that it can be undone.
create table identity.link_event (
  shard      int         not null,
  event_id   uuid        not null,
  at         timestamptz not null,
  patient_id uuid        not null,
  person_id  uuid        not null,
  from_person_id uuid,
  rule       text        not null,
  primary key (shard, event_id)
);

-- Pairs that numbers would join but people would not, waiting for a human.
create table identity.review (
  shard           int         not null,
  review_id       uuid        not null,
  at              timestamptz not null,
  person_id       uuid        not null,
  other_person_id uuid        not null,
  reason          text        not null,
  primary key (shard, review_id)
);
create index review_person on identity.review (person_id);
create index review_other on identity.review (other_person_id);
