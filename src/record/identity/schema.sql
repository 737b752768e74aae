-- Generated from the migrations. Do not edit.

create schema identity;

create table identity.crowd (
  hash bigint not null,
  records integer not null,
  record bigint not null,
  since timestamp with time zone not null,
  constraint crowd_pkey PRIMARY KEY (hash)
);

create table identity.decision (
  shard integer not null,
  decision_id text not null,
  a bigint not null,
  b bigint not null,
  says text not null,
  said_by text not null,
  at timestamp with time zone not null,
  why text not null,
  statement text not null,
  side text not null,
  revoked_by uuid,
  constraint decision_pkey PRIMARY KEY (shard, decision_id),
  constraint decision_says_check CHECK ((says = ANY (ARRAY['same'::text, 'different'::text]))),
  constraint decision_side_check CHECK ((side = ANY (ARRAY['left'::text, 'right'::text, 'across'::text])))
);
CREATE INDEX decision_a ON identity.decision USING btree (a) WHERE (revoked_by IS NULL);
CREATE INDEX decision_b ON identity.decision USING btree (b) WHERE (revoked_by IS NULL);
CREATE INDEX decision_id ON identity.decision USING btree (decision_id);

create table identity.edge (
  a bigint not null,
  b bigint not null,
  model integer not null,
  weight double precision not null,
  outcome text not null,
  parts double precision[] not null,
  guard text,
  constraint edge_pkey PRIMARY KEY (a, b, model),
  constraint edge_outcome_check CHECK ((outcome = ANY (ARRAY['auto'::text, 'review'::text, 'apart'::text])))
);
CREATE INDEX edge_b ON identity.edge USING btree (b);

create table identity.event (
  shard integer not null,
  person_id uuid not null,
  event_id uuid not null,
  at timestamp with time zone not null,
  kind text not null,
  said_by text not null,
  why text not null,
  body json not null,
  constraint event_pkey PRIMARY KEY (shard, person_id, event_id)
);

create table identity.event_also (
  shard integer not null,
  person_id uuid not null,
  event_shard integer not null,
  event_id uuid not null,
  constraint event_also_pkey PRIMARY KEY (shard, person_id, event_id)
);

create table identity.held (
  record bigint not null,
  digest text not null,
  person_id uuid not null,
  constraint held_pkey PRIMARY KEY (record, digest)
);

create table identity.identifier (
  shard integer not null,
  kind text not null,
  value text not null,
  person_shard integer not null,
  person_id uuid not null,
  is_exclusive boolean not null,
  mentions integer not null,
  level integer not null,
  status text not null,
  first_at timestamp with time zone,
  last_at timestamp with time zone,
  first_key text not null,
  replaced_by text,
  constraint identifier_pkey PRIMARY KEY (shard, kind, value, person_id),
  constraint identifier_status_check CHECK ((status = ANY (ARRAY['active'::text, 'historic'::text, 'disputed'::text, 'rejected'::text])))
);
CREATE UNIQUE INDEX identifier_holder ON identity.identifier USING btree (shard, kind, value) WHERE ((status = 'active'::text) AND is_exclusive);

create table identity.key (
  hash bigint not null,
  record bigint not null
);
CREATE INDEX key_hash ON identity.key USING btree (hash);

create table identity.model_version (
  number integer not null,
  version text not null,
  state text not null,
  made_at timestamp with time zone not null,
  current_since timestamp with time zone,
  learned jsonb not null,
  phase text not null,
  at_shard integer not null,
  at_record bigint not null,
  settings text,
  constraint model_version_pkey PRIMARY KEY (number),
  constraint model_version_version_key UNIQUE (version),
  constraint model_version_phase_check CHECK ((phase = ANY (ARRAY['weigh'::text, 'settle'::text, 'done'::text]))),
  constraint model_version_state_check CHECK ((state = ANY (ARRAY['coming'::text, 'current'::text, 'past'::text])))
);

create table identity.person (
  shard integer not null,
  person_id uuid not null,
  full_name text not null,
  folded_name text not null,
  birth_date text,
  sex text not null,
  citizen_id text,
  insurance_number text,
  address text,
  deceased boolean not null default false,
  facilities text[] not null default '{}'::text[],
  last_visit_at timestamp with time zone,
  created_at timestamp with time zone not null,
  retired_into uuid,
  golden json not null default '{}'::json,
  constraint person_pkey PRIMARY KEY (shard, person_id)
) with (fillfactor=85);
CREATE INDEX person_name ON identity.person USING gin (folded_name gin_trgm_ops);

create table identity.record (
  shard integer not null,
  record bigint not null,
  facility text not null,
  local_id text not null,
  patient_id uuid not null,
  version integer not null,
  state text not null,
  model integer not null,
  seen_at timestamp with time zone,
  said_at timestamp with time zone,
  admitted_at timestamp with time zone not null,
  person_shard integer not null,
  person_id uuid not null,
  linked_at timestamp with time zone not null,
  linked_by text not null,
  keys bigint[] not null,
  sure bigint[] not null,
  words json not null,
  card json not null,
  constraint record_pkey PRIMARY KEY (shard, record),
  constraint record_shard_facility_local_id_key UNIQUE (shard, facility, local_id),
  constraint record_linked_by_check CHECK ((linked_by = ANY (ARRAY['computed'::text, 'decided'::text]))),
  constraint record_state_check CHECK ((state = ANY (ARRAY['active'::text, 'retired'::text, 'overlay-suspect'::text])))
) with (fillfactor=85);
CREATE INDEX record_person ON identity.record USING btree (person_id);

create table identity.review_answer (
  shard integer not null,
  answer_id uuid not null,
  item_id uuid not null,
  left_record bigint not null,
  right_record bigint not null,
  pair_a bigint not null,
  pair_b bigint not null,
  left_members bigint[] not null,
  right_members bigint[] not null,
  reason text not null,
  guard text,
  weight double precision,
  rank double precision not null,
  asked_at timestamp with time zone not null,
  answer text not null,
  answered_by text not null,
  answered_at timestamp with time zone not null,
  why text not null,
  risks text[] not null,
  state text not null,
  event_id uuid,
  follows uuid,
  settled_by uuid,
  is_sample boolean not null,
  lease_by text,
  lease_until timestamp with time zone,
  undone_at timestamp with time zone,
  constraint review_answer_pkey PRIMARY KEY (shard, answer_id),
  constraint review_answer_answer_check CHECK ((answer = ANY (ARRAY['same'::text, 'different'::text, 'cannot-tell'::text, 'ask-facility'::text]))),
  constraint review_answer_state_check CHECK ((state = ANY (ARRAY['applied'::text, 'first'::text, 'agreed'::text, 'overruled'::text, 'blind'::text, 'undone'::text])))
);
CREATE INDEX review_answer_at ON identity.review_answer USING btree (answered_at DESC);
CREATE INDEX review_answer_by ON identity.review_answer USING btree (answered_by, answered_at DESC);
CREATE INDEX review_answer_follows ON identity.review_answer USING btree (follows) WHERE (follows IS NOT NULL);
CREATE INDEX review_answer_item ON identity.review_answer USING btree (item_id);
CREATE INDEX review_answer_sample ON identity.review_answer USING btree (answered_at) WHERE (is_sample AND (state = 'applied'::text));

create table identity.review_item (
  shard integer not null,
  item_id uuid not null,
  left_record bigint not null,
  right_record bigint not null,
  pair_a bigint not null,
  pair_b bigint not null,
  reason text not null,
  guard text,
  weight double precision,
  score double precision,
  rank double precision not null,
  asked_at timestamp with time zone not null,
  lease_by text,
  lease_until timestamp with time zone,
  answer text,
  answered_by text,
  answered_at timestamp with time zone,
  constraint review_item_pkey PRIMARY KEY (shard, item_id),
  constraint review_item_answer_check CHECK ((answer = ANY (ARRAY['same'::text, 'different'::text, 'cannot-tell'::text, 'ask-facility'::text])))
);
CREATE INDEX review_item_leased ON identity.review_item USING btree (lease_by) WHERE (lease_by IS NOT NULL);
CREATE INDEX review_item_left ON identity.review_item USING btree (left_record);
CREATE INDEX review_item_open ON identity.review_item USING btree (rank DESC, item_id) WHERE (answer IS NULL);
CREATE INDEX review_item_right ON identity.review_item USING btree (right_record);
CREATE INDEX review_item_waiting ON identity.review_item USING btree (answer, rank DESC, item_id) WHERE (answer IS NOT NULL);

create table identity.review_look (
  shard integer not null,
  look_id uuid not null,
  looked_at timestamp with time zone not null,
  looked_by text not null,
  purpose text not null,
  item_id uuid,
  persons uuid[] not null,
  constraint review_look_pkey PRIMARY KEY (shard, look_id)
);
CREATE INDEX review_look_by ON identity.review_look USING btree (looked_by, looked_at DESC);

create table identity.secret (
  shard integer not null,
  name text not null,
  value text not null,
  constraint secret_pkey PRIMARY KEY (shard, name)
);

create table identity.verification (
  shard integer not null,
  verification_id uuid not null,
  record_id text not null,
  facility text not null,
  asked_by text not null,
  reason text not null,
  method text not null,
  asked text[] not null,
  subject_digest bytea not null,
  asked_at timestamp with time zone not null,
  state text not null,
  attempts integer not null default 0,
  next_at timestamp with time zone,
  trouble text,
  outcome text,
  compared text[] not null default '{}'::text[],
  differs text[] not null default '{}'::text[],
  level text,
  reference text,
  closed_at timestamp with time zone,
  expires_at timestamp with time zone,
  constraint verification_pkey PRIMARY KEY (shard, verification_id),
  constraint verification_level_check CHECK ((level = ANY (ARRAY['none'::text, 'declared'::text, 'document-seen'::text, 'chip-read'::text, 'population-verified'::text]))),
  constraint verification_method_check CHECK ((method = ANY (ARRAY['document'::text, 'chip'::text, 'population'::text]))),
  constraint verification_outcome_check CHECK ((outcome = ANY (ARRAY['confirmed'::text, 'differs'::text, 'not-found'::text, 'replaced'::text]))),
  constraint verification_reason_check CHECK ((reason = ANY (ARRAY['admission'::text, 'review'::text, 'correction'::text, 'conflict'::text]))),
  constraint verification_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'answered'::text, 'given-up'::text, 'cancelled'::text])))
);
CREATE INDEX verification_closed ON identity.verification USING btree (closed_at) WHERE (state <> 'waiting'::text);
CREATE UNIQUE INDEX verification_open ON identity.verification USING btree (shard, record_id, facility) WHERE (state = 'waiting'::text);
CREATE INDEX verification_record ON identity.verification USING btree (shard, record_id, asked_at);
CREATE INDEX verification_waiting ON identity.verification USING btree (facility, asked_at) WHERE (state = 'waiting'::text);

create table identity.verification_event (
  shard integer not null,
  event_id uuid not null,
  verification_id uuid not null,
  at timestamp with time zone not null,
  kind text not null,
  by text,
  reason text,
  trouble text,
  constraint verification_event_pkey PRIMARY KEY (shard, event_id),
  constraint verification_event_kind_check CHECK ((kind = ANY (ARRAY['asked'::text, 'joined'::text, 'put-off'::text, 'answered'::text, 'given-up'::text, 'cancelled'::text])))
);
CREATE INDEX verification_event_of ON identity.verification_event USING btree (shard, verification_id, at);
