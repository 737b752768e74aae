import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Condition, matcherOf, readSearch, sortKeyOf } from './index.ts'

const base = 'https://mach.vn/fhir/R4'
type Resource = Record<string, unknown> & { resourceType: string }

function ask(type: string | null, text: string) {
  const pairs = text.split('&').map((pair) => {
    const at = pair.indexOf('=')
    return [pair.slice(0, at), pair.slice(at + 1)] as const
  })
  const read = readSearch(type, pairs, { base, now: new Date('2026-11-22T00:00:00Z') })
  assert.ok(read.ok, read.ok ? '' : read.problem.message)
  assert.deepEqual(read.value.ignored, [])
  return read.value
}
const finds = (resource: Resource, text: string): boolean =>
  matcherOf(ask(resource.resourceType, text))(resource, { base })

const patient = (name: object, more: object = {}): Resource => ({
  ...{ resourceType: 'Patient', id: 'p1', name: [name] },
  ...more,
})
const observation = (more: object): Resource => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '8480-6', display: 'Huyết áp tâm thu' }] },
  subject: { reference: 'Patient/p1' },
  ...more,
})

test('a name is found without tone marks, from any of its words, and exactly only as written', () => {
  const huong = patient({ family: 'Nguyễn', given: ['Thị Thu', 'Hương'] })
  for (const found of [
    ...['name=nguyen', 'name=NGUYỄN', 'name=huong', 'name=thu hương', 'name=thu  huong', 'family=nguyễn'],
    ...['given=huong', 'name:contains=uye', 'name:exact=Nguyễn', 'name:exact=Hương', 'name=xx,huong'],
    ...['phonetic=nguyen thi thu huong'],
  ])
    assert.ok(finds(huong, found), found)
  for (const not of [
    'name=uyen',
    'name:exact=nguyễn',
    'name:exact=Nguyen',
    'family=huong',
    'given=guyen',
    'name=***',
  ])
    assert.ok(!finds(huong, not), not)
  const dung = patient({ text: 'Đỗ Đình Dũng' })
  assert.ok(finds(dung, 'name=do dinh') && finds(dung, 'name=dung') && !finds(dung, 'family=do'))
})

test('an address is found by each of its parts', () => {
  const here = patient({}, { address: [{ line: ['12 Lê Lợi'], district: 'Biên Hòa', state: 'Đồng Nai' }] })
  assert.ok(
    finds(here, 'address=bien hoa') && finds(here, 'address=dong') && finds(here, 'address-state=đồng nai'),
  )
  assert.ok(
    !finds(here, 'address=loi') && finds(here, 'address:contains=loi') && !finds(here, 'address-city=bien'),
  )
})

test('dates: every prefix against days, instants and periods, open ones too', () => {
  const visit = (period: object): Resource => ({ resourceType: 'Encounter', period })
  const day = visit({ start: '2013-01-14', end: '2013-01-14' })
  const week = visit({ start: '2013-01-10', end: '2013-01-20' })
  const still = visit({ start: '2013-01-10' })
  const instant = visit({ start: '2013-01-14T10:00:00+07:00', end: '2013-01-14T10:00:00+07:00' })
  const table: [string, boolean, boolean, boolean, boolean][] = [
    // asked, day, week, still open, instant
    ['2013-01-14', true, false, false, true],
    ['ne2013-01-14', false, true, true, false],
    ['2013', true, true, false, true],
    ['gt2013-01-14', false, true, true, false],
    ['lt2013-01-14', false, true, true, false],
    ['ge2013-01-14', true, true, true, true],
    ['le2013-01-14', true, true, true, true],
    ['sa2013-01-13', true, false, false, true],
    ['sa2013-01-14', false, false, false, false],
    ['eb2013-01-15', true, false, false, true],
    ['eb2013-01-14', false, false, false, false],
    ['2013-01-14T10:00', false, false, false, true],
    ['2013-01-14T03:00:00Z', false, false, false, true],
    ['2013-01-14T03:00:00.000Z', false, false, false, true],
    ['gt2013-01-14T10:00:00+07:00', true, true, true, false],
    ['ap2013-01-14', true, true, true, true],
  ]
  for (const [asked, ...expected] of table)
    assert.deepEqual(
      [day, week, still, instant].map((each) => finds(each, `date=${asked}`)),
      expected,
      asked,
    )
  assert.ok(!finds(visit({}), 'date=ne2013') && finds(visit({}), 'date:missing=true'))
})

test('codes: with, without and regardless of their system; not, text and missing', () => {
  const one = observation({})
  for (const found of [
    ...[
      'code=8480-6',
      'code=http://loinc.org|8480-6',
      'code=http://loinc.org|',
      'code:not=x',
      'code:text=huyet ap',
    ],
    ...[
      'code:text=tâm',
      'status=final',
      'category:not=vital-signs',
      'category:missing=true',
      'code:missing=false',
    ],
    ...['combo-code=8480-6', 'combo-code:not=x', 'code=a,8480-6', 'code:not=a,b'],
  ])
    assert.ok(finds(one, found), found)
  for (const not of [
    ...[
      'code=|8480-6',
      'code=http://icd|8480-6',
      'code:not=8480-6',
      'code:not=a,8480-6',
      'code:text=ap thap',
    ],
    ...['code=8480', 'code:missing=true', 'combo-code:not=8480-6', 'combo-code:missing=true', 'status=FINAL'],
  ])
    assert.ok(!finds(one, not), not)
  const bare = observation({ code: { coding: [{ code: 'x' }] } })
  assert.ok(finds(bare, 'code=|x') && finds(bare, 'code=x') && !finds(bare, 'code=http://loinc.org|x'))
  const alive = patient({}, { active: true })
  assert.ok(finds(alive, 'active=true') && finds(alive, 'active=http://hl7.org/fhir/special-values|true'))
  assert.ok(
    finds(alive, 'deceased=false') && finds(patient({}, { deceasedDateTime: '2020' }), 'deceased=true'),
  )
})

test('identifiers: of a type, and those a reference carries instead of an address', () => {
  const card = patient(
    {},
    {
      identifier: [
        { type: { coding: [{ system: 'http://v2-0203', code: 'MR' }] }, system: 'http://bv', value: 'A|1' },
      ],
    },
  )
  assert.ok(
    finds(card, 'identifier:of-type=http://v2-0203|MR|A\\|1') && finds(card, 'identifier=http://bv|A\\|1'),
  )
  assert.ok(!finds(card, 'identifier:of-type=http://v2-0203|SS|A\\|1') && !finds(card, 'identifier=A'))
  const named = observation({ performer: [{ identifier: { system: 'http://cchn', value: '007' } }] })
  assert.ok(finds(named, 'performer:identifier=http://cchn|007') && finds(named, 'performer:identifier=007'))
  assert.ok(!finds(named, 'performer:identifier=|007') && !finds(named, 'performer=007'))
})

test('references: by id, by type, by this server’s address and of a version', () => {
  for (const reference of ['Patient/p1', `${base}/Patient/p1`, 'Patient/p1/_history/2']) {
    const one = observation({ subject: { reference } })
    for (const found of [
      'subject=p1',
      'subject=Patient/p1',
      'patient=p1',
      `patient=${base}/Patient/p1`,
      'subject:Patient=p1',
    ])
      assert.ok(finds(one, found), `${reference} ${found}`)
    for (const not of [
      'subject=p',
      'subject:Device=p1',
      'subject=Device/p1',
      'patient=http://other/Patient/p1',
    ])
      assert.ok(!finds(one, not), `${reference} ${not}`)
  }
  const group = observation({ subject: { reference: 'Group/g1' } })
  assert.ok(
    finds(group, 'subject=g1') &&
      finds(group, 'patient:missing=true') &&
      finds(group, 'subject:missing=false'),
  )
  // What a contained resource is counts, though it has no address.
  const inside = observation({
    ...{ contained: [{ resourceType: 'Patient', id: 'c' }], subject: { reference: '#c' } },
  })
  assert.ok(finds(inside, 'patient:missing=false') && !finds(inside, 'patient=c'))
})

test('canonicals and URIs: of any version, of one, and by their path', () => {
  const form: Resource = { resourceType: 'QuestionnaireResponse', questionnaire: 'http://mach.vn/Q/a|1.0' }
  assert.ok(
    finds(form, 'questionnaire=http://mach.vn/Q/a') && finds(form, 'questionnaire=http://mach.vn/Q/a|1.0'),
  )
  assert.ok(
    !finds(form, 'questionnaire=http://mach.vn/Q/a|2.0') && !finds(form, 'questionnaire=http://mach.vn/Q'),
  )
  const set: Resource = { resourceType: 'ValueSet', url: 'http://acme.org/fhir/ValueSet/123' }
  assert.ok(finds(set, 'url:below=http://acme.org/fhir') && finds(set, 'url:below=http://acme.org/fhir/'))
  assert.ok(finds(set, 'url:above=http://acme.org/fhir/ValueSet/123/_history/5'))
  assert.ok(!finds(set, 'url:below=http://acme.org/fh') && !finds(set, 'url=http://acme.org/fhir'))
})

test('quantities: written precision, units by code or as people read them, and open ends', () => {
  const mg = (more: object) =>
    observation({
      valueQuantity: { value: 5.4, unit: 'mg', system: 'http://unitsofmeasure.org', code: 'mg', ...more },
    })
  for (const found of [
    ...[
      '5.4',
      '5.4|http://unitsofmeasure.org|mg',
      '5.4||mg',
      '5',
      'gt5.3',
      'le5.4',
      'ge5.40',
      'ne5.5',
      'ap5',
      'lt5.41',
    ],
  ])
    assert.ok(finds(mg({}), `value-quantity=${found}`), found)
  for (const not of [
    '5.40001',
    '5.4|http://unitsofmeasure.org|g',
    '5.4||g',
    'gt5.4',
    'ne5.4',
    'sa5.4',
    'eb5.4',
    'ap7',
  ])
    assert.ok(!finds(mg({}), `value-quantity=${not}`), not)
  const below = mg({ comparator: '<' })
  assert.ok(
    finds(below, 'value-quantity=lt5') &&
      !finds(below, 'value-quantity=5.4') &&
      !finds(below, 'value-quantity=gt6'),
  )
  const risk: Resource = {
    resourceType: 'RiskAssessment',
    prediction: [
      { probabilityRange: { low: { value: 10 }, high: { value: 20 } } },
      { probabilityDecimal: 100 },
    ],
  }
  assert.ok(
    finds(risk, 'probability=1e2') && finds(risk, 'probability=lt11') && !finds(risk, 'probability=lt10'),
  )
})

test('composites hold in one and the same element', () => {
  const both = observation({
    code: { coding: [{ code: '85354-9' }] },
    component: [
      { code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] }, valueQuantity: { value: 150 } },
      { code: { coding: [{ system: 'http://loinc.org', code: '8462-4' }] }, valueQuantity: { value: 90 } },
    ],
  })
  for (const found of ['8480-6$gt140', 'http://loinc.org|8462-4$lt100', 'x$1,8480-6$150']) {
    assert.ok(finds(both, `component-code-value-quantity=${found}`), found)
    assert.ok(finds(both, `combo-code-value-quantity=${found}`), found)
  }
  for (const not of ['8462-4$gt140', 'http://icd|8480-6$gt140', '85354-9$gt1'])
    assert.ok(!finds(both, `combo-code-value-quantity=${not}`), not)
  const coded = observation({ valueCodeableConcept: { coding: [{ system: 's', code: 'high' }] } })
  assert.ok(
    finds(coded, 'code-value-concept=8480-6$s|high') && !finds(coded, 'code-value-concept=8480-6$low'),
  )
  const dated = observation({ valueDateTime: '2026-03-01' })
  assert.ok(finds(dated, 'code-value-date=8480-6$2026-03') && !finds(dated, 'code-value-date=8480-6$2025'))
})

test('near: as the crow flies', () => {
  const station: Resource = { resourceType: 'Location', position: { latitude: 10.957, longitude: 106.843 } }
  assert.ok(finds(station, 'near=10.95|106.82|5|km') && finds(station, 'near=10.95|106.82|3000|m'))
  assert.ok(!finds(station, 'near=10.95|106.82|1|km') && finds(station, 'near=10.6|106.82'))
})

test('narrative and content are searched by the beginnings of words', () => {
  const sick: Resource = {
    ...{
      resourceType: 'Condition',
      text: { div: '<div>S&#7889;t <b class="red">xuất huyết</b> &amp; ho</div>' },
    },
    note: [{ text: 'đã khỏi' }],
  }
  assert.ok(finds(sick, '_text=sot xuat') && finds(sick, '_text=HUYẾT') && finds(sick, '_content=khoi'))
  assert.ok(
    !finds(sick, '_text=red') &&
      !finds(sick, '_text=khoi') &&
      !finds(sick, '_text=uyet') &&
      finds(sick, '_text=x,ho'),
  )
})

test('_filter: what plain searches cannot say', () => {
  const huong = patient({ family: 'Nguyễn', given: ['Hương'] }, { birthDate: '1980-05-01', gender: 'female' })
  for (const found of [
    ...[
      'family eq nguyen',
      'name ew huong',
      'family ne tran',
      'birthdate po 1980',
      'gender eq female and not (active pr true)',
    ],
    ...['(gender eq male or gender eq female) and birthdate lt 1990', 'gender ne male', 'name co "guyễn"'],
    // From left to right: (true or x) and false.
    ...['not (gender eq female or gender eq female and gender eq male)'],
  ])
    assert.ok(finds(huong, `_filter=${found}`), found)
  for (const not of [
    'family eq nguye',
    'name ew nguye',
    'family ne nguyen',
    'birthdate po 1981',
    'active pr true',
  ])
    assert.ok(!finds(huong, `_filter=${not}`), not)
})

test('ids, versions’ times, compartments and several types', () => {
  const one = observation({
    id: 'o1',
    meta: { lastUpdated: '2026-05-01T03:00:00.123Z', tag: [{ code: 'thử' }] },
  })
  assert.ok(
    finds(one, '_id=x,o1') &&
      finds(one, '_lastUpdated=2026-05-01') &&
      finds(one, '_lastUpdated=gt2026-04&_tag=thử'),
  )
  assert.ok(!finds(one, '_id=o') && !finds(one, '_lastUpdated=lt2026-05'))
  const both = matcherOf(ask(null, '_type=Condition,Observation&patient=p1&code:missing=false'))
  assert.ok(both(one) && !both({ resourceType: 'Condition', id: 'c' }) && !both(patient({})))
  assert.ok(both({ resourceType: 'Condition', subject: { reference: 'Patient/p1' }, code: { text: 'x' } }))
})

test('conditions that name other resources are answered by who resolved them', () => {
  const query = ask('Observation', 'patient.name=huong&status=final')
  const chain = query.where[0] as Condition
  const matches = matcherOf(query)
  assert.ok(matches(observation({}), { resolved: new Map([[chain, () => true]]) }))
  assert.ok(!matches(observation({}), { resolved: new Map([[chain, () => false]]) }))
  assert.throws(() => matches(observation({})))
})

test('sorting takes the first value in the direction asked, and null where there is none', () => {
  const two = patient(
    { family: 'Trần', given: ['Đức'] },
    { name: [{ family: 'Trần' }, { family: 'Đỗ' }], birthDate: '1980' },
  )
  const key = (text: string, resource = two) =>
    sortKeyOf(ask(resource.resourceType, `_sort=${text}`).sort[0]!, resource)
  assert.equal(key('family'), 'do')
  assert.equal(key('-family'), 'tran')
  assert.equal(key('birthdate'), '1979-12-31T17:00:00.000Z')
  assert.equal(key('gender'), null)
  assert.equal(key('_id'), 'p1')
  assert.equal(key('value-quantity', observation({ valueQuantity: { value: 7 } })), 7)
  assert.equal(key('combo-value-quantity', observation({ component: [{ valueQuantity: { value: 7 } }] })), 7)
})

test('resources that no validator has seen are looked at without harm', () => {
  const odd: unknown[] = [
    null,
    1,
    'x',
    [],
    [null],
    [[1]],
    { coding: 1 },
    { coding: [null, 1] },
    { reference: 5 },
    { start: {} },
  ]
  const names = [
    'code',
    'subject',
    'effectiveDateTime',
    'effectivePeriod',
    'valueQuantity',
    'component',
    'identifier',
    'meta',
  ]
  const query = ask(
    'Observation',
    'code=x&code:text=y&subject=1&date=2000&value-quantity=5&combo-code=z&identifier:of-type=a|b|c',
  )
  for (const value of odd)
    for (const name of names) {
      const resource = { resourceType: 'Observation', [name]: value }
      assert.equal(matcherOf(query)(resource), false)
      for (const condition of query.where) matcherOf({ types: ['Observation'], where: [condition] })(resource)
    }
})

test('a reference under the address that the query was read with is this server’s own', () => {
  const query = readSearch('Observation', [['subject', 'Patient/1']], { base })
  assert.ok(query.ok)
  const matches = matcherOf(query.value)
  const about = (reference: string) => ({ resourceType: 'Observation', subject: { reference } })
  assert.ok(matches(about('Patient/1')) && matches(about(`${base}/Patient/1`)))
  assert.ok(!matches(about('http://other.example/fhir/R4/Patient/1')))
})
