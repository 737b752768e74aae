import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Encounter, MedicationRequest, Provenance } from 'fhir/r4'
import { sql } from '#foundation/db'
import { parseStored, type StoredResource } from '#record/store'
import { codeSystems, extensions, identifierSystems } from '#vocabulary/fhir'
import { foreignValidator } from '../standardise/testing.ts'
import { aRoad, type Road, sample, sampleNames } from './testing.ts'

let road: Road
const receipts = new Map<string, string>()
before(async () => {
  road = await aRoad()
  for (const name of sampleNames()) {
    receipts.set(name.slice(0, 2), (await road.keep(sample(name).bytes, name)).receiptId)
    await road.walk()
  }
})
after(() => road.close())

async function only(query: string) {
  const found = await road.persons.find(query, 10)
  assert.equal(found.length, 1, query)
  return found[0]!
}
async function everythingOf(query: string): Promise<StoredResource[]> {
  const patients = await road.persons.patientsOf((await only(query)).personId)
  return road.store.ofPatients(
    patients.map((p) => p.patientId),
    null,
    1_000,
  )
}
const count = (all: readonly StoredResource[], type: string) => all.filter((r) => r.type === type).length

test('the nine sample files become eight people, the newborn apart from the mother', async () => {
  const { n } = await road.db.one<{ n: string }>(
    sql`select count(*) as n from identity.person where retired_into is null`,
  )
  assert.equal(n, '8')
  assert.equal((await only('0791 9099 9001')).fullName, 'NGUYỄN THỊ THỬ NGHIỆM')
  const lê = await road.persons.find('lê thị ước lượng', 10)
  assert.deepEqual(lê.map((p) => [p.birthDate, p.sex]).sort(), [
    ['1995-06-21', 'female'],
    ['2026-08-02', 'male'],
  ])
  assert.equal((await only('GD4489999000003')).birthDate, '1995-06-21', 'the card finds the mother')
})

test('the broken batch is set aside record by record and nobody is made of it', async () => {
  const receipt = await road.desk.receipt(receipts.get('07')!, 0, 10)
  assert.deepEqual(
    receipt!.files.map((f) => f.status),
    ['set-aside', 'set-aside', 'set-aside'],
  )
  assert.ok(receipt!.files.every((f) => f.problems.some((p) => p.severity === 'error')))
  const visits = await road.db.many(sql`select from journey.visit where visit_link_id = 'DEV1'`)
  assert.equal(visits.length, 0)
})

test('the outpatient has a visit with its medicines, diagnosis, picture, slip and bill', async () => {
  const all = await everythingOf('079190999001')
  const counts = [
    'Encounter',
    'Condition',
    'MedicationRequest',
    'DiagnosticReport',
    'Appointment',
    'Claim',
    'Provenance',
    'Patient',
  ]
  assert.deepEqual(
    counts.map((type) => count(all, type)),
    [1, 1, 2, 1, 1, 1, 1, 1],
  )
})

test('a check-in that comes after the whole visit does not undo it', async () => {
  const receipt = await road.desk.receipt(receipts.get('05')!, 0, 1)
  assert.equal(receipt!.files[0]!.status, 'superseded')
  const [encounter] = (await everythingOf('079190999001')).filter((r) => r.type === 'Encounter')
  assert.equal(parseStored<Encounter>(encounter!).status, 'finished')
})

test('a check-in that comes first and the whole visit after it meet in one Encounter', async () => {
  const other = await aRoad()
  try {
    await other.takeSample('05')
    const [person] = await other.persons.find('079190999001', 2)
    const [patient] = await other.persons.patientsOf(person!.personId)
    const early = await other.store.ofPatients([patient!.patientId], ['Encounter'], 10)
    assert.equal(parseStored<Encounter>(early[0]!).status, 'in-progress')
    await other.takeSample('01')
    const late = await other.store.ofPatients([patient!.patientId], ['Encounter'], 10)
    assert.deepEqual(
      late.map((r) => [r.id, r.version]),
      [[early[0]!.id, 2]],
    )
    assert.equal(parseStored<Encounter>(late[0]!).status, 'finished')
  } finally {
    await other.close()
  }
})

test('the operation keeps its words: results as sent, notes, papers', async () => {
  const all = await everythingOf('001085999002')
  const texts = all.map((r) => r.json).join('\n')
  assert.ok(texts.includes('86,2'), 'a decimal comma is shown as sent')
  assert.ok(texts.includes('Hội chẩn: chỉ định mổ cấp cứu'))
  assert.ok(count(all, 'Composition') >= 2)
})

test('every resource stands in the target list of the Provenance of the file it was read from, with its row', async () => {
  const stored = await road.db.many<{ content: string }>(
    sql`select content from store.resource where patient is not null and not deleted`,
  )
  const resources = stored.map((row) => JSON.parse(row.content) as Provenance)
  const provenances = new Map(
    resources.flatMap((r) =>
      r.resourceType === 'Provenance' ? [[r.entity![0]!.what.identifier!.value!, r]] : [],
    ),
  )
  assert.equal(provenances.size, 8, 'one for each record that was stored')
  const present = new Set(resources.map((r) => `${r.resourceType}/${r.id}`))
  for (const { resourceType, id, meta } of resources) {
    if (resourceType === 'Provenance') continue
    const [, receiptId, file, row] = /^urn:mach:receipt:(.*)#file=(\d+)&table=(.*)$/.exec(meta!.source!)!
    const provenance = provenances.get(`${receiptId}#${file}`)!
    const target = provenance.target.find((each) => each.reference === `${resourceType}/${id}`)
    assert.equal(target?.extension?.[0]?.url, extensions.sourceRow, `${resourceType} of ${meta!.source}`)
    assert.equal(target!.extension![0]!.valueString, row!.replace('&row=', '/'))
  }
  for (const { target } of provenances.values()) {
    for (const { reference } of target) assert.ok(present.has(reference!), `${reference} is there`)
  }
})

test('a medicine names the receipt, the table and the row it was read from', async () => {
  const medicines = (await everythingOf('079190999001')).filter((r) => r.type === 'MedicationRequest')
  const sources = medicines
    .map((r) => parseStored<MedicationRequest>(r))
    .map((m) => [m.medicationCodeableConcept!.text, m.meta!.source])
  const from = (row: number) => `urn:mach:receipt:${receipts.get('01')}#file=1&table=XML2&row=${row}`
  assert.deepEqual(sources.sort(), [
    ['Amoxicilin 500mg (mẫu)', from(1)],
    ['Paracetamol 500mg (mẫu)', from(2)],
  ])
  const twin = (await road.persons.find('lê thị ước lượng', 2)).find((p) => p.birthDate === '2026-08-02')!
  const [patient] = await road.persons.patientsOf(twin.personId)
  const [visit] = await road.store.ofPatients([patient!.patientId], ['Encounter'], 1)
  assert.ok(visit!.json.includes(`urn:mach:receipt:${receipts.get('03')}#file=2&table=XML1&row=1`))
})

test('search finds by patient, by day, by diagnosis, by visit number, and not what is not there', async () => {
  const [patient] = await road.persons.patientsOf((await only('001085999002')).personId)
  const found = async (type: string, text: string) => (await road.find(type, text)).length
  const patientIs = `patient=${patient!.patientId}`
  assert.equal(await found('Encounter', patientIs), 1)
  const byCode = (code: string) => found('Condition', `code=${codeSystems.icd10}|${code}`)
  assert.equal(await byCode('K35.8'), 1)
  assert.equal(await byCode('Z99.9'), 0)
  // A stay overlaps a day when it begins before the day after and ends after the day before (FHIR R4 3.1.1.4.5).
  const between = (after: string, before: string) =>
    found('Encounter', `${patientIs}&date=gt${after}&date=lt${before}`)
  assert.equal(await between('2025-09-09', '2025-09-11'), 1)
  assert.equal(await between('2025-09-11', '2025-09-13'), 1, 'a stay is found on every day of it')
  assert.equal(await between('2025-09-13', '2025-09-15'), 0)
  const visit = `identifier=${identifierSystems.visit('99902')}|000000004567`
  assert.equal(await found('Encounter', visit), 1)
  assert.equal(await found('Encounter', `${visit}&subject=Patient/01980000-0000-8000-8000-000000000000`), 0)
})

test('whatever is stored is FHIR R4 to a validator that we did not write, Provenance and meta included', async () => {
  const validate = foreignValidator()
  const rows = await road.db.many<{ content: string }>(
    sql`select content from store.resource where not deleted order by type, id`,
  )
  assert.ok(rows.length > 100)
  const types = new Set<string>()
  for (const { content } of rows) {
    const resource = JSON.parse(content) as { resourceType: string }
    types.add(resource.resourceType)
    assert.deepEqual(validate(resource), [], content.slice(0, 200))
  }
  for (const type of ['Patient', 'Organization', 'Provenance', 'Claim', 'Composition'])
    assert.ok(types.has(type), type)
})
