import assert from 'node:assert/strict'
import { test } from 'node:test'
import { birthDateText, readBirthDate } from '#vocabulary/demographics/dates'
import { readName } from '#vocabulary/demographics/names'
import { type IdentifierSystem, readNumbers } from '#vocabulary/demographics/numbers'
import { readPlace } from '#vocabulary/demographics/places'
import { fullName } from './names/draw-name.ts'
import { papersOn } from './people/papers-on.ts'
import { type Fault, faultNames, type WrittenRecord } from './population.types.ts'
import { aPopulation } from './testing.ts'

// The readers of the vocabulary were written by others, from the same sources: where nothing went wrong both must agree.
const population = () => aPopulation({ persons: 3000, seed: 42, variant: 'legacy' })
const without = (...faults: readonly Fault[]) =>
  population().records.filter((one) => !one.faults.some((fault) => faults.includes(fault)))
const papersOf = ({ personNumber, record }: WrittenRecord) =>
  papersOn(population().person(personNumber), record.recordedOn!)

/** Share of records that are read back, of at least so many. */
function share(
  records: readonly WrittenRecord[],
  isRead: (one: WrittenRecord) => boolean,
  most: number,
): number {
  assert.ok(records.length >= most, `${records.length} records`)
  return records.filter(isRead).length / records.length
}

test('every birth date is read back, in each way a source writes it', () => {
  const written = without(
    'birth-first-of-january',
    'birth-swapped',
    'birth-year',
    'birth-day',
    'name-unknown',
  )
  const isRead = ({ personNumber, record: { birthDate, recordedOn } }: WrittenRecord) => {
    const read = birthDateText(readBirthDate(birthDate, recordedOn))
    const truth = population().person(personNumber).birthDate
    return read === (birthDate!.length === 4 ? truth.slice(0, 4) : truth)
  }
  assert.equal(share(written, isRead, 6000), 1)
})

test('every number is read back: cards, zeros that were lost, telephones of eleven digits', () => {
  const expected: readonly (readonly [
    IdentifierSystem,
    readonly WrittenRecord[],
    (one: WrittenRecord) => string,
  ])[] = [
    [
      'citizen-id',
      without('old-id-card', 'citizen-digit', 'parent-number', 'citizen-dummy').filter(
        ({ record }) => record.citizenNumber,
      ),
      (one) => papersOf(one).citizenId,
    ],
    [
      'bhxh',
      without('insurance-digit', 'insurance-other-number').filter(
        ({ record }) => record.insuranceNumber && !/^\d{12}$/.test(record.insuranceNumber),
      ),
      (one) => population().person(one.personNumber).insuranceNumber,
    ],
    [
      'phone',
      without('phone-family', 'phone-clinic').filter(({ record }) => record.phone),
      (one) =>
        one.faults.includes('phone-former')
          ? population().person(one.personNumber).formerPhone
          : papersOf(one).phone,
    ],
  ]
  for (const [system, written, truth] of expected) {
    const isRead = (one: WrittenRecord) => {
      const year = Number(population().person(one.personNumber).birthDate.slice(0, 4))
      return readNumbers(one.record, year).some(
        (found) => found.system === system && found.value === truth(one),
      )
    }
    assert.equal(share(written, isRead, 2000), 1, system)
  }
})

test('every coded address lies in the commune of today, on both sides of the reform', () => {
  const written = without('other-address', 'commune-missing').filter(({ record }) => record.address.wardCode)
  const isRead = (one: WrittenRecord) =>
    readPlace(one.record.address, one.record.recordedOn).communes.includes(Number(papersOf(one).home.commune))
  assert.equal(share(written, isRead, 4000), 1)
})

/** All that may go wrong with a name but NFD, which is another spelling of the same letters. */
const nameFaults: readonly Fault[] = faultNames.slice(0, faultNames.indexOf('nfd'))

test('names without a fault are read back, and so are placeholders; those in old encodings but for lost letters', () => {
  const isRead = (one: WrittenRecord) =>
    readName(one.record.fullName).folded === readName(fullName(papersOf(one).name)).folded
  // "CHAU DO BAO LAN" may be a greeting or a surname: nobody knows without the marks.
  assert.ok(share(without(...nameFaults), isRead, 5000) > 0.998)
  const newborns = population().records.filter(({ faults }) => faults.includes('newborn-placeholder'))
  assert.equal(
    share(newborns, ({ record }) => readName(record.fullName).kind === 'newborn', 100),
    1,
  )
  const others = nameFaults.filter((fault) => fault !== 'legacy-encoding')
  const legacy = without(...others).filter(
    ({ faults, record }) => faults.includes('legacy-encoding') && !record.fullName!.includes('?'),
  )
  assert.ok(share(legacy, isRead, 150) > 0.97)
})
