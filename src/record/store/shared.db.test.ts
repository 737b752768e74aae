import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Practitioner } from 'fhir/r4'
import { sql, type Tx } from '#foundation/db'
import { newId, sharedId } from '#foundation/ids'
import { type TestDatabase, withDatabase } from '#foundation/testkit'
import {
  openFhirStore,
  type ResourceToWrite,
  type SharedMemory,
  storeMigrations,
  writeVisits,
} from './index.ts'

let t: TestDatabase
before(async () => {
  t = await withDatabase([storeMigrations])
})
after(() => t.close())

const at = new Date('2026-11-21T01:00:00Z')
const doctor = (
  key: string,
  name = 'BS Mẫu',
  scope: 'shared' | 'shared-stub' = 'shared',
): ResourceToWrite => ({
  resource: {
    resourceType: 'Practitioner',
    id: sharedId('Practitioner', key),
    name: [{ text: name }],
  } as Practitioner & { id: string },
  source: 'urn:test',
  scope,
})
/** A visit that brings nothing but what everyone shares. */
const visitWith = (...resources: ResourceToWrite[]) => {
  const patientId = newId(7, at.getTime())
  return { visitId: newId(7, at.getTime()), patientId, isNew: true, former: null, resources: () => resources }
}
const write = (tx: Tx, memory: SharedMemory, ...resources: ResourceToWrite[]) =>
  writeVisits(tx, [visitWith(...resources)], { at, origin: 'test', sharedMemory: memory })
const stored = (key: string) => openFhirStore(t.db).read('Practitioner', sharedId('Practitioner', key))

test('a doctor whom a rolled-back batch brought is written by the next batch that names them', async () => {
  const memory: SharedMemory = new Map()
  await assert.rejects(
    t.db.transaction(async (tx) => {
      await write(tx, memory, doctor('rolled-back'), doctor('rolled-back-stub', 'BS', 'shared-stub'))
      throw new Error('a neighbour broke the batch')
    }),
  )
  // Another lane of the same process, with the same memory.
  await t.db.transaction((tx) =>
    write(tx, memory, doctor('rolled-back'), doctor('rolled-back-stub', 'BS', 'shared-stub')),
  )
  assert.ok(await stored('rolled-back'))
  assert.ok(await stored('rolled-back-stub'))
})

test('a doctor named by a thousand visits is written once; a new name is a new version', async () => {
  const memory: SharedMemory = new Map()
  for (let n = 0; n < 5; n += 1) await t.db.transaction((tx) => write(tx, memory, doctor('known')))
  assert.equal((await stored('known'))!.version, 1)
  await t.db.transaction((tx) => write(tx, memory, doctor('known', 'BS Mẫu Hai')))
  await t.db.transaction((tx) => write(tx, new Map(), doctor('known', 'BS Mẫu Hai')))
  assert.equal((await stored('known'))!.version, 2)
})

test('a code alone never wipes out a name', async () => {
  await t.db.transaction((tx) => write(tx, new Map(), doctor('named', 'BS Có Tên')))
  await t.db.transaction((tx) => write(tx, new Map(), doctor('named', '', 'shared-stub')))
  assert.match((await stored('named'))!.json, /BS Có Tên/)
})

test('eight writers of one new doctor at the same moment leave one, and none of them fails', async () => {
  await Promise.all(
    Array.from({ length: 8 }, () => t.db.transaction((tx) => write(tx, new Map(), doctor('crowd')))),
  )
  assert.equal((await stored('crowd'))!.version, 1)
  const { n } = await t.db.one<{ n: string }>(sql`select count(*) as n from store.history`)
  assert.equal(n, '1', 'only the doctor whose name changed')
})
