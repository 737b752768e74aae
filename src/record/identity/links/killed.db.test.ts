import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from '#foundation/db'
import { projectRoot } from '#foundation/project'
import { aLinkIndex, type LinkIndex } from './testing.ts'

let index: LinkIndex
before(async () => {
  index = await aLinkIndex()
})
after(() => index.close())

/** Admits batches of 20 about 60 humans, for ever, on three connections. */
const admitForEver = `
  import { openDatabase, retryTransient } from './src/foundation/db/index.ts'
  import { admit } from './src/record/identity/links/admit.ts'
  import { openLinkContext } from './src/record/identity/links/link-context.ts'
  import { aPlainModel, aRecord } from './src/record/identity/links/testing.ts'
  const db = openDatabase({ connection: JSON.parse(process.env.CONNECTION), max: 3 })
  const context = await openLinkContext(db, aPlainModel(), { now: new Date() })
  const round = process.env.ROUND
  let n = 0
  const one = () => {
    const human = n++ % 60
    return aRecord({ facilityCode: '9990' + (n % 7), localId: round + 'K' + n, fullName: 'NGƯỜI ' + human,
      citizenId: String(79190999000 + human).padStart(12, '0'), insuranceNumbers: [] })
  }
  const work = async () => {
    for (;;) {
      const batch = Array.from({ length: 20 }, one)
      await retryTransient(() => db.transaction((tx) => admit(tx, batch, context, new Date())))
    }
  }
  await Promise.all([work(), work(), work()])`

test('killed in the middle of batches, again and again: every record is whole or absent', async () => {
  for (let round = 0; round < 3; round += 1) {
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', admitForEver], {
      cwd: projectRoot(),
      env: { ...process.env, CONNECTION: JSON.stringify(index.connection), ROUND: String(round) },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const before = await count()
    for (let waited = 0; (await count()) < before + 60 && waited < 4_000; waited += 1) await sleep(25)
    await sleep(7 * round)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await sleep(200)
    assert.ok((await count()) > before, 'something was admitted')
    const broken = await index.db.one<Record<string, string>>(sql`
      select (select count(*) from identity.record) % 20 as "records beside whole batches",
        (select count(*) from identity.record r where not exists
          (select from identity.person p where p.person_id = r.person_id and p.retired_into is null)) as "records without a person",
        (select count(*) from identity.record r cross join lateral unnest(r.keys) h where not exists
          (select from identity.key k where k.hash = h and k.record = r.record)
          and not exists (select from identity.crowd c where c.hash = h)) as "keys missing",
        (select count(*) from (select from identity.key group by hash, record having count(*) > 1) x) as "keys twice",
        (select count(*) from identity.key k where not exists
          (select from identity.record r where r.record = k.record)) as "keys of nobody",
        (select count(*) from identity.record) - (select sum(json_array_length(body->'moves')) from identity.event
          where kind = 'link' and body->'moves'->0->>1 is null) as "records without an event",
        (select count(*) from (select count(distinct person_id) from identity.record
          group by words->>'citizenNumber' having count(distinct person_id) > 1) x) as "humans in two"`)
    assert.deepEqual(new Set(Object.values(broken).map(String)), new Set(['0']), JSON.stringify(broken))
  }
})

const count = async () =>
  Number((await index.db.one<{ n: string }>(sql`select count(*) as n from identity.record`)).n)
