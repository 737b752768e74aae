-- Why: what an arrival costs the database is the pages of indexes it touches and the texts it turns over. A row of keys came to
-- 88 bytes, 44 of them in an index in which no two entries are alike; by hash alone the records of one human share an entry
-- (18 to 24 bytes), half as many pages are touched, and nothing need be asked before a row is written. That a record has
-- a key once follows from the locks under which keys are written (links/meet-arrivals.ts).
alter table identity.key drop constraint key_pkey;
create index key_hash on identity.key (hash);

-- Read and written whole, never searched: kept as they are written, without being taken apart and put together each time.
alter table identity.record alter column words type json, alter column card type json;
alter table identity.person alter column golden drop default, alter column golden type json,
  alter column golden set default '{}';
alter table identity.event alter column body type json;
