-- Why: files come by many doors; what can wait must not hold up what cannot; the board counts without opening messages;
-- and old bytes are given up by dropping whole tables, which frees the disk at once (exchange design, row 4).

alter table intake.receipt
  add column channel text not null default 'http',
  add column lane    text not null default 'live';

-- `bucket`: in which piece of intake.chunk the bytes lie. `kept`: what the format's splitter wants beside each record.
-- `signature`: what was found of an XMLDSig when the part came.
alter table intake.part
  add column bucket    text  not null default 'first',
  add column kept      text,
  add column signature jsonb;

-- What the board asks of a record (measure-record.ts); null: not measured (received before this).
alter table intake.file
  add column kind     text,
  add column ended_at timestamptz,
  add column expected int,
  add column filled   int,
  add column identity smallint,
  add column warnings int,
  add column rules    int;

alter table intake.chunk rename to chunk_first;
alter table intake.chunk_first drop constraint chunk_pkey;
alter table intake.chunk_first add column bucket text not null default 'first';

-- One piece for each channel and month (`mllp_202611`), made ahead of its month and dropped whole when its time is over.
-- `first`: all that came before there were pieces. What finds no piece of its own lies in `chunk_other`.
create table intake.chunk (
  shard      int    not null,
  receipt_id uuid   not null,
  part       int    not null,
  start      bigint not null,
  length     int    not null,
  gzip       bytea  not null,
  bucket     text   not null default 'first',
  primary key (shard, receipt_id, part, start, bucket)
) partition by list (bucket);
alter table intake.chunk alter column gzip set storage external;
alter table intake.chunk attach partition intake.chunk_first for values in ('first');
create table intake.chunk_other partition of intake.chunk default;

-- Pieces given up, so that a message whose bytes are gone can say so.
create table intake.dropped_bucket (
  bucket     text        not null primary key,
  dropped_at timestamptz not null
);
