export type Resource = Record<string, unknown> & { resourceType: string }

/** Always the same numbers for the same seed. */
export function aRandom(seed: number) {
  let state = seed
  const next = () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!
  const some = <T>(list: readonly T[]): T[] => list.filter(() => next() < 0.4)
  return { next, pick, some, maybe: <T>(make: () => T): T | undefined => (next() < 0.6 ? make() : undefined) }
}
type Random = ReturnType<typeof aRandom>

// Few values, so that questions and resources meet often.
const codes = ['a', 'b', 'c'] as const
const systems = ['http://s', 'http://t'] as const
const days = ['2020', '2020-03', '2020-03-01', '2020-03-01T10:00:00+07:00', '2020-03-02', '2021-01'] as const
const numbers = [5, 5.4, 5.40001, 6, -1] as const
const names = ['Nguyễn', 'Nguyên Hạnh', 'Đỗ', 'do', 'Hương'] as const
const references = [
  'Patient/1',
  'Patient/2',
  'Practitioner/1',
  'https://here/Patient/1',
  'Organization/1',
] as const

const coding = (random: Random) => ({
  system: random.maybe(() => random.pick(systems)),
  code: random.pick(codes),
})
const concept = (random: Random) => ({
  coding: [coding(random), ...random.some([0]).map(() => coding(random))],
})
const quantity = (random: Random) => ({
  value: random.pick(numbers),
  comparator: random.pick([undefined, undefined, '<', '>']),
  ...random.pick([{}, { system: 'http://u', code: 'mg' }, { code: 'g' }]),
})
const period = (random: Random) => {
  const [start, end] = [random.maybe(() => random.pick(days)), random.maybe(() => random.pick(days))]
  return start === undefined && end === undefined ? { start: '2020' } : { start, end }
}

const makers: Record<string, (random: Random) => object> = {
  Patient: (random) => ({
    name: random.some([0, 1]).map(() => ({ family: random.pick(names), given: random.some(names) })),
    gender: random.maybe(() => random.pick(['male', 'female'])),
    birthDate: random.maybe(() => random.pick(days.filter((day) => day.length <= 10))),
    active: random.maybe(() => random.next() < 0.5),
    deceasedDateTime: random.maybe(() => random.pick(days)),
    identifier: random.some([0, 1]).map(() => {
      const { system, code } = coding(random)
      return { system, value: code }
    }),
    generalPractitioner: random.some(references).map((reference) => ({ reference })),
  }),
  Observation: (random) => ({
    status: random.pick(['final', 'amended']),
    code: concept(random),
    category: random.some([0, 1]).map(() => concept(random)),
    subject: random.maybe(() => ({ reference: random.pick(references) })),
    performer: random.some(references).map((reference) => ({ reference })),
    component: random.some([0, 1]).map(() => ({ code: concept(random), valueQuantity: quantity(random) })),
    issued: '2020-03-01T10:00:00.500Z',
    ...random.pick([{}, { effectiveDateTime: random.pick(days) }, { effectivePeriod: period(random) }]),
    ...random.pick([
      {},
      { valueQuantity: quantity(random) },
      { valueCodeableConcept: concept(random) },
      { valueString: random.pick(names) },
    ]),
  }),
  Encounter: (random) => ({ class: coding(random), period: random.maybe(() => period(random)) }),
  Condition: (random) => ({
    recordedDate: random.maybe(() => random.pick(days)),
    ...random.pick([{}, { onsetDateTime: random.pick(days) }, { onsetPeriod: period(random) }]),
  }),
}

/** A small resource as JSON gives it. */
export function aResource(random: Random): Resource {
  const resourceType = random.pick(Object.keys(makers))
  const made = { resourceType, id: 'x', ...makers[resourceType]!(random) }
  return JSON.parse(
    JSON.stringify(made, (_key, value) => (Array.isArray(value) && value.length === 0 ? undefined : value)),
  )
}

/** Some questions that a type can be asked. */
export function askedValues(random: Random, type: string): [name: string, value: string][] {
  const list = (make: () => string) => (random.next() < 0.3 ? `${make()},${make()}` : make())
  const token = () =>
    random.pick([
      random.pick(codes),
      `${random.pick(systems)}|${random.pick(codes)}`,
      `|${random.pick(codes)}`,
      `${random.pick(systems)}|`,
    ])
  const prefix = () => random.pick(['', '', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb'])
  const date = () => prefix() + random.pick([...days, '2020-02', '2019', '2020-03-01T03:00:00.000Z'])
  const number = () => prefix() + random.pick(['5', '5.4', '5.40', '6', '-1', '100'])
  const amount = () => number() + random.pick(['', '', '|http://u|mg', '||g'])
  const text = () => random.pick(['nguyen', 'NGUYỄN', 'do', 'hanh', 'huong', 'n', 'Hương', 'uye'])
  const target = () => random.pick(['Patient/1', '1', '2', 'https://here/Patient/1', 'Practitioner/1'])
  const missing = random.pick(['true', 'false'])
  const all: Record<string, [string, () => string][]> = {
    Patient: [
      ...[
        ['name', text],
        ['family', text],
        ['given', text],
        ['name:contains', text],
        ['family:exact', text],
      ],
      ...[
        ['gender', () => random.pick(['male', 'female'])],
        ['gender:not', () => 'male'],
        ['birthdate', date],
      ],
      ...[
        ['active', () => 'true'],
        ['deceased', () => random.pick(['true', 'false'])],
        ['death-date', date],
      ],
      ...[
        ['identifier', token],
        ['general-practitioner', target],
      ],
    ] as [string, () => string][],
    Observation: [
      ...[
        ['status', () => 'final'],
        ['code', token],
        ['code:not', token],
        ['category', token],
        ['combo-code', token],
      ],
      ...[
        ['combo-code:not', token],
        ['value-concept', token],
        ['date', date],
        ['value-quantity', amount],
      ],
      ...[
        ['combo-value-quantity', amount],
        ['component-value-quantity', number],
        ['value-string', text],
      ],
      ...[
        ['subject', target],
        ['patient', target],
        ['performer', target],
      ],
      ...[
        ['code-value-quantity', () => `${token()}$${number()}`],
        ['combo-code-value-quantity', () => `${random.pick(codes)}$${amount()}`],
      ],
    ] as [string, () => string][],
    Encounter: [
      ['class', token],
      ['date', date],
      ['class:not', token],
    ],
    Condition: [
      ['onset-date', date],
      ['recorded-date', date],
    ],
  }
  return all[type]!.flatMap(([name, make]): [string, string][] => {
    const own: [string, string] = [name, list(make)]
    return name.includes(':') || name.includes('value-quantity')
      ? [own]
      : [own, own, [`${name}:missing`, missing]]
  })
}
