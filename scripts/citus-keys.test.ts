import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { projectRoot } from '#foundation/project'

// Citus refuses a key without the shard key on a distributed table, and triggers altogether (stack notes, Citus 13.2).
const schemas = ['record/intake', 'record/identity', 'record/store', 'record/journey']
/** Small tables that would be reference tables, and queues that stay local. */
const notDistributed = new Set(['intake.facility', 'intake.refusal'])

for (const room of schemas) {
  const text = readFileSync(join(projectRoot(), 'src', room, 'schema.sql'), 'utf8')

  test(`every key of ${room} starts with its shard, so that the same tables run on Citus`, () => {
    const tables = [...text.matchAll(/create table (\S+) \(([\s\S]*?)\n\)/g)]
    assert.ok(tables.length > 0)
    for (const [, name, body] of tables) {
      if (notDistributed.has(name!)) continue
      const keys = [...body!.matchAll(/(PRIMARY KEY|UNIQUE) \(([^)]*)\)/g)]
      assert.ok(keys.length > 0, `${name} has no key`)
      for (const [, , columns] of keys) assert.match(columns!, /^shard\b/, `${name}: key (${columns})`)
    }
    for (const [, on] of text.matchAll(/CREATE UNIQUE INDEX \S+ ON \S+ USING \w+ \(([^)]*)\)/g)) {
      assert.match(on!, /^shard\b/)
    }
  })

  test(`${room} writes its history by the statement itself: no triggers, no foreign keys across shards`, () => {
    assert.doesNotMatch(text, /create (constraint )?trigger/i)
    assert.doesNotMatch(text, /FOREIGN KEY/)
  })
}
