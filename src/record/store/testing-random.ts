import { readSearch, type SearchQuery, type SearchTerminology } from '#vocabulary/search'

export type Resource = Record<string, unknown> & { resourceType: string }

/** Always the same numbers for the same seed (mulberry32). */
export function aRandom(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!
  const maybe = <T>(make: () => T, share = 0.6): T | undefined => (next() < share ? make() : undefined)
  const some = <T>(make: () => T, most = 2): T[] =>
    Array.from({ length: Math.floor(next() * (most + 1)) }, make)
  return { next, pick, maybe, some }
}
export type Random = ReturnType<typeof aRandom>

/** Few values, so that questions and resources meet often. */
export const codes = ['a', 'b', 'c', 'd'] as const
export const systems = ['http://s', 'http://t'] as const
export const words = ['Nguyễn', 'Nguyen', 'Thị Hoà', 'Hoa', 'Đỗ', 'do', 'Hương', 'Lê-Văn', '100% _a'] as const
export const days = [
  ...['2019', '2020', '2020-03', '2020-03-01', '2020-03-01T10:00:00+07:00', '2020-03-01T23:30:00Z'],
  ...['2020-03-02', '2020-03-02T00:00:00.250+07:00', '2021-01', '1969-12-31', '0085-06-01', '9999-12-31'],
] as const
const plainDays = days.filter((day) => day.length <= 10)
const instants = days.filter((day) => day.length > 10)
export const numbers = [5, 5.4, 5.40001, 6, 60, -1, 0, 0.001] as const

/** Ids that resources may point at, by type. */
export type Ids = Readonly<Record<string, readonly string[]>>

const coding = (random: Random) => ({
  system: random.maybe(() => random.pick(systems)),
  code: random.pick(codes),
  display: random.maybe(() => random.pick(words)),
})
const concept = (random: Random) => ({
  coding: [coding(random), ...random.some(() => coding(random), 1)],
  text: random.maybe(() => random.pick(words), 0.3),
})
const identifier = (random: Random) => ({
  ...{ system: random.maybe(() => random.pick(systems)), value: random.pick(codes) },
  type: random.maybe(() => concept(random), 0.3),
})
const quantity = (random: Random) => ({
  value: random.pick(numbers),
  comparator: random.pick([undefined, undefined, undefined, '<', '<=', '>', '>=']),
  ...random.pick([{}, { system: 'http://u', code: 'mg', unit: 'milligram' }, { unit: 'mg' }, { code: 'g' }]),
})
const period = (random: Random) => {
  const [start, end] = [random.pick(days), random.pick(days)].sort()
  return random.pick([{ start, end }, { start }, { end }])
}
const reference = (random: Random, ids: Ids, ...types: string[]) => {
  const type = random.pick(types)
  return random.next() < 0.1
    ? { identifier: { system: random.pick(systems), value: random.pick(codes) } }
    : { reference: `${type}/${random.pick(ids[type] ?? ['none'])}` }
}
const meta = (random: Random) => ({
  tag: random.some(() => coding(random), 1),
  profile: random.some(() => `http://p/${random.pick(codes)}`, 1),
})

const makers: Readonly<Record<string, (random: Random, ids: Ids) => object>> = {
  Organization: (random) => ({ name: random.pick(words), active: random.maybe(() => random.next() < 0.5) }),
  Practitioner: (random) => ({ name: [{ family: random.pick(words) }], identifier: [identifier(random)] }),
  Patient: (random, ids) => ({
    name: random.some(() => ({
      ...random.pick([{ family: random.pick(words) }, { text: random.pick(words) }]),
      given: random.some(() => random.pick(words)),
    })),
    ...{
      gender: random.maybe(() => random.pick(['male', 'female'])),
      identifier: random.some(() => identifier(random)),
    },
    ...{
      birthDate: random.maybe(() => random.pick(plainDays)),
      active: random.maybe(() => random.next() < 0.5),
    },
    ...random.pick([{}, { deceasedBoolean: random.next() < 0.5 }, { deceasedDateTime: random.pick(days) }]),
    telecom: random.some(() => ({ system: random.pick(['phone', 'email']), value: random.pick(codes) })),
    address: random.some(() => ({ city: random.pick(words), line: [random.pick(words)], use: 'home' }), 1),
    managingOrganization: random.maybe(() => reference(random, ids, 'Organization')),
    generalPractitioner: random.some(() => reference(random, ids, 'Practitioner', 'Organization')),
    text: random.maybe(() => ({
      status: 'generated',
      div: `<div>${random.pick(words)} &amp; ${random.pick(words)}</div>`,
    })),
  }),
  Encounter: (random, ids) => ({
    ...{ status: 'finished', class: coding(random), type: random.some(() => concept(random)) },
    subject: random.maybe(() => reference(random, ids, 'Patient'), 0.9),
    period: random.maybe(() => period(random)),
    length: random.maybe(() => quantity(random), 0.3),
    partOf: random.maybe(() => reference(random, ids, 'Encounter'), 0.3),
    participant: random.some(() => ({ individual: reference(random, ids, 'Practitioner') }), 1),
    serviceProvider: random.maybe(() => reference(random, ids, 'Organization')),
  }),
  Condition: (random, ids) => ({
    code: random.maybe(() => concept(random), 0.9),
    clinicalStatus: random.maybe(() => concept(random)),
    subject: random.maybe(() => reference(random, ids, 'Patient'), 0.9),
    encounter: random.maybe(() => reference(random, ids, 'Encounter')),
    recordedDate: random.maybe(() => random.pick(days)),
    ...random.pick([
      ...[{}, { onsetDateTime: random.pick(days) }, { onsetPeriod: period(random) }],
      ...[{ onsetAge: quantity(random) }, { onsetString: random.pick(words) }],
    ]),
    ...random.pick([{}, { abatementDateTime: random.pick(days) }, { abatementString: random.pick(words) }]),
  }),
  Observation: (random, ids) => ({
    ...{ status: random.pick(['final', 'amended']), code: concept(random), meta: meta(random) },
    category: random.some(() => concept(random), 1),
    subject: random.maybe(() => reference(random, ids, 'Patient', 'Patient', 'Group'), 0.9),
    encounter: random.maybe(() => reference(random, ids, 'Encounter')),
    performer: random.some(() => reference(random, ids, 'Practitioner', 'Organization', 'Patient'), 1),
    hasMember: random.some(() => reference(random, ids, 'Observation'), 1),
    component: random.some(() => ({ code: concept(random), ...aValue(random) }), 1),
    ...random.pick([
      ...[{}, { effectiveDateTime: random.pick(days) }, { effectivePeriod: period(random) }],
      ...[{ effectiveDateTime: random.pick(days) }, { effectiveInstant: random.pick(instants) }],
    ]),
    ...random.pick([
      aValue(random),
      aValue(random),
      { valueString: random.pick(words) },
      { valueDateTime: random.pick(days) },
    ]),
  }),
}

const aValue = (random: Random) =>
  random.pick([{}, { valueQuantity: quantity(random) }, { valueCodeableConcept: concept(random) }])

/** A small resource as JSON gives it: nothing undefined, no empty lists. */
export function aResource(random: Random, type: string, ids: Ids): Resource {
  const made = { resourceType: type, ...makers[type]!(random, ids) }
  const text = JSON.stringify(made, (_key, value) => {
    if (Array.isArray(value) && value.length === 0) return undefined
    return value
  })
  return JSON.parse(text) as Resource
}

const valueSets: Readonly<Record<string, readonly { system: string; code: string }[]>> = {
  'http://vs/ab': [
    { system: 'http://s', code: 'a' },
    { system: 'http://t', code: 'b' },
  ],
  'http://vs/none': [],
}

/** `b` and `c` are kinds of `a` in http://s. */
const terminology: SearchTerminology = {
  codesOf: (valueSet) => valueSets[valueSet],
  descendantsOf: (system, code) => (system === 'http://s' && code === 'a' ? ['a', 'b', 'c'] : [code]),
  ancestorsOf: (system, code) =>
    system === 'http://s' && (code === 'b' || code === 'c') ? [code, 'a'] : [code],
}

/** A query as a client's URL makes it; one that is not understood whole is a mistake of the test. */
export function ask(type: string | null, pairs: readonly (readonly [string, string])[]): SearchQuery {
  const now = new Date('2026-01-01T00:00:00Z')
  const read = readSearch(type, pairs, { base: 'http://here', terminology, now })
  const url = `${type}?${pairs.map((pair) => pair.join('=')).join('&')}`
  if (!read.ok) throw new Error(`${url}: ${read.problem.message}`)
  if (read.value.ignored.length > 0) throw new Error(`${url}: ${JSON.stringify(read.value.ignored)}`)
  return read.value
}
