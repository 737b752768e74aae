import { codes, days, type Ids, type Random, systems, words } from './testing-random.ts'

export type Pair = readonly [name: string, value: string]
type Maker = (random: Random, ids: Ids) => string

const orList =
  (make: Maker): Maker =>
  (random, ids) =>
    random.next() < 0.45 ? `${make(random, ids)},${make(random, ids)}` : make(random, ids)

const token: Maker = orList((random) => {
  const [system, code] = [random.pick(systems), random.pick(codes)]
  return random.pick([code, code, `${system}|${code}`, `${system}|${code}`, `|${code}`, `${system}|`])
})
const prefix = (random: Random) =>
  random.pick(['', '', '', 'eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'])
const askedDays = [
  ...days,
  '2020-02',
  '2020-03-01T03:00:00.000Z',
  '2020-03-01T10:00',
  '1900',
  '9999',
] as const
const date: Maker = orList((random) => prefix(random) + random.pick(askedDays))
const number: Maker = (random) =>
  prefix(random) + random.pick(['5', '5.4', '5.40', '6', '-1', '0', '1e1', '60', '0.001', '1e40'])
const plainAmount: Maker = orList(number)
const amount: Maker = orList(
  (random, ids) => number(random, ids) + random.pick(['', '', '|http://u|mg', '||mg', '||g', '|http://u|']),
)
const text: Maker = orList((random) =>
  random.pick([
    ...words.map((word) => word.replaceAll(',', '\\,')),
    'n',
    'hoà',
    'HOA',
    'uye',
    '%',
    '_',
    'le van',
    'zzz',
  ]),
)
const pointing =
  (...types: string[]): Maker =>
  (random, ids) => {
    const type = random.pick(types)
    const id = random.pick(ids[type] ?? ['none'])
    return random.pick([id, `${type}/${id}`, `${type}/${id}`, `http://here/${type}/${id}`, `${type}/nobody`])
  }
const patient = orList(pointing('Patient'))
const oneOf =
  (...values: string[]): Maker =>
  (random) =>
    random.pick(values)
const missing = oneOf('true', 'false')
const ofType: Maker = (random) => `${random.pick(systems)}|${random.pick(codes)}|${random.pick(codes)}`
const valueSet = oneOf('http://vs/ab', 'http://vs/ab', 'http://vs/none')
const coded: Maker = (random) => `http://s|${random.pick(codes)}`
const both =
  (first: Maker, second: Maker): Maker =>
  (random, ids) =>
    `${first(random, ids).split(',')[0]}$${second(random, ids).split(',')[0]}`
const whole: Maker = (random) => random.pick([...codes, `${random.pick(systems)}|${random.pick(codes)}`])

const ofAll = (type: string): Readonly<Record<string, Maker>> => ({
  _id: orList((random, ids) => random.pick([...(ids[type] ?? []), 'nobody'])),
  _lastUpdated: (random) =>
    random.pick(['', 'gt', 'lt', 'ge', 'le', 'ne', 'sa', 'eb']) +
    random.pick(['2026-01-01T00:03:00Z', '2026-01-01T00:05Z', '2026-01-01', '2025']),
  _list: (random, ids) => random.pick([...(ids.List ?? []), 'nobody']),
  _content: text,
})

/** What each type can be asked: every kind of parameter, every modifier, chains and `_has` both ways. */
const questions: Readonly<Record<string, Readonly<Record<string, Maker>>>> = {
  Patient: {
    ...{ name: text, 'name:exact': text, 'name:contains': text, 'name:missing': missing, phonetic: text },
    ...{ family: text, 'given:contains': text, 'address-city': text, 'address:contains': text },
    ...{ gender: oneOf('male', 'female'), 'gender:not': oneOf('male'), active: oneOf('true', 'false') },
    ...{
      birthdate: date,
      'birthdate:missing': missing,
      'death-date': date,
      deceased: oneOf('true', 'false'),
    },
    ...{
      identifier: token,
      'identifier:of-type': ofType,
      'identifier:not': token,
      phone: whole,
      telecom: whole,
    },
    ...{ organization: pointing('Organization'), 'organization:missing': missing, 'organization.name': text },
    ...{ 'general-practitioner:Practitioner.family': text, 'general-practitioner:identifier': whole },
    'general-practitioner': pointing('Practitioner', 'Organization'),
    ...{ '_has:Observation:patient:code': token, '_has:Observation:subject:value-quantity': amount },
    ...{
      '_has:Encounter:patient:_has:Observation:encounter:code': whole,
      '_has:Condition:subject:_id': oneOf('x'),
    },
    _text: text,
    _filter: oneOf(
      ...[
        'name co "hoa" and not (gender eq male)',
        'birthdate ge 2020 or active eq false',
        'family eq "Hoa"',
      ],
      ...[
        'family ew "a"',
        'birthdate po 2020-03',
        'identifier pr false',
        'gender ne male',
        'organization.name sw "n"',
      ],
    ),
  },
  Observation: {
    ...{ code: token, 'code:not': token, 'code:text': text, 'code:in': valueSet, 'code:not-in': valueSet },
    ...{
      'code:below': coded,
      'code:above': coded,
      category: token,
      'category:missing': missing,
      status: oneOf('final'),
    },
    ...{
      'status:not': oneOf('final'),
      'combo-code': token,
      'combo-code:not': token,
      'component-code': token,
    },
    ...{
      date,
      'date:missing': missing,
      'value-date': date,
      'value-string': text,
      'value-string:exact': text,
    },
    ...{ 'value-quantity': amount, 'component-value-quantity': plainAmount, 'combo-value-quantity': amount },
    ...{ 'value-concept': token, 'combo-value-concept': token, 'combo-value-quantity:missing': missing },
    ...{ 'code-value-quantity': both(whole, amount), 'combo-code-value-quantity': both(whole, number) },
    ...{ 'code-value-concept': both(whole, whole), 'code-value-string': both(whole, text) },
    ...{ 'code-value-date': both(whole, date), 'component-code-value-concept': both(whole, whole) },
    ...{
      patient,
      subject: patient,
      'subject:Patient': patient,
      'subject:missing': missing,
      'subject:identifier': whole,
    },
    ...{ performer: pointing('Practitioner', 'Patient'), encounter: pointing('Encounter') },
    ...{ 'patient.name': text, 'subject:Patient.gender': oneOf('male'), 'patient.organization.name': text },
    ...{
      'encounter.date': date,
      'encounter.class:not': whole,
      'has-member.code': whole,
      'performer.name': text,
    },
    ...{ 'subject.identifier': token, 'patient._has:Condition:patient:code': whole },
    ...{ _tag: token, _profile: oneOf('http://p/a', 'http://p/b'), '_profile:below': oneOf('http://p') },
    _filter: oneOf(
      ...['code eq a and value-quantity gt 5', 'date ge 2020-03 and (status eq final or category eq b)'],
      ...[
        'value-string sw "h" or patient.gender eq female',
        'not (code eq a or code eq b)',
        'code in http://vs/ab',
      ],
    ),
  },
  Condition: {
    ...{
      code: token,
      'code:not': token,
      'clinical-status': token,
      'onset-date': date,
      'recorded-date': date,
    },
    ...{ 'onset-age': amount, 'onset-info': text, 'abatement-date': date, 'abatement-string:contains': text },
    ...{
      patient,
      subject: patient,
      'patient.birthdate': date,
      encounter: pointing('Encounter'),
      'encounter.type': token,
    },
  },
  Encounter: {
    ...{ date, 'date:missing': missing, class: token, type: token, 'type:not': token, length: amount },
    ...{ patient, 'part-of': pointing('Encounter'), 'part-of.class': whole, 'participant.name': text },
    ...{ 'service-provider.name:contains': text, '_has:Observation:encounter:value-string': text },
    ...{ '_has:Encounter:part-of:class': whole, 'practitioner.identifier': token },
  },
}

export const askedTypes = Object.keys(questions)

/** Each kind of question once, then again and again: some of them together. */
export function aQuestion(random: Random, type: string, ids: Ids, nth: number): Pair[] {
  const makers = { ...ofAll(type), ...questions[type]! }
  const names = Object.keys(makers)
  const first = names[nth % names.length]!
  const asked: string[] = [first]
  while (nth >= names.length && asked.length < 4 && random.next() < 0.45) asked.push(random.pick(names))
  return asked.map((name) => [name, makers[name]!(random, ids)] as const)
}
export const kindsOf = (type: string): number => Object.keys({ ...ofAll(type), ...questions[type]! }).length
