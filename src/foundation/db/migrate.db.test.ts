import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { dumpSchema, ensureExtensions, migrate, openDatabase, pendingMigrations, sql } from '#foundation/db'
import { aTempDir, type TestDatabase, withDatabase } from '#foundation/testkit'

let t: TestDatabase
let dir: string
const temp = aTempDir()
before(async () => {
  t = await withDatabase([], { extensions: [] })
})
after(() => t.close())
let n = 0
beforeEach(() => {
  dir = join(temp.path, `ward${++n}`)
  mkdirSync(dir)
})
const room = () => ({ name: `ward${n}`, dir })
const file = (name: string, text: string) => writeFileSync(join(dir, name), text)

test('files are applied once, in order, each room in its schema', async () => {
  file('0002_add_column.sql', `alter table ward${n}.bed add note text;`)
  file(
    '0001_create_bed.sql',
    `-- why\ncreate table ward${n}.bed (id int primary key);\ninsert into ward${n}.bed values (1);`,
  )
  const pending = await pendingMigrations(t.db, [room()])
  assert.ok(pending.ok && pending.value.length === 2)
  assert.deepEqual(await migrate(t.db, [room()]), {
    ok: true,
    value: { applied: [`ward${n}/0001_create_bed.sql`, `ward${n}/0002_add_column.sql`] },
  })
  assert.deepEqual(await migrate(t.db, [room()]), { ok: true, value: { applied: [] } })
  file('0003_index_bed.sql', `create index bed_note on ward${n}.bed (note);`)
  assert.deepEqual(await migrate(t.db, [room()]), {
    ok: true,
    value: { applied: [`ward${n}/0003_index_bed.sql`] },
  })
})

test('an edited file stops everything and is named; changed line ends are no edit', async () => {
  file('0001_create_bed.sql', `create table ward${n}.bed (id int);\n`)
  await migrate(t.db, [room()])
  file('0001_create_bed.sql', `create table ward${n}.bed (id int);\r\n`)
  assert.ok((await migrate(t.db, [room()])).ok)
  file('0001_create_bed.sql', `create table ward${n}.bed (id bigint);\n`)
  file('0002_more.sql', `create table ward${n}.more (id int);`)
  const result = await migrate(t.db, [room()])
  assert.ok(!result.ok)
  assert.equal(result.problem.code, 'DB_MIGRATION_CHANGED')
  assert.match(result.problem.message, new RegExp(`ward${n}/0001_create_bed.sql`))
  assert.deepEqual(await t.db.one(sql`select to_regclass(${`ward${n}.more`}) as x`), { x: null })
})

test('a database of a newer version is refused', async () => {
  file('0001_create_bed.sql', `create table ward${n}.bed (id int);`)
  file('0002_newer.sql', `create table ward${n}.newer (id int);`)
  await migrate(t.db, [room()])
  rmSync(join(dir, '0002_newer.sql'))
  const result = await migrate(t.db, [room()])
  assert.ok(!result.ok && result.problem.code === 'DB_NEWER_THAN_PROGRAM')
})

test('a file that fails leaves nothing of itself and says where', async () => {
  file('0001_create_bed.sql', `create table ward${n}.bed (id int);\n\nselect oops;`)
  await assert.rejects(migrate(t.db, [room()]), /0001_create_bed\.sql:3 .*oops/)
  assert.deepEqual(await t.db.one(sql`select to_regclass(${`ward${n}.bed`}) as x`), { x: null })
})

test('processes that start together do not trip over each other', async () => {
  for (let i = 1; i <= 5; i++)
    file(`000${i}_make.sql`, `create table ward${n}.t${i} (id int); select pg_sleep(0.02);`)
  const others = [1, 2, 3].map(() => openDatabase({ connection: t.connection, max: 2 }))
  const results = await Promise.all(others.map((db) => migrate(db, [room()])))
  assert.ok(results.every((r) => r.ok))
  assert.equal(results.flatMap((r) => (r.ok ? r.value.applied : [])).length, 5)
  await Promise.all(others.map((db) => db.close()))
})

test('the dump of a schema says everything and says it the same way twice', async () => {
  file(
    '0001_all.sql',
    `
    create type ward${n}.colour as enum ('red', 'green');
    create table ward${n}.b (id bigint generated always as identity primary key, c ward${n}.colour not null default 'red',
      day date, tags text[] not null default '{}', twice int generated always as (1 + 1) stored, check (day > '2000-01-01'));
    create table ward${n}.a (id uuid primary key, b bigint references ward${n}.b (id), unique (b, id)) with (fillfactor = 80);
    create index on ward${n}.b using gin (tags);
    create index only_red on ward${n}.b (day) where c = 'red';
    create table ward${n}.p (at timestamptz not null, x int) partition by range (at);
    create table ward${n}.p1 partition of ward${n}.p for values from ('2026-01-01Z') to ('2027-01-01Z');
    create view ward${n}.v as select id from ward${n}.a;
    create function ward${n}.f(x int) returns int language sql immutable as 'select x + 1';
    comment on table ward${n}.a is 'it''s a';`,
  )
  await migrate(t.db, [room()])
  const dump = await dumpSchema(t.db, `ward${n}`)
  assert.equal(dump, await dumpSchema(t.db, `ward${n}`))
  for (const part of [
    /create type ward\d+\.colour as enum \('red', 'green'\)/,
    /id bigint not null generated always as identity/,
    /tags text\[\] not null default '\{\}'::text\[\]/,
    /twice integer.* generated always as \(\(1 \+ 1\)\) stored/,
    /constraint a_b_fkey FOREIGN KEY \(b\) REFERENCES/,
    /with \(fillfactor=80\)/,
    /CREATE INDEX only_red .* WHERE/,
    /USING gin \(tags\)/,
    /partition by RANGE \(at\)/,
    /partition of ward\d+\.p FOR VALUES FROM/,
    /create view/,
    /CREATE OR REPLACE FUNCTION/,
    /comment on table ward\d+\.a is 'it''s a'/,
  ])
    assert.match(dump, part)
})

test('extensions are made, and a missing one is a problem with a sentence', async () => {
  assert.ok((await ensureExtensions(t.db, ['pg_trgm', 'btree_gin'])).ok)
  const missing = await ensureExtensions(t.db, ['pg_trgm', 'postgis'])
  assert.ok(!missing.ok)
  assert.match(missing.problem.message, /CREATE EXTENSION postgis/)
})
