import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#foundation/db'
import { shardOf } from '#foundation/ids'
import { withDatabase } from '#foundation/testkit'
import { aStore, given, type Json, queryOf } from './testing.ts'

let s: Awaited<ReturnType<typeof aStore>>
before(async () => {
  s = await aStore()
})
after(() => s.close())

const hoa: Json = { resourceType: 'Patient', name: [{ family: 'Nguyễn', given: ['Thị', 'Hoà'] }] }
const pulse = (patient: string, value: number): Json => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: '2026-03-01T08:00:00+07:00',
  valueQuantity: { value, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
})
const problemOf = async (...changes: Parameters<typeof s.store.write>[0][number][]) => {
  const written = await s.store.write(changes, { at: new Date(), origin: 'test' })
  assert.ok(!written.ok)
  return written.problem
}

test('what is created is read back as it was said, under an id and a first version', async () => {
  const made = await s.create(hoa)
  const read = await s.store.read('Patient', made.id)
  const { id, meta, ...rest } = JSON.parse(read!.json)
  assert.deepEqual(rest, hoa)
  assert.equal(id, made.id)
  assert.equal(meta.versionId, '1')
  assert.equal(meta.lastUpdated, made.lastUpdated.toISOString())
})

test('the profile and tags a sender gave stay, the version is ours', async () => {
  const meta = {
    profile: ['http://x/p'],
    tag: [{ code: 'a' }],
    versionId: '99',
    lastUpdated: '2020-01-01T00:00:00Z',
  }
  const made = await s.create({ ...hoa, meta })
  const read = JSON.parse((await s.store.read('Patient', made.id))!.json)
  assert.deepEqual([read.meta.profile, read.meta.tag, read.meta.versionId], [meta.profile, meta.tag, '1'])
})

test('a resource about a patient lies in the patient’s shard', async () => {
  const patient = await s.create(hoa)
  const observation = await s.create(pulse(patient.id, 72))
  assert.equal(shardOf(observation.id), shardOf(patient.id))
})

test('two hundred parallel updates of one resource make two hundred versions, none lost, and history holds the past ones only', async () => {
  const patient = await s.create(hoa)
  const made = await s.create(pulse(patient.id, 0))
  const increments = Array.from({ length: 20 }, async () => {
    for (let i = 0; i < 10; i++) {
      const apply = (json: string) => {
        const value = JSON.parse(json)
        value.valueQuantity.value += 1
        return { ok: true as const, value: { value, write: JSON.stringify } }
      }
      await s.write({ op: 'patch', type: 'Observation', at: made.id, apply })
    }
  })
  await Promise.all(increments)
  const now = await s.store.read('Observation', made.id)
  assert.equal(JSON.parse(now!.json).valueQuantity.value, 200)
  assert.equal(now!.version, 201)
  const history = await s.store.history({ type: 'Observation', id: made.id, count: 500 })
  assert.ok(history.ok)
  assert.deepEqual(
    history.value.versions.map((v) => v.version),
    Array.from({ length: 201 }, (_, i) => 201 - i),
  )
  const past = await s.db.one(
    sql`select max(ver) as last, count(*)::int as n from store.history where id = ${made.id}::uuid`,
  )
  assert.deepEqual(past, { last: 200, n: 200 })
  // The side table holds the present version's number only.
  assert.deepEqual(await s.find('Observation', `value-quantity=200&patient=${patient.id}`), [made.id])
  const rows = await s.db.one(
    sql`select count(*)::int as n from store.num where id = ${made.id}::uuid and ver <> 201`,
  )
  assert.deepEqual(rows, { n: 0 })
})

test('the same content put again is the same version', async () => {
  const patient = await s.put({ ...hoa, id: 'his-1' })
  assert.equal((await s.put({ ...hoa, id: 'his-1' })).version, patient.version)
  assert.equal((await s.put({ ...hoa, id: 'his-1', gender: 'female' })).version, patient.version + 1)
})

test('an id of a hospital’s own is kept, parallel first puts become versions of one resource', async () => {
  const values = Array.from({ length: 12 }, (_, i) => ({
    ...hoa,
    id: 'BN.0001',
    telecom: [{ value: String(i) }],
  }))
  await Promise.all(values.map((value) => s.put(value)))
  const read = await s.store.read('Patient', 'BN.0001')
  assert.equal(read?.version, 12)
  assert.equal(JSON.parse(read!.json).id, 'BN.0001')
  const observation = await s.put({ ...pulse('BN.0001', 70), id: 'XN.7' })
  assert.equal(observation.id, 'XN.7')
  assert.deepEqual(await s.find('Observation', 'patient=BN.0001'), ['XN.7'])
  assert.deepEqual(await s.find('Observation', 'subject=Patient/BN.0001&_id=XN.7'), ['XN.7'])
  const everything = await s.store.everything('BN.0001', { count: 10 })
  assert.deepEqual(everything.ok && everything.value.resources.map((r) => r.id).sort(), ['BN.0001', 'XN.7'])
})

test('a resource whose subject changes is found with its new patient and no longer with the old', async () => {
  const [a, b] = [await s.create(hoa), await s.create(hoa)]
  const made = await s.create(pulse(a.id, 60))
  await s.put({ ...pulse(b.id, 60), id: made.id })
  assert.deepEqual(await s.find('Observation', `patient=${a.id}`), [])
  assert.deepEqual(await s.find('Observation', `patient=${b.id}`), [made.id])
})

test('a stale If-Match is refused and nothing is written', async () => {
  const made = await s.create(hoa)
  await s.put({ ...hoa, id: made.id, active: true })
  const change = {
    op: 'update' as const,
    type: 'Patient',
    at: made.id,
    resource: given({ ...hoa, id: made.id }),
  }
  assert.equal((await problemOf({ ...change, ifMatch: 1 })).code, 'STORE_VERSION_CONFLICT')
  assert.equal((await s.store.read('Patient', made.id))!.version, 2)
  assert.equal((await problemOf({ ...change, ifNoneMatch: true })).status, 412)
})

test('sixteen senders that each create forty people if none exist make forty people', async () => {
  const make = (n: number) => {
    const identifier = [{ system: 'urn:his', value: `k-${n}` }]
    const ifNoneExist = queryOf('Patient', `identifier=urn:his|k-${n}`)
    return s.write({ op: 'create', resource: given({ ...hoa, identifier }), ifNoneExist })
  }
  const senders = Array.from({ length: 16 }, async () => {
    for (let n = 0; n < 40; n++) await make((n * 7) % 40)
  })
  await Promise.all(senders)
  assert.equal((await s.find('Patient', 'identifier=urn:his|')).length, 40)
  assert.deepEqual(await s.db.one(sql`select count(*)::int as n from store.guard`), { n: 0 })
})

test('the entries of a transaction point at each other by the ids they were given', async () => {
  const patientUrl = 'urn:uuid:0c2c3f0e-3b3a-4a53-9d0e-000000000001'
  const [patient, observation, again] = await s.write(
    { op: 'create', fullUrl: patientUrl, resource: given(hoa) },
    {
      op: 'create',
      fullUrl: 'urn:uuid:0c2c3f0e-3b3a-4a53-9d0e-000000000002',
      resource: given({ ...pulse('x', 80), subject: { reference: patientUrl } }),
    },
    {
      op: 'create',
      fullUrl: 'urn:uuid:0c2c3f0e-3b3a-4a53-9d0e-000000000003',
      resource: given({
        ...pulse('x', 81),
        subject: { reference: patientUrl },
        hasMember: [{ reference: 'urn:uuid:0c2c3f0e-3b3a-4a53-9d0e-000000000002' }],
      }),
    },
  )
  const last = JSON.parse(again!.resource!.json)
  assert.equal(last.subject.reference, `Patient/${patient!.resource!.id}`)
  assert.equal(last.hasMember[0].reference, `Observation/${observation!.resource!.id}`)
  assert.equal(shardOf(last.id), shardOf(patient!.resource!.id))
})

test('a reference to no entry is refused with its place, and the whole transaction with it', async () => {
  const before = await s.db.one(sql`select count(*)::int as n from store.resource`)
  const problem = await problemOf(
    { op: 'create', fullUrl: 'urn:uuid:0c2c3f0e-3b3a-4a53-9d0e-000000000001', resource: given(hoa) },
    {
      op: 'create',
      fullUrl: 'urn:uuid:0c2c3f0e-3b3a-4a53-9d0e-000000000002',
      resource: given({
        ...pulse('x', 1),
        subject: { reference: 'urn:uuid:0c2c3f0e-3b3a-4a53-9d0e-00000000dead' },
      }),
    },
  )
  assert.equal(problem.index, 1)
  assert.match(problem.message, /Observation\.subject\.reference/)
  assert.deepEqual(await s.db.one(sql`select count(*)::int as n from store.resource`), before)
})

test('conditional references find the one they name; none or two are refused', async () => {
  const doctor = (value: string): Json => ({
    resourceType: 'Practitioner',
    identifier: [{ system: 'urn:cchn', value }],
  })
  const one = await s.create(doctor('cr-1'))
  await s.create(doctor('cr-2'))
  await s.create(doctor('cr-2'))
  const patient = await s.create(hoa)
  const by = (value: string) => ({
    op: 'create' as const,
    fullUrl: 'urn:uuid:0c2c3f0e-3b3a-4a53-9d0e-000000000009',
    resource: given({
      ...pulse(patient.id, 5),
      performer: [{ reference: `Practitioner?identifier=urn:cchn|${value}` }],
    }),
  })
  const [made] = await s.write(by('cr-1'))
  assert.equal(JSON.parse(made!.resource!.json).performer[0].reference, `Practitioner/${one.id}`)
  assert.equal((await problemOf(by('cr-2'))).status, 412)
  assert.equal((await problemOf(by('cr-3'))).status, 412)
})

test('a deleted resource is gone from searches, stays in history, and may come back', async () => {
  const made = await s.create({ ...hoa, identifier: [{ system: 'urn:x', value: 'gone-1' }] })
  const [deleted] = await s.write({ op: 'delete', type: 'Patient', at: made.id })
  assert.equal(deleted!.outcome, 'deleted')
  assert.deepEqual(await s.find('Patient', 'identifier=gone-1'), [])
  assert.equal((await s.store.read('Patient', made.id))!.deleted, true)
  const [again] = await s.write({ op: 'delete', type: 'Patient', at: made.id })
  assert.equal(again!.outcome, 'nothing')
  const back = await s.put({ ...hoa, id: made.id, identifier: [{ system: 'urn:x', value: 'gone-1' }] })
  assert.equal(back.version, 3)
  assert.deepEqual(await s.find('Patient', 'identifier=gone-1'), [made.id])
  assert.equal((await s.store.readVersion('Patient', made.id, 2))!.deleted, true)
})

test('conditional update, patch and delete act on the one they find', async () => {
  const at = queryOf('Patient', 'identifier=urn:cu|1')
  const value = { ...hoa, identifier: [{ system: 'urn:cu', value: '1' }] }
  const change = () => ({
    op: 'update' as const,
    type: 'Patient',
    at,
    resource: given({ ...value, active: true }),
  })
  const [made] = await s.write({ op: 'update', type: 'Patient', at, resource: given(value) })
  assert.equal(made!.outcome, 'created')
  const [updated] = await s.write(change())
  assert.deepEqual([updated!.outcome, updated!.resource!.id], ['updated', made!.resource!.id])
  await s.create(value)
  assert.equal((await problemOf(change())).code, 'STORE_SEVERAL_MATCHES')
  assert.equal((await problemOf({ op: 'delete', type: 'Patient', at })).code, 'STORE_SEVERAL_MATCHES')
  await s.write({ op: 'delete', type: 'Patient', at, many: true })
  assert.deepEqual(await s.find('Patient', 'identifier=urn:cu|1'), [])
})

test('the ledger tells every transaction once, in an order that never changes, while many write', async () => {
  const start = await s.store.feed(null, 10)
  const seen: string[] = []
  let mark = start.mark
  let isDone = false
  const reader = (async () => {
    for (;;) {
      const wasDone = isDone
      const feed = await s.store.feed(mark, 50)
      mark = feed.mark
      for (const entry of feed.entries)
        for (const one of entry.resources) seen.push(`${one.id}/${one.version}`)
      if (wasDone && feed.entries.length === 0) return
    }
  })()
  const written: string[] = []
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let i = 0; i < 25; i++) {
        const made = await s.create(hoa)
        const next = await s.put({ ...hoa, id: made.id, active: true })
        written.push(`${made.id}/1`, `${next.id}/2`)
      }
    }),
  )
  isDone = true
  await reader
  assert.deepEqual(seen.toSorted(), written.toSorted())
})

test('the ledger goes by number, not by letters: 9 comes before 10, 99 before 100', async () => {
  // A ledger of its own far below, where numbers are ours to choose.
  const low = [7, 9, 10, 99, 100, 101]
  for (const tx of low)
    await s.db.run(sql`
      insert into store.tx_log (shard, tx, at, origin, types, written) values (0, ${tx}, now(), 'thử', '{}', 0)`)
  const told: string[] = []
  for (let after = '6'; ; ) {
    const { entries, mark: next } = await s.store.feed(after, 2)
    const some = entries.filter(({ origin }) => origin === 'thử')
    told.push(...some.map(({ tx }) => tx))
    if (some.length < 2) break
    after = next
  }
  assert.deepEqual(told, low.map(String))
  await s.db.run(sql`delete from store.tx_log where origin = 'thử'`)
})

test('a long transaction in another database of the same server does not hold up the ledger; one of ours does', async () => {
  const neighbour = await withDatabase()
  const { mark } = await s.store.feed(null, 10)
  const seen = async () => (await s.store.feed(mark, 10)).entries.length
  try {
    await neighbour.db.transaction(async (tx) => {
      await tx.one(sql`select pg_current_xact_id()::text as x`)
      await s.create(hoa)
      assert.equal(await seen(), 1)
    })
    await s.db.transaction(async (tx) => {
      await tx.one(sql`select pg_current_xact_id()::text as x`)
      await s.create(hoa)
      assert.equal(await seen(), 1)
    })
    assert.equal(await seen(), 2)
  } finally {
    await neighbour.close()
  }
})

test('of many who rename one person at once, each makes one version, and only the last name is found', async () => {
  const { id } = await s.create(hoa)
  const before = await s.db.one<{ n: string }>(sql`select coalesce(sum(written), 0) as n from store.tx_log`)
  const names = Array.from({ length: 60 }, (_, i) => `Tên${i}x`)
  await Promise.all(names.map((family) => s.put({ resourceType: 'Patient', id, name: [{ family }] })))
  const last = await s.store.read('Patient', id)
  assert.equal(last!.version, 61)
  const { family } = JSON.parse(last!.json).name[0]
  for (const name of names)
    assert.deepEqual(await s.find('Patient', `name=${name}`), name === family ? [id] : [])
  const rows = await s.db.many<{ ver: number; text: string }>(
    sql`select distinct ver, text from store.str where id = ${id}::uuid`,
  )
  assert.deepEqual(rows, [{ ver: 61, text: family.toLowerCase().replace('ê', 'e') }])
  const after = await s.db.one<{ n: string }>(sql`select sum(written) as n from store.tx_log`)
  assert.equal(Number(after.n) - Number(before.n), 60)
  const versions = await s.db.many<{ ver: number }>(
    sql`select ver from store.history where id = ${id}::uuid order by ver`,
  )
  assert.deepEqual(
    versions.map(({ ver }) => ver),
    Array.from({ length: 60 }, (_, i) => i + 1),
  )
})

test('a person’s whole record holds also what is not about them alone: an appointment, a provenance, an audit', async () => {
  const mine = await s.create(hoa)
  const other = await s.create(hoa)
  const observation = await s.create(pulse(mine.id, 70))
  await s.create(pulse(other.id, 71))
  const who = (id: string) => ({ actor: { reference: `Patient/${id}` }, status: 'accepted' })
  const appointment = await s.create({
    resourceType: 'Appointment',
    status: 'booked',
    participant: [who(other.id), who(mine.id)],
  })
  const provenance = await s.create({
    resourceType: 'Provenance',
    target: [{ reference: `Patient/${mine.id}` }],
    recorded: '2026-03-01T08:00:00Z',
    agent: [{ who: { display: 'Trạm y tế' } }],
  })
  await s.create({ resourceType: 'Appointment', status: 'booked', participant: [who(other.id)] })
  const wanted = [mine, observation, appointment, provenance].map((each) => each.id).sort()
  const idsOf = async (options: Parameters<typeof s.store.everything>[1]) => {
    const found = await s.store.everything(mine.id, options)
    assert.ok(found.ok)
    return { ids: found.value.resources.map((each) => each.id), next: found.value.next }
  }
  assert.deepEqual((await idsOf({ count: 10 })).ids.sort(), wanted)
  assert.deepEqual((await idsOf({ count: 10, types: ['Appointment'] })).ids, [appointment.id])
  const paged: string[] = []
  for (let page: string | null | undefined; page !== null; ) {
    const part = await idsOf({ count: 1, ...(page ? { page } : {}) })
    paged.push(...part.ids)
    page = part.next
  }
  assert.deepEqual(paged.sort(), wanted)
  const exported = async (type: string, patientIds: string[]) => {
    let text = ''
    await s.store.export({ type, patientIds }, async (stream) => {
      for await (const piece of stream) text += piece
    })
    return text.split('\n').filter((line) => line !== '').length
  }
  assert.equal(await exported('Appointment', [mine.id]), 1)
  assert.equal(await exported('Appointment', [mine.id, other.id]), 2)
  assert.equal(await exported('Observation', [mine.id, other.id]), 2)
})
