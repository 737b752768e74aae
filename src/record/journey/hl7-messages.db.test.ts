import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import type { DiagnosticReport, Encounter, Observation, Patient } from 'fhir/r4'
import { sql } from '#foundation/db'
import { parseStored } from '#record/store'
import { readVisitTables } from './index.ts'
import { aRoad, type Road } from './testing.ts'

let road: Road | undefined
beforeEach(async () => {
  road ??= await aRoad()
  await road.empty()
})
after(() => road?.close())

const person = 'PID|1||BN0001^^^99901^MR~079190999001^^^CCCD^NI||NGUYỄN^THỊ^THỬ NGHIỆM||19900315|F'
const message = (type: string, minute: string, ...segments: string[]) =>
  [
    `MSH|^~\\&|HIS|99901|MACH|SYT|202608100${minute}00+0700||${type}|M${type}${minute}|P|2.5.1|||||||UNICODE UTF-8`,
    ...segments,
  ].join('\r')
const admission = (minute: string, type: string, visit: string) =>
  message(type, minute, `EVN||202608100${minute}00+0700`, person, visit)
const fields = (name: string, values: Readonly<Record<number, string>>): string => {
  const last = Math.max(...Object.keys(values).map(Number))
  return [name, ...Array.from({ length: last }, (_, i) => values[i + 1] ?? '')].join('|')
}
const visit = { 1: '1', 2: 'I', 3: 'K03^P201^G05', 19: 'V0001', 44: '202608100805+0700' }
const stay = fields('PV1', visit)
const result = message(
  'ORU^R01',
  '930',
  person,
  stay,
  fields('OBR', {
    ...{ 1: '1', 2: 'PCD1', 3: 'PKQ1', 4: '23.0075.1494^Glucose^L', 7: '202608100830+0700' },
    ...{ 22: '202608100920+0700', 24: 'LAB', 25: 'F' },
  }),
  'OBX|1|NM|GLU^Glucose máu^L||7.90|mmol/L|3.9-6.4|H|||F|||202608100920+0700',
)

const one = async <T>(type: string, query = '') => {
  const found = await road!.find(type, query)
  assert.equal(found.length, 1, `${type}: ${found.length}`)
  return JSON.parse(found[0]!.json) as T
}
const walk = async (...messages: readonly string[]) => {
  for (const each of messages) await road!.keep(each)
  return road!.walk()
}

test('a result that arrives before its admission waits for it: one stay, and the result in it', async () => {
  await walk(result)
  const expected = await one<Encounter>('Encounter')
  assert.equal(expected.status, 'unknown')
  await walk(admission('805', 'ADT^A01', stay))
  const encounter = await one<Encounter>('Encounter')
  assert.equal(encounter.id, expected.id)
  assert.equal(encounter.status, 'in-progress')
  const report = await one<DiagnosticReport>('DiagnosticReport')
  assert.equal(report.encounter?.reference, `Encounter/${encounter.id}`)
  const value = await one<Observation>('Observation', 'code=GLU')
  assert.equal(value.encounter?.reference, `Encounter/${encounter.id}`)
  assert.equal((await one<Patient>('Patient')).name?.[0]?.text, 'NGUYỄN THỊ THỬ NGHIỆM')
})

test('admission and result in one batch, in either order, give the same stay', async () => {
  for (const order of [
    [result, admission('805', 'ADT^A01', stay)],
    [admission('805', 'ADT^A01', stay), result],
  ]) {
    await road!.empty()
    await walk(...order)
    const encounter = await one<Encounter>('Encounter')
    assert.equal(encounter.status, 'in-progress')
    assert.equal(
      (await one<DiagnosticReport>('DiagnosticReport')).encounter?.reference,
      `Encounter/${encounter.id}`,
    )
  }
})

test('a discharge that overtakes its admission is not undone by it', async () => {
  const left = fields('PV1', { ...visit, 45: '202608120900+0700' })
  await walk(admission('950', 'ADT^A03', left), admission('805', 'ADT^A01', stay))
  assert.equal((await one<Encounter>('Encounter')).status, 'finished')
})

test('an admission taken back is cancelled, and stays in the history', async () => {
  await walk(admission('805', 'ADT^A01', stay), admission('815', 'ADT^A11', stay))
  const encounter = await one<Encounter>('Encounter')
  assert.equal(encounter.status, 'cancelled')
  const { n } = await road!.db.one<{ n: number }>(sql`select count(*)::int as n from store.history`)
  assert.ok(n >= 1)
})

test('two numbers of one human become one: the old patient leads to the new', async () => {
  const other = person.replace('BN0001', 'BN0002')
  await walk(
    admission('805', 'ADT^A01', stay),
    message('ADT^A28', '810', 'EVN||20260810081000+0700', other),
    message('ADT^A40', '820', 'EVN||20260810082000+0700', person, 'MRG|BN0002^^^99901^MR'),
  )
  const patients = (await road!.find('Patient', '')).map((each) => parseStored<Patient>(each))
  const old = patients.find(({ active }) => active === false)
  const kept = patients.find(({ active }) => active !== false)
  assert.equal(patients.length, 2)
  assert.deepEqual(old?.link, [{ other: { reference: `Patient/${kept!.id}` }, type: 'replaced-by' }])
})

test('a stay that came by HL7 can be said in the tables, with what is missing for a valid file', async () => {
  await walk(admission('805', 'ADT^A01', stay), result)
  const tables = await readVisitTables(road!.db, { facilityCode: '99901', visitLinkId: 'adt:V0001' })
  assert.ok(tables && !tables.isSent)
  const [summary] = tables.message.tables.XML1!
  assert.equal(summary!.values.HO_TEN, 'NGUYỄN THỊ THỬ NGHIỆM')
  assert.equal(summary!.values.SO_CCCD, '079190999001')
  assert.equal(summary!.values.NGAY_VAO, '202608100805')
  assert.equal(tables.message.tables.XML4?.[0]?.values.GIA_TRI, '7.90')
  assert.ok(tables.missing.some(({ field }) => field === 'MA_BENH_CHINH'))
  assert.ok(tables.missing.every(({ message: text }) => /thiếu/i.test(text)))
})
