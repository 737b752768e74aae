import assert from 'node:assert/strict'
import { test } from 'node:test'
import { citizenIdSays, parseCitizenId, parseInsuranceNumber } from '#vocabulary/vietnam'
import { lastDay, yearsBetween } from '../days.ts'
import { fullName } from '../names/draw-name.ts'
import { doRhyme } from '../names/rime.ts'
import { hardCases, type Inhabitant, type LabelledCase } from '../population.types.ts'
import { aPopulation, deviations } from '../testing.ts'
import { birthProvinces, shuffled } from './invented-numbers.ts'
import { makeHouseholds } from './make-households.ts'
import { papersOn } from './papers-on.ts'

const usual = () => aPopulation({ persons: 20_000, seed: 3 })
const people = () => usual().households.flatMap(({ members }) => members)

test('households have one to six members, as often as the note says', () => {
  const sizes = [0.1, 0.18, 0.24, 0.26, 0.14, 0.08]
  const households = usual().households.slice(0, -1)
  for (const [at, share] of sizes.entries()) {
    const far = deviations(households.map(({ members }) => [share, members.length === at + 1]))
    assert.ok(Math.abs(far) < 4.5, `${at + 1} members: ${far}`)
  }
  assert.ok(households.every(({ members }) => members.length >= 1 && members.length <= 6))
})

test('ages are those of the census of 2019, within three points', () => {
  const bands = [
    [0, 24.3],
    [15, 22.1],
    [30, 23.6],
    [45, 18.1],
    [60, 11.9],
  ] as const
  const ages = people().map(({ birthDate }) => yearsBetween(birthDate, lastDay))
  for (const [at, [from, census]] of bands.entries()) {
    const to = bands[at + 1]?.[0] ?? 200
    const share = (100 * ages.filter((age) => age >= from && age < to).length) / ages.length
    assert.ok(Math.abs(share - census) < 3, `${from}: ${share.toFixed(1)} % for ${census} %`)
  }
  const men = people().filter(({ papers }) => papers.sex === 'male').length / ages.length
  assert.ok(Math.abs(men - 0.498) < 0.02, `${men} men`)
})

test('names repeat as often as among real people', () => {
  // Two of 8,734 students share a full name with a chance of 1 in 18,049 (design note, section 4).
  const counts = new Map<string, number>()
  for (const { papers } of people())
    counts.set(fullName(papers.name), (counts.get(fullName(papers.name)) ?? 0) + 1)
  let pairs = 0
  for (const count of counts.values()) pairs += count * (count - 1)
  const rarity = (20_000 * 19_999) / pairs
  assert.ok(rarity > 13_000 && rarity < 23_000, `1 in ${rarity}`)
  const nguyen = people().filter(({ papers }) => papers.name.surname === 'Nguyễn').length / 20_000
  assert.ok(Math.abs(nguyen - 0.315) < 0.02, `${nguyen} are Nguyễn`)
})

test('numbers are each person’s own and say what citizen numbers say', () => {
  const provinces = new Set(birthProvinces().map((code) => `0${code}`))
  assert.equal(provinces.size, 63)
  for (const { papers, birthDate, insuranceNumber } of people()) {
    const parsed = parseCitizenId(papers.citizenId)
    assert.ok(parsed.ok)
    const says = citizenIdSays(parsed.value)
    assert.equal(says.sex, papers.sex)
    assert.equal(says.birthYear, Number(birthDate.slice(0, 4)))
    assert.ok(provinces.has(says.birthRegistration))
    assert.ok(parseInsuranceNumber(insuranceNumber).ok)
  }
  for (const of of ['insuranceNumber', 'otherInsuranceNumber'] as const)
    assert.equal(new Set(people().map((one) => one[of])).size, 20_000)
  assert.equal(new Set(people().map(({ papers }) => papers.citizenId)).size, 20_000)
})

test('shuffled numbers are each number once', () => {
  for (const key of [0, 1, 0x7fffffff]) {
    const seen = new Set<number>()
    for (let n = 0; n < 10_000; n += 1) seen.add(shuffled(n, 10_000, key))
    assert.equal(seen.size, 10_000)
    assert.ok([...seen].every((n) => n >= 0 && n < 10_000))
  }
})

test('children have their father’s surname, mothers keep theirs, and sisters often share the middle name', () => {
  let [same, shared] = [0, 0]
  for (const { members } of usual().households) {
    const children = members.filter(({ papers, event }) => papers.mother && !event)
    assert.ok(new Set(children.map(({ papers }) => papers.mother!.citizenId)).size <= 1, 'one mother')
    for (const { papers, birthDate } of children) {
      const mother = members.find(({ papers: of }) => of.name === papers.mother!.name)
      if (papers.father) assert.equal(papers.name.surname, papers.father.name.surname)
      if (!mother) continue
      assert.equal(mother.papers.citizenId, papers.mother!.citizenId)
      assert.ok(yearsBetween(mother.birthDate, birthDate) >= 18, 'a mother is grown')
    }
    const [one, two] = children
    if (!one || !two || one.papers.sex !== two.papers.sex || one.birthDate === two.birthDate) continue
    same += 1
    if (one.papers.name.middle === two.papers.name.middle) shared += 1
  }
  // Half of them by custom, and some more by chance.
  assert.ok(shared / same > 0.48 && shared / same < 0.66, `${shared} of ${same}`)
})

test('three families of a hundred with two children have twins, six persons of a hundred moved', () => {
  const families = usual().households.filter(
    ({ members }) => members.filter(({ papers }) => papers.mother).length >= 2,
  )
  const far = deviations(families.map(({ cases }) => [0.03, cases.some(({ kind }) => kind === 'twins')]))
  assert.ok(Math.abs(far) < 4.5, `twins: ${far}`)
  const movers = people()
    .filter(({ birthDate }) => birthDate < '2025-01-01')
    .map(({ event }) => [0.06, event?.kind === 'moved'] as const)
  assert.ok(Math.abs(deviations(movers)) < 4.5, `movers: ${deviations(movers)}`)
})

test('a cut at any number of persons leaves the first ones as they are', () => {
  const first = (persons: number) =>
    [...makeHouseholds({ persons, seed: 5 })].flatMap(({ members }) => members)
  assert.deepEqual(first(300).slice(0, 100), first(100))
})

const hard = () => aPopulation({ persons: 3000, seed: 9, hard: 1 })

/** What is so of a case of each kind; `before` and `after` its day for one person. */
const holds: Record<LabelledCase['kind'], (one: Inhabitant, other: Inhabitant) => void> = {
  twins: (one, other) => {
    assert.equal(one.birthDate, other.birthDate)
    assert.ok(doRhyme(one.papers.name.given, other.papers.name.given), 'twins rhyme')
    assert.deepEqual([one.birthOrder, other.birthOrder], [1, 2])
    assert.equal(one.household, other.household)
  },
  siblings: (one, other) => {
    assert.equal(one.household, other.household)
    assert.equal(one.papers.mother!.name, other.papers.mother!.name)
  },
  'parent-and-child-of-one-name': (one, other) => {
    assert.equal(fullName(one.papers.name), fullName(other.papers.name))
    assert.ok(yearsBetween(one.birthDate, other.birthDate) >= 14)
  },
  'strangers-of-one-name-and-day': (one, other) => {
    assert.equal(fullName(one.papers.name), fullName(other.papers.name))
    assert.equal(one.birthDate, other.birthDate)
    assert.notEqual(one.household, other.household)
    assert.notEqual(one.papers.citizenId, other.papers.citizenId)
  },
  'newborn-named': (one) => assert.ok(one.birthDate >= '2023-01-01' && one.papers.mother),
  'card-changed': (one) => {
    assert.match(one.oldIdCard!, /^\d{9}$/)
    assert.equal(papersOn(one, '2023-01-01').shows, 'old-card')
    assert.equal(papersOn(one, lastDay).shows, 'citizen-card')
  },
  renamed: (one) => assert.notEqual(papersOn(one, '2023-01-01').name, one.papers.name),
  adopted: (one) => {
    const before = papersOn(one, '2023-01-01')
    assert.equal(before.name.given, one.papers.name.given)
    assert.notEqual(before.mother!.citizenId, one.papers.mother!.citizenId)
    assert.notEqual(before.home, one.papers.home)
    assert.notEqual(before.phone, one.papers.phone)
  },
  'sex-corrected': (one) => {
    const before = papersOn(one, '2023-01-01')
    assert.notEqual(before.sex, one.papers.sex)
    assert.notEqual(before.citizenId, one.papers.citizenId)
    assert.equal(before.citizenId.slice(4, 6), one.papers.citizenId.slice(4, 6))
  },
}

test('a hard set has every hard case, each as it is called, with records on both sides', () => {
  const { households, records, person } = hard()
  const counts = new Map<string, number>()
  const days = new Map<number, string[]>()
  for (const { personNumber, record } of records)
    days.set(personNumber, [...(days.get(personNumber) ?? []), record.recordedOn!])
  for (const { kind, persons } of households.flatMap(({ cases }) => cases)) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    holds[kind](person(persons[0]!), person(persons.at(-1)!))
    for (const number of persons) assert.ok((days.get(number)?.length ?? 0) >= 2, `${kind}: two records`)
    const { event } = person(persons[0]!)
    if (!event || event.kind !== kind) continue
    const of = days.get(persons[0]!)!
    assert.ok(of.some((day) => day < event.on) && of.some((day) => day >= event.on), `${kind}: before, after`)
  }
  for (const kind of hardCases) assert.ok((counts.get(kind) ?? 0) >= 60, `${kind}: ${counts.get(kind)}`)
})

test('a newborn of the hard set is first written under the mother’s name and later under its own', () => {
  const { households, records } = hard()
  const wanted = new Set(
    households
      .filter(({ madeFor }) => madeFor === 'newborn-named')
      .flatMap(({ cases }) =>
        cases.filter(({ kind }) => kind === 'newborn-named').flatMap(({ persons }) => persons),
      ),
  )
  assert.ok(wanted.size >= 60)
  for (const number of wanted) {
    const [first, ...later] = records.filter(({ personNumber }) => personNumber === number)
    assert.ok(first!.faults.includes('newborn-placeholder'))
    assert.match(first!.record.fullName!.normalize('NFC'), /b[àa]|CB/i)
    assert.equal(first!.record.citizenNumber, null)
    assert.ok(later.every(({ faults }) => !faults.includes('newborn-placeholder')) && later.length > 0)
  }
})

test('hard cases are there, and rare, without being asked for', () => {
  const kinds = new Set(usual().households.flatMap(({ cases }) => cases.map(({ kind }) => kind)))
  assert.equal(kinds.size, hardCases.length)
})
