import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { writeCsv } from './csv/write-csv.ts'
import { dayNumber, firstDay, lastDay } from './days.ts'
import { generatePopulation, type PopulationOptions } from './generate-population.ts'
import { papersOn } from './people/papers-on.ts'
import { type Fault, faultNames, type WrittenRecord } from './population.types.ts'
import { errorRates } from './records/error-rates.ts'
import { type Source, sources } from './records/sources.ts'
import { familyPhones } from './records/write-numbers.ts'
import { aPopulation, deviations } from './testing.ts'
import { truthOf } from './truth.ts'

const bytesOf = (options: PopulationOptions) => {
  const hash = createHash('sha256')
  for (const piece of writeCsv(generatePopulation(options))) hash.update(piece)
  return hash.digest('hex')
}

test('the same seed writes the same bytes, another seed or strength others', () => {
  const bytes = bytesOf({ persons: 800, seed: 7 })
  assert.equal(bytesOf({ persons: 800, seed: 7 }), bytes)
  assert.notEqual(bytesOf({ persons: 800, seed: 8 }), bytes)
  assert.notEqual(bytesOf({ persons: 800, seed: 7, errors: 2 }), bytes)
})

const usual = () => aPopulation({ persons: 20_000, seed: 3 })
const person = (record: WrittenRecord) => usual().person(record.personNumber)
const ageAt = (record: WrittenRecord) =>
  (dayNumber(record.record.recordedOn!) - dayNumber(person(record).birthDate)) / 365.25
const slipped = (record: WrittenRecord, fault: Fault) => record.faults.includes(fault)
const named = (record: WrittenRecord) =>
  !slipped(record, 'name-unknown') && !slipped(record, 'newborn-placeholder')

test('every record is of somebody, of a day on which he or she lived, and of a facility that is none', () => {
  const { records, households } = usual()
  const people = households.reduce((sum, { members }) => sum + members.length, 0)
  assert.equal(people, 20_000)
  for (const written of records) {
    const { record, personNumber, source, faults } = written
    assert.equal(person(written).number, personNumber)
    assert.ok(record.recordedOn! >= person(written).birthDate && record.recordedOn! >= firstDay)
    assert.ok(record.recordedOn! <= lastDay)
    assert.match(source.facilityCode, /^999\d\d$/)
    assert.ok(faults.every((fault) => faultNames.includes(fault)))
    assert.equal(new Set(faults).size, faults.length, 'each fault once')
    for (const value of [record.fullName, record.birthDate, record.phone, record.address.text])
      assert.notEqual(value, '', 'absent is null')
  }
  assert.equal(new Set(records.map(({ source }) => source.localId)).size, records.length)
})

test('people have none to six records, 2.3 in the mean, and pairs as the set of the note had', () => {
  const { records } = usual()
  const { persons, truePairs } = truthOf(records)
  const perPerson = new Map<number, number>()
  for (const { personNumber } of records) perPerson.set(personNumber, (perPerson.get(personNumber) ?? 0) + 1)
  assert.equal(perPerson.size, persons)
  assert.equal(Math.max(...perPerson.values()), 6)
  const mean = records.length / 20_000
  assert.ok(mean > 2.2 && mean < 2.4, `${mean} records for each person`)
  // 159,790 pairs among 60,001 persons: 2.66 (design note, section 13).
  const pairs = truePairs / 20_000
  assert.ok(pairs > 2.5 && pairs < 2.85, `${pairs} pairs for each person`)
  let counted = 0
  for (const count of perPerson.values()) counted += (count * (count - 1)) / 2
  assert.equal(truePairs, counted)
})

test('every source writes as its line of the table says', () => {
  const { records } = usual()
  for (const source of sources) {
    const all = records.filter(({ kind }) => kind === source.kind)
    const known = all.filter((one) => !slipped(one, 'name-unknown'))
    const own = known.filter(named)
    const held = {
      share: deviations(records.map(({ kind }) => [source.share / 100, kind === source.kind])),
      capitals: deviations(
        own
          .filter((one) => !slipped(one, 'legacy-encoding'))
          .map((one) => [source.capitals, one.record.fullName === one.record.fullName!.toUpperCase()]),
      ),
      yearOnly: deviations(
        known.map((one) => [
          Math.min(0.95, source.yearOnly * (ageAt(one) > 60 ? 2.5 : 1)),
          one.record.birthDate!.length === 4,
        ]),
      ),
      citizenNumber: deviations(
        own
          .filter((one) => ageAt(one) >= 0.2)
          .map((one) => [
            source.citizenNumber * (ageAt(one) < 14 ? 0.35 : 1),
            one.record.citizenNumber !== null,
          ]),
      ),
      insurance: deviations(
        known
          .filter((one) => ageAt(one) >= 0.08)
          .map((one) => [source.insurance, one.record.insuranceNumber !== null]),
      ),
      phone: deviations(known.map((one) => [source.phone, one.record.phone !== null])),
    }
    for (const [what, far] of Object.entries(held))
      assert.ok(Math.abs(far) < 4.5, `${source.kind}, ${what}: ${far.toFixed(1)} standard deviations off`)
    // Names that have no marks at all count too: 2 in 100.
    const plain = own.filter((one) => /^[\x20-\x7f]*$/.test(one.record.fullName!)).length / own.length
    assert.ok(Math.abs(plain - source.noTones) < 0.035, `${source.kind}: ${plain} without tones`)
  }
})

/** What must be so for a fault to be possible, and then it is as frequent as its rate; others need more than that. */
const possible: Partial<Record<Fault, (one: WrittenRecord) => boolean>> = {
  'newborn-placeholder': (one) => ageAt(one) < 1,
  'name-unknown': (one) => one.kind === 'emergency-115' && ageAt(one) > 15,
  'middle-missing': (one) => named(one) && nameOf(one).middle !== '',
  'given-first': named,
  'hook-tilde-given': (one) => named(one) && /[\u0303\u0309]/.test(nameOf(one).given.normalize('NFD')),
  'd-bar-lost': (one) => named(one) && /đ/i.test(Object.values(nameOf(one)).join()),
  'typo-given': named,
  'surname-regional': (one) => named(one) && ['Hoàng', 'Huỳnh', 'Vũ', 'Võ'].includes(nameOf(one).surname),
  'birth-year': known,
  sex: (one) => known(one) && one.record.sex !== 'unknown',
  'old-id-card': (one) =>
    one.record.citizenNumber !== null &&
    person(one).oldIdCard !== null &&
    person(one).event?.kind !== 'card-changed',
  'citizen-dummy': (one) => one.record.citizenNumber !== null,
  'parent-number': (one) => one.record.citizenNumber !== null && ageAt(one) < 16,
  'insurance-other-number': (one) => one.record.insuranceNumber !== null,
  'phone-former': (one) => one.record.phone !== null,
  'phone-clinic': (one) => one.record.phone !== null,
  'phone-family': (one) => one.record.phone !== null && hasOtherPhones(one),
  'commune-missing': known,
  'other-address': known,
}

function known(one: WrittenRecord): boolean {
  return !slipped(one, 'name-unknown')
}
const nameOf = (one: WrittenRecord) => papersOn(person(one), one.record.recordedOn!).name
const hasOtherPhones = (one: WrittenRecord) => {
  const inhabitant = person(one)
  const household = usual().households[inhabitant.household]!
  return (
    familyPhones({ inhabitant, household, papers: papersOn(inhabitant, one.record.recordedOn!) }).length > 0
  )
}

test('things go wrong as often as the error model says', () => {
  const rates = errorRates(1, 'usual')
  for (const [name, can] of Object.entries(possible)) {
    const fault = name as Fault
    const trials = usual().records.filter(can)
    const far = deviations(trials.map((one) => [rates[fault], slipped(one, fault)]))
    assert.ok(Math.abs(far) < 4.5, `${fault}: ${far.toFixed(1)} standard deviations off in ${trials.length}`)
  }
})

test('everything that may go wrong does', () => {
  const seen = new Set(usual().records.flatMap(({ faults }) => faults))
  assert.deepEqual([...seen].sort(), [...faultNames].sort())
})

test('twice the strength is twice the faults, half the strength half; habits and sources stay', () => {
  const count = (errors: number, wanted: (fault: Fault) => boolean) =>
    aPopulation({ persons: 4000, seed: 11, errors }).records.flatMap(({ faults }) => faults.filter(wanted))
      .length
  const mistakes = (fault: Fault) =>
    !['newborn-placeholder', 'nfd', 'name-unknown', 'old-id-card'].includes(fault)
  const once = count(1, mistakes)
  assert.ok(Math.abs(count(2, mistakes) / once - 2) < 0.1)
  assert.ok(Math.abs(count(0.5, mistakes) / once - 0.5) < 0.05)
  assert.equal(count(0, mistakes), 0)
  const habit = (fault: Fault) => fault === 'newborn-placeholder'
  assert.ok(Math.abs(count(2, habit) / count(1, habit) - 1) < 0.25)
})

test('a legacy province writes one name in twenty in an encoding of its own', () => {
  const { records } = aPopulation({ persons: 4000, seed: 11, variant: 'legacy' })
  const marked = records.filter((one) => one.faults.length > 0 || /[^\x20-\x7f]/.test(one.record.fullName!))
  const share = marked.filter((one) => slipped(one, 'legacy-encoding')).length / marked.length
  assert.ok(share > 0.04 && share < 0.06, `${share}`)
})

test('addresses have districts and codes of before the reform until it came, and communes since', () => {
  let [before, after] = [0, 0]
  for (const one of usual().records) {
    const { address, recordedOn } = one.record
    if (address.wardCode === null || slipped(one, 'other-address')) continue
    const { home } = papersOn(person(one), recordedOn!)
    if (recordedOn! < '2025-07-01') {
      assert.equal(address.wardCode, home.formerWard)
      assert.match(address.districtCode!, /^\d{3}$/)
      before += 1
    } else {
      assert.equal(address.wardCode, home.commune)
      assert.equal(address.districtCode, null)
      after += 1
    }
  }
  assert.ok(before > 10_000 && after > 8_000, `${before} before, ${after} after`)
})

test('a table of sources whose shares are a hundred', () => {
  assert.equal(
    sources.reduce((sum: number, { share }: Source) => sum + share, 0),
    100,
  )
})
