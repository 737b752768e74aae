import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Claim, Encounter, Observation } from 'fhir/r4'
import { standardise } from '#record/standardise'
import type { FacilityMessage } from '#vocabulary/bhyt'
import { readBirthDate } from '#vocabulary/demographics/dates'
import { decimalText, extensions } from '#vocabulary/fhir'
import { parseCitizenId, parseInsuranceCard } from '#vocabulary/vietnam'
import { aFullVisit, random, readFile, readVisit, split } from '../src/record/intake/bhyt-xml/testing.ts'
import { fixtureFolder, foreignValidator, readSample, testIds } from '../src/record/standardise/testing.ts'
import {
  batchFile,
  facilityOfEachHabit,
  type GenerateOptions,
  generateVisits,
  habits,
  largeFile,
} from './index.ts'
import type { TableXml } from './write-xml.ts'

const options: GenerateOptions = { seed: 7, persons: 60, visits: 120, from: '2025-08-01', to: '2026-07-31' }

test('the same seed makes the same bytes, another seed others', () => {
  const bytes = (seed: number) =>
    [...generateVisits({ ...options, seed, visits: 20 })].map((visit) =>
      Buffer.from(visit.bytes).toString('base64'),
    )
  assert.deepEqual(bytes(7), bytes(7))
  assert.notDeepEqual(bytes(7), bytes(8))
})

test('people are nobody: numbers valid by form and never issued', () => {
  for (const { truth } of generateVisits(options)) {
    assert.ok(parseCitizenId(truth.person.citizenId).ok)
    assert.match(truth.person.citizenId, /^99/)
    assert.ok(parseInsuranceCard(truth.person.insuranceCard).ok)
  }
})

test('one person visits several facilities and their chronic values run through them', () => {
  const places = new Map<string, Set<string>>()
  const hba1c = new Map<string, number[]>()
  for (const { citizenId, facilityCode, truth } of generateVisits({ ...options, visits: 600 })) {
    places.set(citizenId, (places.get(citizenId) ?? new Set()).add(facilityCode))
    for (const { code, value } of truth.labs)
      if (code === 'HBA1C') hba1c.set(citizenId, [...(hba1c.get(citizenId) ?? []), value])
  }
  assert.ok([...places.values()].some((facilities) => facilities.size >= 3))
  assert.ok([...hba1c.values()].some((values) => values.length >= 5))
})

test('the reader takes every generated visit without an error, and the FHIR of it is what was meant', async () => {
  const validate = foreignValidator()
  const seen = new Set<string>()
  for (const visit of generateVisits(options)) {
    seen.add(visit.habit)
    const { records } = await readFile(visit.bytes)
    const [record] = records
    assert.equal(records.length, 1)
    assert.ok(record?.message, `${visit.habit}: ${JSON.stringify(record?.problems)}`)
    assert.deepEqual(
      record.problems.filter((problem) => problem.severity === 'error'),
      [],
    )
    const draft = standardise(record.message)
    assert.ok(draft.ok)
    const { person, patient } = draft.value
    const { truth } = visit
    assert.equal(person.citizenId, truth.sent.citizenId)
    assert.deepEqual(person.insuranceNumbers, truth.sent.insuranceCard ? [truth.person.insuranceNumber] : [])
    assert.equal(person.fullName.toLowerCase(), truth.person.fullName.toLowerCase())
    assert.equal(person.birthDate, truth.person.birthDate)
    assert.equal(person.sex, truth.person.sex)
    const entries = draft.value.entries(testIds())
    for (const resource of [{ ...patient, id: 'patient' }, ...entries.map((entry) => entry.resource)])
      assert.deepEqual(validate(resource), [], resource.resourceType)
    const of = <T>(type: string) =>
      entries.filter((e) => e.resource.resourceType === type).map((e) => e.resource as unknown as T)
    const claim = of<Claim>('Claim')[0]!
    const totals = claim.extension!.find(({ url }) => url === extensions.claimTotals)!.extension!
    assert.equal(decimalText(claim.total), truth.totals.hospital)
    assert.equal(decimalText(totals.find(({ url }) => url === 'fund')), truth.totals.fund)
    const encounter = of<Encounter>('Encounter')[0]!
    assert.equal(encounter.diagnosis?.length, truth.diagnoses.length)
    for (const { code, value } of truth.labs) {
      const found = of<Observation>('Observation').filter((o) => o.code.coding?.[0]?.code === code)
      assert.ok(
        found.some((o) => o.valueQuantity?.value === value),
        `${code} ${value}`,
      )
    }
  }
  assert.equal(seen.size, 4)
})

/** Rows as written, without what is empty; the reader says decimal commas with a point and leaves NFD. */
const rowsOf = (tables: readonly TableXml[]) =>
  Object.fromEntries(
    tables.map(({ id, rows }) => [
      id,
      rows.map((row) => Object.fromEntries(row.filter(([, value]) => value !== ''))),
    ]),
  )

test('in every habit a vendor has, each field is read as it was meant', async () => {
  const facilities = facilityOfEachHabit()
  const seen = new Set<string>()
  for (const visit of generateVisits({ ...options, visits: 160, facilities })) {
    const [record] = (await readFile(visit.bytes)).records
    assert.ok(record?.message, `${visit.habit}: ${JSON.stringify(record?.problems)}`)
    const read = Object.fromEntries(
      Object.entries(record.message.tables).map(([id, rows]) => [id, rows.map(({ values }) => values)]),
    )
    assert.deepEqual(read, rowsOf(visit.tables), visit.habit)
    seen.add(visit.habit)
  }
  assert.equal(seen.size, habits.length)
})

test('several visits of one facility make one file, in every habit', async () => {
  for (const facility of facilityOfEachHabit()) {
    const visits = [...generateVisits({ ...options, visits: 4, facilities: [facility] })]
    const { records } = await readFile(batchFile(visits))
    assert.deepEqual(
      records.map((record) => record.message?.visitLinkId),
      visits.map((visit) => visit.visitLinkId),
      facility.habit,
    )
  }
})

test('newborns have the hour of their birth and a newborn’s weight, children in hospital their parents’ names', () => {
  let newborns = 0
  let children = 0
  for (const { truth, tables } of generateVisits({ ...options, visits: 600 })) {
    const value = (table: string, field: string) =>
      tables.find(({ id }) => id === table)?.rows[0]?.find(([name]) => name === field)?.[1]
    const age = Number(truth.start.slice(0, 4)) - Number(truth.person.birthDate.slice(0, 4))
    assert.ok(truth.person.birthDate.replaceAll('-', '') <= truth.start, 'nobody comes before birth')
    const days = (Date.parse(isoDay(truth.start)) - Date.parse(truth.person.birthDate)) / 86_400_000
    if (days <= 28) {
      newborns += 1
      assert.ok(Number(value('XML1', 'CAN_NANG')) < 6)
      assert.equal(value('XML1', 'NGAY_SINH')?.slice(8), truth.person.birthTime)
    }
    if (age < 14 && truth.kind === 'inpatient') {
      children += 1
      assert.ok(value('XML7', 'HO_TEN_CHA') && value('XML7', 'HO_TEN_ME'))
    }
    if (truth.visitType === '05') assert.match(truth.end, /2359$/)
  }
  assert.ok(newborns >= 10 && children >= 5, `${newborns} newborns, ${children} children`)
})

const isoDay = (stamp: string) => `${stamp.slice(0, 4)}-${stamp.slice(4, 6)}-${stamp.slice(6, 8)}`

test('generated visits hold ids when their rows are shuffled', () => {
  for (const visit of generateVisits({ ...options, visits: 40 })) {
    if (visit.habit === 'inline-nfd') continue
    const [message] = readSample(visit.bytes, visit.fileName)
    const ids = (of: FacilityMessage) => {
      const draft = standardise(of)
      assert.ok(draft.ok)
      return draft.value
        .entries(testIds())
        .map(({ resource }) => `${resource.resourceType}/${resource.id}`)
        .sort()
    }
    const turned: FacilityMessage = {
      ...message!,
      tables: Object.fromEntries(
        Object.entries(message!.tables).map(([table, rows]) => [
          table,
          [...rows].reverse().map(({ values }, index) => ({ row: index + 1, values })),
        ]),
      ),
    }
    assert.deepEqual(ids(turned), ids(message!))
    assert.equal(new Set(ids(message!)).size, ids(message!).length)
  }
})

test('a visit with every field of every table filled at random is valid FHIR, each resource under its own id', async () => {
  const validate = foreignValidator()
  for (let seed = 1; seed <= 12; seed += 1) {
    const { message } = await readVisit(aFullVisit(random(seed), 3))
    assert.ok(message)
    const draft = standardise(message)
    assert.ok(draft.ok)
    const all = [
      { ...draft.value.patient, id: 'patient' },
      ...draft.value.entries(testIds()).map((entry) => entry.resource),
    ]
    const refs = new Set(all.map((resource) => `${resource.resourceType}/${resource.id}`))
    assert.equal(refs.size, all.length, `seed ${seed}`)
    for (const resource of all)
      assert.deepEqual(validate(resource), [], `seed ${seed} ${resource.resourceType}`)
    for (const [, target] of JSON.stringify(all).matchAll(/"reference":"([^"]+)"/g))
      assert.ok(refs.has(target!))
  }
})

test('a large file is one envelope that the reader cuts into its records', async () => {
  const chunks: Uint8Array[] = []
  for await (const chunk of largeFile({ hoso: 50 })) chunks.push(chunk)
  const events = await split(Buffer.concat(chunks))
  assert.equal(events.filter((event) => event.kind === 'record').length, 50)
})

test('the short reader of the samples and the real reader say the same', async () => {
  const folder = fixtureFolder()
  assert.ok(folder)
  for (const name of [
    '01-outpatient-4750-base64.xml',
    '02-inpatient-surgery-dotnet-bom-cdata.xml',
    '04-transfer-3176.xml',
    '05-checkin-xml0.xml',
    '06-legacy-4210-windows1258.xml',
    '08-giay-bao-tu-gbt.xml',
  ]) {
    const bytes = readFileSync(join(folder, name))
    const { records } = await readFile(bytes)
    const short = readSample(bytes, name)
    for (const [index, record] of records.entries()) {
      assert.ok(record.message, `${name}: ${JSON.stringify(record.problems)}`)
      const say = (message: FacilityMessage) => {
        const draft = standardise({ ...message, norm: '4750' })
        assert.ok(draft.ok)
        const { words, ...person } = draft.value.person
        // 1957 and 195700000000 are one way to say a year.
        const born = readBirthDate(words.birthDate, words.recordedOn)
        return { person, words: { ...words, birthDate: born }, entries: draft.value.entries(testIds()) }
      }
      assert.deepEqual(say(record.message), say(short[index]!), name)
    }
  }
})
