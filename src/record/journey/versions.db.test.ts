import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { Encounter, MedicationRequest } from 'fhir/r4'
import { sql } from '#foundation/db'
import { parseStored } from '#record/store'
import { aVisit, giamDinh, hoso, type Rows } from '../intake/bhyt-xml/testing.ts'
import { aRoad, type Road, rewritten, sample, saying } from './testing.ts'

let road: Road
before(async () => {
  road = await aRoad()
})
beforeEach(() => road.empty())
after(() => road.close())

const first = () => sample('01')
const changed = (change: (table: string, xml: string) => string | null) => rewritten(first().bytes, change)
const otherReason = changed((table, xml) => (table === 'XML1' ? saying(xml, 'LY_DO_VV', 'Ho ra máu') : xml))

async function present(type: string) {
  const rows = await road.db.many<{ id: string; ver: number; deleted: boolean; content: string }>(
    sql`select id, ver, deleted, content from store.resource where visit is not null order by type, id`,
  )
  return type === '*' ? rows : rows.filter((r) => r.content.startsWith(`{"resourceType":"${type}"`))
}
const visitRows = () =>
  road.db.many<{ version: number; receipt_id: string }>(sql`select version, receipt_id from journey.visit`)
const history = () =>
  road.db.many<{ id: string; ver: number; content: string }>(
    sql`select id, ver, content from store.history order by id, ver`,
  )
const reason = async () =>
  parseStored<Encounter>({ json: (await present('Encounter'))[0]!.content } as never).reasonCode![0]!.text

test('the same bytes sent twice have one receipt and make no new version', async () => {
  const one = await road.take(first().bytes)
  const again = await road.take(first().bytes)
  assert.equal(again.receiptId, one.receiptId)
  assert.notEqual(again.alreadyReceivedAt, null)
  assert.deepEqual(
    (await visitRows()).map((v) => v.version),
    [1],
  )
  assert.ok((await present('*')).every((r) => r.ver === 1))
})

test('a resend changes exactly what changed; the rest and its history are left alone', async () => {
  await road.take(first().bytes)
  const before = new Map((await present('*')).map((r) => [r.id, r.content]))
  const second = await road.take(otherReason)
  const after = await present('*')
  assert.equal(after.length, before.size)
  const moved = after.filter((r) => r.ver === 2)
  assert.deepEqual(moved.map((r) => JSON.parse(r.content).resourceType).sort(), ['Encounter'])
  for (const r of after) if (r.ver === 1) assert.equal(r.content, before.get(r.id))
  const old = (await history()).filter((h) => before.has(h.id))
  assert.deepEqual(
    old.map((h) => [h.id, h.ver]).sort(),
    moved.map((r) => [r.id, 1]).sort(),
    'superseded versions only',
  )
  for (const h of old) assert.equal(h.content, before.get(h.id), 'as it was')
  assert.equal(await reason(), 'Ho ra máu')
  assert.deepEqual(await visitRows(), [{ version: 2, receipt_id: second.receiptId }])
})

test('what a resend no longer contains is marked deleted, and comes back when it is sent again', async () => {
  await road.take(first().bytes)
  const withoutSlip = changed((table, xml) => (table === 'XML14' ? null : xml))
  await road.take(withoutSlip)
  const gone = (await present('*')).filter((r) => r.deleted)
  assert.equal(gone.length, 1)
  assert.equal(gone[0]!.ver, 2)
  const id = gone[0]!.id
  const type = JSON.parse((await history()).find((h) => h.id === id)!.content).resourceType as string
  assert.equal((await road.fhir.read(type, id))!.deleted, true)
  const versions = await road.fhir.history({ type, id, count: 10 })
  assert.deepEqual(versions.ok && versions.value.versions.map((v) => [v.version, v.deleted]), [
    [2, true],
    [1, false],
  ])
  const slipAgain = changed((table, xml) => (table === 'XML1' ? saying(xml, 'LY_DO_VV', 'Ho') : xml))
  await road.take(slipAgain)
  const back = await road.fhir.read(type, id)
  assert.deepEqual([back!.version, back!.deleted], [3, false])
})

test('rows in another order are the same visit', async () => {
  await road.take(first().bytes)
  const turned = changed((table, xml) => {
    if (table !== 'XML2') return xml
    const rows = xml.match(/<CHI_TIET_THUOC>.*?<\/CHI_TIET_THUOC>/gs)!
    return xml.replace(rows[0]!, '@').replace(rows[1]!, rows[0]!).replace('@', rows[1]!)
  })
  await road.take(turned)
  const medicines = (await present('MedicationRequest')).map(
    (r) => JSON.parse(r.content) as MedicationRequest,
  )
  assert.equal(medicines.length, 2)
  assert.equal((await present('*')).filter((r) => r.deleted).length, 0)
})

test('two versions that wait in one batch are kept in the order received', async () => {
  await road.keep(first().bytes)
  const second = await road.keep(otherReason)
  const walked = await road.walk({ batch: 50, lanes: 1 })
  assert.equal(walked.stored, 2)
  assert.deepEqual(await visitRows(), [{ version: 2, receipt_id: second.receiptId }])
  assert.equal(await reason(), 'Ho ra máu')
  assert.equal((await history()).length > 0, true)
})

test('an older version that is walked late is overtaken and overwrites nothing', async () => {
  const one = await road.keep(first().bytes)
  await road.db.run(sql`update events.job set run_at = '2100-01-01'`)
  const second = await road.take(otherReason)
  await road.db.run(sql`update events.job set run_at = now() - interval '1 year'`)
  await road.walk()
  assert.equal((await road.desk.receipt(one.receiptId, 0, 1))!.files[0]!.status, 'superseded')
  assert.deepEqual(await visitRows(), [{ version: 1, receipt_id: second.receiptId }])
  assert.equal(await reason(), 'Ho ra máu')
})

test('a visit that turns out to be another patient’s moves whole, and leaves nothing behind', async () => {
  await road.take(first().bytes)
  const before = await present('*')
  const other = changed((table, xml) =>
    table === 'XML1'
      ? saying(
          saying(
            saying(saying(xml, 'MA_BN', 'BN0002'), 'SO_CCCD', '079191999002'),
            'HO_TEN',
            'PHẠM THỊ ĐÚNG NGƯỜI',
          ),
          'MA_THE_BHYT',
          'GD4797999000092',
        )
      : xml,
  )
  await road.take(other)
  const now = await present('*')
  assert.deepEqual(
    now
      .filter((r) => r.deleted)
      .map((r) => r.id)
      .sort(),
    before.map((r) => r.id).sort(),
  )
  const [wrong] = await road.persons.find('079190999001', 2)
  const [right] = await road.persons.find('079191999002', 2)
  const of = async (personId: string) =>
    road.store.ofPatients(
      (await road.persons.patientsOf(personId)).map((p) => p.patientId),
      ['Encounter', 'MedicationRequest', 'Claim'],
      100,
    )
  assert.equal((await of(wrong!.personId)).length, 0)
  assert.equal((await of(right!.personId)).length, 4)
})

test('one visit that cannot be stored is set aside; its neighbours of the batch are stored', async () => {
  const visits = Array.from({ length: 8 }, (_, n) =>
    hoso({ XML1: [aVisit({ MA_LK: `LK${n}`, MA_BN: `BN${n}` })] as Rows }),
  )
  const receipt = await road.keep(giamDinh(visits))
  // The database refuses one of them, whatever the reason.
  await road.db.transaction((tx) =>
    tx.script(`create function refuse() returns trigger language plpgsql as $$ begin
      if new.visit_link_id = 'LK5' then raise exception 'broken on purpose'; end if; return new; end $$;
      create trigger refuse before insert on journey.visit for each row execute function refuse()`),
  )
  await road.walk({ batch: 50 })
  await road.db.transaction((tx) => tx.script('drop trigger refuse on journey.visit'))
  const files = (await road.desk.receipt(receipt.receiptId, 0, 10))!.files
  assert.deepEqual(
    files.map((f) => f.status),
    ['stored', 'stored', 'stored', 'stored', 'stored', 'set-aside', 'stored', 'stored'],
  )
  assert.equal(files[5]!.problems[0]!.code, 'JOURNEY_FAILED')
  assert.equal((await road.events.queueDepth(road.db, 'journey')).dead, 0)
})

test('a record without a patient number is set aside with a sentence, the rest of its file goes on', async () => {
  const visits = [
    hoso({ XML1: [aVisit({ MA_LK: 'LK1', MA_BN: 'BN1' })] }),
    hoso({ XML1: [aVisit({ MA_LK: 'LK2', MA_BN: '' })] }),
  ]
  const receipt = await road.take(giamDinh(visits))
  const files = (await road.desk.receipt(receipt.receiptId, 0, 10))!.files
  assert.deepEqual(
    files.map((f) => f.status),
    ['stored', 'set-aside'],
  )
  assert.match(files[1]!.problems.find((p) => p.severity === 'error')!.message, /MA_BN/)
})
