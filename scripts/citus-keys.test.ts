import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectRoot } from '#foundation/project'

// Citus refuses a key without the shard key on a distributed table, and triggers altogether (stack notes, Citus 13.2).
const schemas = [
  'record/intake',
  'record/identity',
  'record/store',
  'record/journey',
  'gate/readings',
  'record/catalogues',
  'doors/insurance-gateway',
  'doors/sandbox',
  'services/data-quality',
]
/** Small tables that would be reference tables, and queues that stay local. */
const notDistributed = new Set([
  'intake.facility',
  'intake.refusal',
  'intake.dropped_bucket',
  'intake.csv_mapping',
  'gateway.account',
  'gateway.failure',
  'gateway.relay_lane',
  'gateway.token',
  'identity.model_version',
])
/** Found by a value and not by a person: each is distributed by a column of its own. */
const ownColumn = new Map([
  ['identity.crowd', 'hash'],
  ['identity.edge', 'a'],
  ['identity.held', 'record'],
])
/** Rooms of lists and sums, none of which grows with people: no table of theirs is distributed. */
const listsOnly = new Set(['record/catalogues', 'doors/sandbox', 'services/data-quality'])
/** Found through their resource, or by a hash that many share, and never unique: no key at all, but its first column. */
const sideTables = new Map([
  ['store.num', 'shard integer'],
  ['store.dts', 'shard integer'],
  ['store.str', 'shard integer'],
  ['identity.key', 'hash bigint'],
])
const distribute = readFileSync(join(projectRoot(), 'deploy/citus/distribute.sql'), 'utf8')

for (const room of schemas) {
  const text = readFileSync(join(projectRoot(), 'src', room, 'schema.sql'), 'utf8')

  if (!listsOnly.has(room)) testKeys(room, text)

  test(`${room} writes its history by the statement itself: no triggers, no foreign keys across shards`, () => {
    assert.doesNotMatch(text, /create (constraint )?trigger/i)
    assert.doesNotMatch(text, /FOREIGN KEY/)
  })

  test(`every table of ${room} is distributed, replicated or said to stay, so that none is forgotten on a cluster`, () => {
    for (const [, name] of text.matchAll(/create table (\S+) \(/g))
      assert.ok(distribute.includes(name!), `${name} is not in deploy/citus/distribute.sql`)
  })
}

function testKeys(room: string, text: string) {
  test(`every key of ${room} starts with its shard, so that the same tables run on Citus`, () => {
    const tables = [...text.matchAll(/create table (\S+) \(([\s\S]*?)\n\)/g)]
    assert.ok(tables.length > 0)
    for (const [, name, body] of tables) {
      if (notDistributed.has(name!)) continue
      const side = sideTables.get(name!)
      if (side) {
        assert.match(body!, new RegExp(`^\\s*${side} not null`))
        continue
      }
      const keys = [...body!.matchAll(/(PRIMARY KEY|UNIQUE) \(([^)]*)\)/g)]
      assert.ok(keys.length > 0, `${name} has no key`)
      const column = ownColumn.get(name!) ?? 'shard'
      for (const [, , columns] of keys)
        assert.equal(columns!.split(',')[0], column, `${name}: key (${columns})`)
      if (column !== 'shard') assert.ok(distribute.includes(`distribute_by('${name}', '${column}')`), name)
    }
    for (const [, on] of text.matchAll(/CREATE UNIQUE INDEX \S+ ON \S+ USING \w+ \(([^)]*)\)/g)) {
      assert.match(on!, /^shard\b/)
    }
  })
}
