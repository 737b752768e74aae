/** The operations over HTTP on the real store: one patient's record, asked for in every way there is. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type {
  Bundle,
  CapabilityStatement,
  FhirResource,
  OperationOutcome,
  Parameters,
  ValueSet,
} from 'fhir/r4'
import { aServer, type TestServer } from './testing.ts'

let server: TestServer
let base: string
/** Where each resource of the record is, by the name it has below. */
const at: Record<string, string> = {}

const fhir = async <T>(
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  method = 'POST',
) => {
  const answer = await fetch(path.startsWith('http') ? path : `${base}/${path}`, {
    ...(body === undefined ? {} : { method, body: typeof body === 'string' ? body : JSON.stringify(body) }),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }), ...headers },
  })
  const text = await answer.text()
  const isJson =
    /json/.test(answer.headers.get('content-type') ?? '') &&
    !/ndjson/.test(answer.headers.get('content-type')!)
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: (isJson ? JSON.parse(text) : null) as T,
  }
}
const refs = (bundle: Bundle) =>
  (bundle.entry ?? []).map(({ resource }) => `${resource!.resourceType}/${resource!.id}`).sort()
const placesOf = (...names: string[]) => names.map((name) => at[name]).sort()

const urn = (name: string) => ({ reference: `urn:test:${name}` })
const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] })
const coded = (system: string, code: string) => ({ coding: [{ system, code }] })
const terms = 'http://terminology.hl7.org/CodeSystem'
const ofPatient = { subject: urn('patient') }
const pulse = (day: string, value: number, code = '8867-4') => ({
  resourceType: 'Observation',
  status: 'final',
  category: [coded(`${terms}/observation-category`, 'vital-signs')],
  code: loinc(code),
  ...ofPatient,
  encounter: urn('visit'),
  effectiveDateTime: day,
  valueQuantity: { value, unit: '/min' },
})
const record: Record<string, object> = {
  clinic: { resourceType: 'Organization', name: 'Trạm y tế xã Tân Phú' },
  doctor: { resourceType: 'Practitioner', name: [{ family: 'Trần', given: ['An'] }] },
  patient: {
    resourceType: 'Patient',
    identifier: [{ system: 'https://mach.vn/fhir/sid/citizen-id', value: '079190000123' }],
    name: [{ text: 'Lê Thị Hoa', family: 'Lê', given: ['Thị', 'Hoa'] }],
    gender: 'female',
    birthDate: '1960-05-01',
    managingOrganization: urn('clinic'),
  },
  stranger: { resourceType: 'Patient', name: [{ family: 'Phan' }] },
  visit: {
    resourceType: 'Encounter',
    status: 'finished',
    class: { system: `${terms}/v3-ActCode`, code: 'AMB' },
    ...ofPatient,
    participant: [{ individual: urn('doctor') }],
    period: { start: '2026-03-01', end: '2026-03-01' },
  },
  pulse1: pulse('2026-01-10', 70),
  pulse2: pulse('2026-02-10', 80),
  pulse3: pulse('2026-03-01', 90),
  weight: pulse('2026-03-01', 55, '29463-7'),
  ofStranger: { ...pulse('2026-03-01', 60), subject: urn('stranger'), encounter: undefined },
  condition: {
    resourceType: 'Condition',
    clinicalStatus: coded(`${terms}/condition-clinical`, 'active'),
    code: { ...coded('http://hl7.org/fhir/sid/icd-10', 'I10'), text: 'Tăng huyết áp' },
    ...ofPatient,
    encounter: urn('visit'),
    onsetDateTime: '2020-01-01',
  },
  allergy: {
    resourceType: 'AllergyIntolerance',
    clinicalStatus: coded(`${terms}/allergyintolerance-clinical`, 'active'),
    code: { text: 'Penicillin' },
    patient: urn('patient'),
  },
  prescription: {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: { text: 'Amlodipin 5 mg' },
    ...ofPatient,
    requester: urn('doctor'),
    authoredOn: '2026-03-01',
  },
  composition: {
    resourceType: 'Composition',
    status: 'final',
    type: loinc('34105-7'),
    ...ofPatient,
    encounter: urn('visit'),
    date: '2026-03-01',
    author: [urn('doctor')],
    title: 'Giấy ra viện',
    section: [{ title: 'Chẩn đoán', code: loinc('29308-4'), entry: [urn('condition')] }],
  },
}
const ofThePatient =
  'patient visit pulse1 pulse2 pulse3 weight condition allergy prescription composition'.split(' ')
const started = new Date()

before(async () => {
  server = await aServer()
  base = `${server.address}/fhir/R4`
  const entry = Object.entries(record).map(([name, resource]) => ({
    fullUrl: `urn:test:${name}`,
    resource,
    request: { method: 'POST', url: (resource as FhirResource).resourceType },
  }))
  const told = await fhir<Bundle>('', { resourceType: 'Bundle', type: 'transaction', entry })
  assert.equal(told.status, 200, told.text)
  for (const [i, name] of Object.keys(record).entries())
    at[name] = told.body.entry![i]!.response!.location!.replace(/\/_history.*/, '')
})
after(() => server.stop())

test('the whole record comes with what it points to, in pages that neither repeat nor forget', async () => {
  const all = (await fhir<Bundle>(`${at.patient}/$everything`)).body
  assert.deepEqual(refs(all), placesOf(...ofThePatient, 'clinic', 'doctor'))
  assert.equal(all.total, ofThePatient.length)
  const pages: Bundle['entry'][] = []
  let url: string | undefined = `${at.patient}/$everything?_count=3`
  while (url && pages.length < 10) {
    const page: Bundle = (await fhir<Bundle>(url)).body
    pages.push(page.entry)
    url = page.link!.find(({ relation }) => relation === 'next')?.url
  }
  // As with _include, each page brings along what its own resources point to.
  const hers = pages.map((page) => page!.filter(({ search }) => search!.mode === 'match'))
  assert.deepEqual(
    hers.map(({ length }) => length),
    [3, 3, 3, 1],
  )
  assert.deepEqual(refs({ ...all, entry: hers.flat() }), placesOf(...ofThePatient))
  assert.deepEqual([...new Set(refs({ ...all, entry: pages.flat() as Bundle['entry'] }))], refs(all))
  const stranger = await fhir<Bundle>(`${at.stranger}/$everything`)
  assert.deepEqual(refs(stranger.body), placesOf('stranger', 'ofStranger'))
})

test('the record is narrowed by type, by the days of care and by what changed since', async () => {
  const everything = async (query: string) =>
    refs((await fhir<Bundle>(`${at.patient}/$everything?${query}`)).body)
  assert.deepEqual(await everything('_type=Observation'), placesOf('pulse1', 'pulse2', 'pulse3', 'weight'))
  const inFebruary = await everything('start=2026-02-01&end=2026-02-28')
  for (const kept of placesOf('pulse2', 'patient')) assert.ok(inFebruary.includes(kept!), kept)
  for (const out of placesOf('pulse1', 'pulse3', 'weight', 'visit'))
    assert.ok(!inFebruary.includes(out!), out)
  assert.ok((await everything(`_since=${started.toISOString()}`)).includes(at.pulse1!), 'changed since')
  const later = new Date(Date.now() + 60_000).toISOString()
  assert.deepEqual(await everything(`_since=${later}`), [])
  for (const wrong of [
    '_count=0',
    '_type=Nonsense',
    'start=x',
    'start=2026-02-01&end=2026-01-01',
    'colour=red',
  ]) {
    const told = await fhir<OperationOutcome>(`${at.patient}/$everything?${wrong}`)
    assert.deepEqual([told.status, told.body.resourceType], [400, 'OperationOutcome'], wrong)
  }
  assert.equal((await fhir('Patient/nobody/$everything')).status, 404)
})

test('the summary is a document of the patient with allergies, problems and medicines', async () => {
  for (const path of [
    `${at.patient}/$summary`,
    'Patient/$summary?identifier=https://mach.vn/fhir/sid/citizen-id|079190000123',
  ]) {
    const { body, status } = await fhir<Bundle>(path)
    assert.deepEqual(
      [status, body.type, body.entry![0]!.resource!.resourceType],
      [200, 'document', 'Composition'],
    )
    for (const wanted of placesOf('patient', 'condition', 'allergy', 'prescription'))
      assert.ok(refs(body).includes(wanted!), wanted)
    assert.ok(!refs(body).includes(at.ofStranger!), 'nothing of another patient')
    const checked = await fhir<OperationOutcome>('Bundle/$validate', body)
    assert.deepEqual(
      checked.body.issue.filter(({ severity }) => severity === 'error'),
      [],
    )
  }
  assert.equal((await fhir('Patient/$summary?identifier=x|nobody')).status, 404)
})

test('a document is put together from its Composition, and kept when asked', async () => {
  const document = (await fhir<Bundle>(`${at.composition}/$document`)).body
  assert.equal(refs({ ...document, entry: document.entry!.slice(0, 1) })[0], at.composition)
  assert.ok(refs(document).includes(at.clinic!), 'what its parts point to comes along')
  for (const part of placesOf('patient', 'doctor', 'visit', 'condition'))
    assert.ok(refs(document).includes(part!), part)
  const parameters = { resourceType: 'Parameters', parameter: [{ name: 'persist', valueBoolean: true }] }
  const kept = await fhir<Bundle>(`${at.composition}/$document`, parameters)
  assert.equal(kept.status, 200)
  const again = await fhir<Bundle>(`Bundle/${kept.body.id}`)
  assert.deepEqual([again.status, again.body.type, refs(again.body)], [200, 'document', refs(document)])
  assert.equal((await fhir(`${at.composition}/$document?persist=true`)).status, 405)
})

test('the newest observations of each code, as many as asked', async () => {
  const lastn = async (query: string) => refs((await fhir<Bundle>(`Observation/$lastn?${query}`)).body)
  const ofPatient = `patient=${at.patient}&category=vital-signs`
  assert.deepEqual(await lastn(ofPatient), placesOf('pulse3', 'weight'))
  assert.deepEqual(await lastn(`${ofPatient}&max=2`), placesOf('pulse2', 'pulse3', 'weight'))
  assert.deepEqual(await lastn(`${ofPatient}&code=8867-4&max=9`), placesOf('pulse1', 'pulse2', 'pulse3'))
  assert.equal((await fhir('Observation/$lastn?category=vital-signs')).status, 400)
})

test('GraphQL reads a resource, what it points to and what points to it', async () => {
  const query = `{ Patient(id: "${at.patient!.split('/')[1]}") {
    name { family } managingOrganization { resource { ... on Organization { name } } }
    ObservationList(_reference: patient, code: "8867-4", _sort: "date") { valueQuantity { value } } } }`
  const { body, status } = await fhir<{ data: { Patient: unknown } }>(
    '$graphql',
    { query },
    { 'content-type': 'application/json' },
  )
  assert.equal(status, 200, JSON.stringify(body))
  assert.deepEqual(body.data.Patient, {
    name: [{ family: 'Lê' }],
    managingOrganization: { resource: { name: 'Trạm y tế xã Tân Phú' } },
    ObservationList: [70, 80, 90].map((value) => ({ valueQuantity: { value } })),
  })
  const one = await fhir<{ data: unknown }>(
    `${at.weight}/$graphql?query=${encodeURIComponent('{ valueQuantity { value } }')}`,
  )
  assert.deepEqual(one.body.data, { valueQuantity: { value: 55 } })
  const wrong = await fhir<{ errors?: unknown[]; issue?: unknown[] }>(
    `$graphql?query=${encodeURIComponent('{ Patient(')}`,
  )
  assert.ok(wrong.status === 400, `${wrong.status}`)
})

test('a view makes rows of what is stored, for all and for one patient', async () => {
  const viewResource = {
    resourceType: 'https://sql-on-fhir.org/ig/StructureDefinition/ViewDefinition',
    resource: 'Observation',
    status: 'active',
    where: [{ path: "code.coding.exists(code = '8867-4')" }],
    select: [
      {
        column: [
          { name: 'patient', path: 'subject.getReferenceKey(Patient)' },
          { name: 'day', path: 'effective.ofType(dateTime)' },
          { name: 'value', path: 'value.ofType(Quantity).value' },
        ],
      },
    ],
  }
  const run = (more: object[], query = '') =>
    fhir<{ day: string; value: number }[]>(`$viewdefinition-run${query}`, {
      resourceType: 'Parameters',
      parameter: [{ name: 'viewResource', resource: viewResource }, ...more],
    })
  const all = await run([])
  assert.deepEqual([all.status, all.body?.length], [200, 4], all.text.slice(0, 300))
  const patient = { name: 'patient', valueReference: { reference: at.patient } }
  const rows = (await run([patient])).body.sort((a, b) => (a.day < b.day ? -1 : 1))
  assert.deepEqual(
    rows.map(({ day, value }) => `${day} ${value}`),
    ['2026-01-10 70', '2026-02-10 80', '2026-03-01 90'],
  )
  const csv = await run([patient], '?_format=csv')
  assert.deepEqual(
    [csv.text.trim().split(/\r?\n/).length, csv.text.startsWith('patient,day,value')],
    [4, true],
  )
})

test('a resource is checked against the specification and is not stored by it', async () => {
  const bad = {
    resourceType: 'Observation',
    status: 'finished',
    code: loinc('8867-4'),
    valueQuantity: { value: '70' },
  }
  const { body } = await fhir<OperationOutcome>('Observation/$validate', bad)
  const errors = body.issue
    .filter(({ severity }) => severity === 'error')
    .map(({ expression }) => expression![0])
    .sort()
  assert.deepEqual(errors, ['Observation.status', 'Observation.valueQuantity.value'])
  assert.equal((await fhir<Bundle>('Observation?_summary=count')).body.total, 5)
})

test('terminology answers from what comes along and from what is stored', async () => {
  const result = (body: Parameters, name: string) =>
    (body.parameter ?? []).find((each) => each.name === name) as Record<string, unknown> | undefined
  const genders = 'http://hl7.org/fhir/ValueSet/administrative-gender'
  const expanded = await fhir<ValueSet>(`ValueSet/$expand?url=${genders}&filter=fem`)
  assert.deepEqual(
    expanded.body.expansion!.contains!.map(({ code }) => code),
    ['female'],
  )
  const valid = await fhir<Parameters>(
    `ValueSet/$validate-code?url=${genders}&code=woman&system=http://hl7.org/fhir/administrative-gender`,
  )
  assert.equal(result(valid.body, 'result')!.valueBoolean, false)
  const display = await fhir<Parameters>(
    'CodeSystem/$lookup?system=http://hl7.org/fhir/administrative-gender&code=female',
  )
  assert.equal(result(display.body, 'display')!.valueString, 'Female')

  const local = 'https://example.org/local'
  const system = {
    resourceType: 'CodeSystem',
    url: local,
    status: 'active',
    content: 'complete',
    hierarchyMeaning: 'is-a',
  }
  await fhir('CodeSystem', {
    ...system,
    concept: [{ code: 'tim', display: 'Tim mạch', concept: [{ code: 'tha', display: 'Tăng huyết áp' }] }],
  })
  await fhir('ConceptMap', {
    resourceType: 'ConceptMap',
    url: `${local}/map`,
    status: 'active',
    group: [
      {
        source: local,
        target: 'http://hl7.org/fhir/sid/icd-10',
        element: [{ code: 'tha', target: [{ code: 'I10', equivalence: 'equivalent' }] }],
      },
    ],
  })
  const found = await fhir<Parameters>(`CodeSystem/$lookup?system=${local}&code=tha`)
  assert.equal(result(found.body, 'display')!.valueString, 'Tăng huyết áp')
  const subsumes = await fhir<Parameters>(`CodeSystem/$subsumes?system=${local}&codeA=tim&codeB=tha`)
  assert.equal(result(subsumes.body, 'outcome')!.valueCode, 'subsumes')
  const translated = await fhir<Parameters>(`ConceptMap/$translate?url=${local}/map&system=${local}&code=tha`)
  assert.equal(result(translated.body, 'result')!.valueBoolean, true, translated.text)
  assert.match(translated.text, /"I10"/)
})

test("a patient's compartment holds what is hers and nothing else", async () => {
  const observations = await fhir<Bundle>(`${at.patient}/Observation?_count=100`)
  assert.deepEqual(refs(observations.body), placesOf('pulse1', 'pulse2', 'pulse3', 'weight'))
  const high = await fhir<Bundle>(`${at.patient}/Observation?value-quantity=gt75&code=8867-4`)
  assert.deepEqual(refs(high.body), placesOf('pulse2', 'pulse3'))
  const all = await fhir<Bundle>(`${at.patient}/*?_count=100`)
  assert.deepEqual(refs(all.body), placesOf(...ofThePatient), 'she herself is hers')
  const ofDoctor = await fhir<Bundle>(`${at.doctor}/MedicationRequest`)
  assert.deepEqual(refs(ofDoctor.body), placesOf('prescription'))
  assert.equal((await fhir(`${at.patient}/Organization`)).status, 404)
})

test('all types are asked at once', async () => {
  const everything = await fhir<Bundle>('?_count=100')
  assert.equal(everything.status, 200, everything.text.slice(0, 300))
  for (const place of Object.values(at)) assert.ok(refs(everything.body).includes(place), place)
  const two = await fhir<Bundle>('?_type=Patient,Organization&_lastUpdated=gt2020')
  assert.deepEqual(refs(two.body), placesOf('patient', 'stranger', 'clinic'))
})

test('the capability statement names every operation that was asked here', async () => {
  const { body } = await fhir<CapabilityStatement>('metadata')
  const rest = body.rest![0]!
  const named = new Set([
    ...(rest.operation ?? []).map(({ name }) => name),
    ...rest.resource!.flatMap(({ operation }) => (operation ?? []).map(({ name }) => name)),
  ])
  const asked =
    'everything summary document lastn graphql viewdefinition-run validate expand validate-code lookup subsumes translate closure'
  for (const name of asked.split(' ')) assert.ok(named.has(name), name)
})
