-- Why: what clerks answered, on what ground and whether it still stands; what was asked twice; who looked at whom.

-- Every answer, as the clerk saw the two groups. An item itself goes when it is answered and may come back when that is undone.
create table identity.review_answer (
  shard         int         not null,
  answer_id     uuid        not null,
  item_id       uuid        not null,
  left_record   bigint      not null,
  right_record  bigint      not null,
  pair_a        bigint      not null,
  pair_b        bigint      not null,
  left_members  bigint[]    not null,
  right_members bigint[]    not null,
  reason        text        not null,
  guard         text,
  weight        float8,
  rank          float8      not null,
  asked_at      timestamptz not null,
  answer        text        not null check (answer in ('same', 'different', 'cannot-tell', 'ask-facility')),
  answered_by   text        not null,
  answered_at   timestamptz not null,
  why           text        not null,
  risks         text[]      not null,
  -- `applied`: it stands; `first`: a risky one waits for a second reader of the same mind; `agreed`: one came; `overruled`:
  -- two others agreed on something else; `blind`: asked again for comparison only; `undone`.
  state         text        not null
    check (state in ('applied', 'first', 'agreed', 'overruled', 'blind', 'undone')),
  -- What was written in the links, by which it is undone.
  event_id      uuid,
  -- The answer of which this one is the second reading or the blind repetition.
  follows       uuid,
  -- The answer that settled this first reading, for or against it.
  settled_by    uuid,
  -- One in fifty is asked again of somebody who does not know the answer.
  is_sample     boolean     not null,
  lease_by      text,
  lease_until   timestamptz,
  undone_at     timestamptz,
  primary key (shard, answer_id)
);
create index review_answer_item on identity.review_answer (item_id);
create index review_answer_by on identity.review_answer (answered_by, answered_at desc);
create index review_answer_at on identity.review_answer (answered_at desc);
create index review_answer_follows on identity.review_answer (follows) where follows is not null;
create index review_answer_sample on identity.review_answer (answered_at) where is_sample and state = 'applied';

-- Who looked at whom, and for what: a line for each time an item or a history was shown.
create table identity.review_look (
  shard     int         not null,
  look_id   uuid        not null,
  looked_at timestamptz not null,
  looked_by text        not null,
  purpose   text        not null,
  item_id   uuid,
  persons   uuid[]      not null,
  primary key (shard, look_id)
);
create index review_look_by on identity.review_look (looked_by, looked_at desc);

create index review_item_waiting on identity.review_item (answer, rank desc, item_id) where answer is not null;
create index review_item_leased on identity.review_item (lease_by) where lease_by is not null;
