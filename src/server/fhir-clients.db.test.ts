/**
 * Clients nobody here wrote drive a patient's whole journey, as their own documentation says: fhir-kit-client 2.0.3,
 * Medplum's client 4.5.2, and fhirclient 2.6.3 as a SMART app loads it in a browser (the build for those with `fetch`).
 */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createContext, runInContext } from 'node:vm'
import { MedplumClient, OperationOutcomeError } from '@medplum/core'
import type {
  Bundle,
  CapabilityStatement,
  FhirResource,
  Observation,
  OperationOutcome,
  Patient,
} from 'fhir/r4'
import { Client } from 'fhir-kit-client'
import { projectRoot } from '#foundation/project'
import { aServer, type TestServer } from './testing.ts'

let server: TestServer
before(async () => {
  server = await aServer()
})
after(() => server.stop())

const citizenIds = 'https://mach.vn/fhir/sid/citizen-id'
const newNumber = () => `079${String(Math.floor(Math.random() * 1e9)).padStart(9, '0')}`
const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] })
const at = (resource: { id?: string; resourceType: string }) => ({
  reference: `${resource.resourceType}/${resource.id}`,
})

const aPerson = (number: string) => ({
  resourceType: 'Patient' as const,
  identifier: [{ system: citizenIds, value: number }],
  name: [{ use: 'official' as const, text: 'Nguyễn Thị Đào', family: 'Nguyễn', given: ['Thị', 'Đào'] }],
  gender: 'female' as const,
  birthDate: '1990-02-28',
})
const aVisit = (patient: Patient) => ({
  resourceType: 'Encounter' as const,
  status: 'in-progress' as const,
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  subject: at(patient),
  period: { start: '2026-11-20T08:00:00+07:00' },
})
const aWeight = (patient: Patient, visit: object, day: number) => ({
  resourceType: 'Observation' as const,
  status: 'final' as const,
  code: loinc('29463-7'),
  subject: at(patient),
  encounter: visit,
  effectiveDateTime: `2026-11-${String(day).padStart(2, '0')}T08:30:00+07:00`,
  valueQuantity: { value: 50 + day, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
})
const aDiagnosis = (patient: Patient, visit: object) => ({
  resourceType: 'Condition' as const,
  clinicalStatus: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
  },
  code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I10' }], text: 'Tăng huyết áp' },
  subject: at(patient),
  encounter: visit,
})
const aPrescription = (patient: Patient, visit: object, requester: object) => ({
  resourceType: 'MedicationRequest' as const,
  status: 'active' as const,
  intent: 'order' as const,
  medicationCodeableConcept: { text: 'Amlodipin 5 mg' },
  subject: at(patient),
  encounter: visit,
  requester,
})
const aDoctor = () => ({ resourceType: 'Practitioner' as const, name: [{ family: 'Trần', given: ['An'] }] })

const kinds = (bundle: unknown) =>
  ((bundle as Bundle).entry ?? []).map(({ resource }) => resource!.resourceType).sort()
const ids = (bundle: unknown) => ((bundle as Bundle).entry ?? []).map(({ resource }) => resource?.id)

test('fhir-kit-client leads a patient from registration to the last correction', async () => {
  const client = new Client({ baseUrl: `${server.address}/fhir/R4` })
  const number = newNumber()
  const search = <T>(resourceType: string, searchParams: Record<string, string>, options = {}) =>
    client.search({ resourceType, searchParams, options }) as unknown as Promise<Bundle<T & FhirResource>>
  const create = <T extends FhirResource>(body: T, headers: Record<string, string> = {}) =>
    client.create({
      resourceType: body.resourceType,
      body: { ...body },
      options: { headers },
    }) as Promise<unknown> as Promise<T>

  const capability = (await client.capabilityStatement()) as unknown as CapabilityStatement
  assert.equal(capability.fhirVersion, '4.0.1')

  const ifNoneExist = { 'If-None-Exist': `identifier=${citizenIds}|${number}` }
  const patient = await create<Patient>(aPerson(number), ifNoneExist)
  assert.equal(
    (await create<Patient>(aPerson(number), ifNoneExist)).id,
    patient.id,
    'nobody is registered twice',
  )
  assert.equal(Client.httpFor(patient as never).response!.headers.get('etag'), 'W/"1"')

  const visit = await create<FhirResource>(aVisit(patient))
  const doctor = await create<FhirResource>(aDoctor())
  for (let day = 1; day <= 7; day += 1) await create<FhirResource>(aWeight(patient, at(visit), day))
  const made = (await client.transaction({
    body: {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { resource: aDiagnosis(patient, at(visit)), request: { method: 'POST', url: 'Condition' } },
        {
          resource: aPrescription(patient, at(visit), at(doctor)),
          request: { method: 'POST', url: 'MedicationRequest' },
        },
      ],
    },
  })) as unknown as Bundle
  assert.deepEqual(
    made.entry!.map(({ response }) => response!.status),
    ['201 Created', '201 Created'],
  )

  await assertFound(search, patient, number)
  const first = await search<Observation>('Observation', {
    patient: patient.id!,
    _count: '3',
    _sort: '-date',
  })
  const days = first.entry!.map(({ resource }) => resource!.valueQuantity!.value)
  for (
    let page = await client.nextPage({ bundle: first as never });
    page;
    page = await client.nextPage({ bundle: page as never })
  )
    days.push(
      ...(page as unknown as Bundle<Observation>).entry!.map(
        ({ resource }) => resource!.valueQuantity!.value,
      ),
    )
  assert.deepEqual(days, [57, 56, 55, 54, 53, 52, 51])
  const compartment = { resourceType: 'Patient', id: patient.id! }
  assert.deepEqual(kinds(await client.search({ resourceType: 'Condition', compartment })), ['Condition'])

  const write = (family: string, version: string) =>
    client.update({
      resourceType: 'Patient',
      id: patient.id!,
      body: { ...patient, name: [{ family }] },
      options: { headers: { 'If-Match': `W/"${version}"` } },
    })
  assert.equal(((await write('Lê', '1')) as unknown as Patient).meta!.versionId, '2')
  await assert.rejects(write('Phạm', '1'), refusedWith(412))
  const jsonPatch = [{ op: 'replace' as const, path: '/name/0/family', value: 'Hồ' }]
  const patched = await client.patch({ resourceType: 'Patient', id: patient.id!, jsonPatch })
  assert.equal((patched as unknown as Patient).name![0]!.family, 'Hồ')
  const old = await client.vread({ resourceType: 'Patient', id: patient.id!, version: '1' })
  assert.equal((old as unknown as Patient).name![0]!.family, 'Nguyễn')
  const upserted = await client.update({
    resourceType: 'Patient',
    searchParams: { identifier: `${citizenIds}|${number}` },
    body: aPerson(number),
  })
  assert.equal((upserted as unknown as Patient).id, patient.id)

  const everything = { name: 'everything', resourceType: 'Patient', id: patient.id! }
  assert.equal(kinds(await client.operation({ ...everything, method: 'GET' })).length, 12)
  const batch = (await client.batch({
    body: {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        { request: { method: 'GET', url: `Patient/${patient.id}` } },
        { request: { method: 'GET', url: 'Patient/nobody' } },
      ],
    },
  })) as unknown as Bundle
  assert.deepEqual(
    batch.entry!.map(({ response }) => response!.status.slice(0, 3)),
    ['200', '404'],
  )

  await client.delete({ resourceType: 'Encounter', id: visit.id! })
  await assert.rejects(client.read({ resourceType: 'Encounter', id: visit.id! }), refusedWith(410))
  const history = (await client.history({ resourceType: 'Encounter', id: visit.id! })) as unknown as Bundle
  assert.deepEqual(
    history.entry!.map(({ request }) => request!.method),
    ['DELETE', 'POST'],
  )
  const ofPatients = ids(await client.typeHistory({ resourceType: 'Patient' }))
  assert.ok(ofPatients.includes(patient.id), 'the history of the type')
  assert.ok(ids(await client.systemHistory()).length >= 12, 'the history of everything')
})

/** By GET and by POST: a number, a chain, a reverse chain, includes both ways. */
async function assertFound(
  search: (type: string, params: Record<string, string>, options?: object) => Promise<Bundle>,
  patient: Patient,
  number: string,
) {
  const token = `${citizenIds}|${number}`
  for (const options of [{}, { postSearch: true }]) {
    assert.deepEqual(ids(await search('Patient', { identifier: token }, options)), [patient.id])
    assert.deepEqual(
      ids(await search('Patient', { 'name:contains': 'ngUYEN', identifier: token }, options)),
      [patient.id],
    )
    assert.deepEqual(kinds(await search('Condition', { 'patient.identifier': token }, options)), [
      'Condition',
    ])
    const sick = { '_has:Condition:patient:code': 'I10', identifier: token }
    assert.deepEqual(ids(await search('Patient', sick, options)), [patient.id])
    const included = { patient: patient.id!, _include: 'MedicationRequest:requester' }
    assert.deepEqual(kinds(await search('MedicationRequest', included, options)), [
      'MedicationRequest',
      'Practitioner',
    ])
    const reverse = { subject: patient.id!, _revinclude: 'Condition:encounter' }
    assert.deepEqual(kinds(await search('Encounter', reverse, options)), ['Condition', 'Encounter'])
  }
}

const refusedWith = (status: number) => (error: unknown) => {
  const { response } = error as { response: { status: number; data: OperationOutcome } }
  assert.deepEqual([response.status, response.data.resourceType], [status, 'OperationOutcome'])
  return true
}

test("Medplum's client leads a patient from registration to the last correction", async () => {
  const client = new MedplumClient({ baseUrl: server.address, fhirUrlPath: 'fhir/R4/' })
  const number = newNumber()
  const where = `identifier=${citizenIds}|${number}`
  const patient: Patient = await client.createResourceIfNoneExist(aPerson(number), where)
  const again: Patient = await client.createResourceIfNoneExist(aPerson(number), where)
  assert.equal(again.id, patient.id)
  const visit: FhirResource = await client.createResource(aVisit(patient))
  const doctor: FhirResource = await client.createResource(aDoctor())
  const urn = `urn:uuid:${randomUUID()}`
  const made: Bundle = await client.executeBatch({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      ...[1, 2, 3, 4, 5].map((day) => ({
        resource: aWeight(patient, at(visit), day),
        request: { method: 'POST', url: 'Observation' },
      })),
      {
        fullUrl: urn,
        resource: aDiagnosis(patient, at(visit)),
        request: { method: 'POST', url: 'Condition' },
      },
      {
        resource: { ...aPrescription(patient, at(visit), at(doctor)), reasonReference: [{ reference: urn }] },
        request: { method: 'POST', url: 'MedicationRequest' },
      },
    ],
  })
  assert.deepEqual([...new Set(made.entry!.map(({ response }) => response!.status))], ['201 Created'])

  const search = (type: string, params: Record<string, string>): Promise<Bundle> =>
    client.search(type, params)
  await assertFound(search, patient, number)
  assert.equal((await client.searchOne('Patient', where)).id, patient.id)
  const sizes: number[] = []
  for await (const page of client.searchResourcePages('Observation', {
    subject: `Patient/${patient.id}`,
    _count: 2,
  }))
    sizes.push(page.length)
  assert.deepEqual(sizes, [2, 2, 1])

  const corrected: Patient = await client.updateResource({ ...patient, name: [{ family: 'Lê' }] })
  assert.equal(corrected.meta!.versionId, '2')
  const stale = { headers: { 'If-Match': 'W/"1"' } }
  await assert.rejects(
    client.updateResource({ ...patient, name: [{ family: 'Phạm' }] }, stale),
    OperationOutcomeError,
  )
  const patch = [{ op: 'replace', path: '/name/0/family', value: 'Hồ' }] as const
  await client.patchResource('Patient', patient.id!, [...patch])
  const now: Patient = await client.readResource('Patient', patient.id!)
  assert.deepEqual([now.meta!.versionId, now.name![0]!.family], ['3', 'Hồ'])
  const then: Patient = await client.readVersion('Patient', patient.id!, '1')
  assert.equal(then.name![0]!.family, 'Nguyễn')
  const upserted: Patient = await client.upsertResource(aPerson(number), where)
  assert.deepEqual([upserted.id, upserted.meta!.versionId], [patient.id, '4'])

  assert.equal(kinds(await client.readPatientEverything(patient.id!)).length, 10)
  const summary: Bundle = await client.readPatientSummary(patient.id!)
  assert.deepEqual([summary.type, kinds(summary).includes('Condition')], ['document', true])
  const valid: OperationOutcome = await client.validateResource(aPerson(number))
  assert.deepEqual(
    valid.issue.filter(({ severity }) => severity === 'error' || severity === 'fatal'),
    [],
  )
  const { data } = await client.graphql(`{ Patient(id: "${patient.id}") { name { family } } }`)
  assert.equal(data.Patient.name[0].family, 'Nguyễn')

  await client.deleteResource('Encounter', visit.id!)
  client.invalidateAll()
  await assert.rejects(client.readResource('Encounter', visit.id!), OperationOutcomeError)
  const history: Bundle = await client.readHistory('Patient', patient.id!)
  assert.deepEqual(
    history.entry!.map(({ resource }) => resource!.meta!.versionId),
    ['4', '3', '2', '1'],
  )
})

/** The part of fhirclient's API that an app uses once it stands. */
interface SmartClient {
  request(url: string | object, options?: object): Promise<unknown>
  create(resource: object, options?: object): Promise<FhirResource>
  update(resource: object, options?: object): Promise<Patient>
  patch(url: string, patch: object): Promise<Patient>
  delete(url: string): Promise<unknown>
  getReferences(resource: object, paths: string[]): Promise<Record<string, FhirResource>>
}
type Smart = {
  client(
    state: string | object,
  ): SmartClient & { readonly patient: { read(): Promise<Patient>; request(url: string): Promise<Bundle> } }
}

/** What a page of this server gives a script: a window with fetch and a session's storage. */
function inBrowser(address: string): Smart {
  const { fetch, Headers, Request, Response, URL, URLSearchParams, AbortController, btoa, atob, console } =
    globalThis
  const { TextEncoder, TextDecoder, setTimeout, clearTimeout } = globalThis
  const web = {
    fetch,
    Headers,
    Request,
    Response,
    URL,
    URLSearchParams,
    AbortController,
    btoa,
    atob,
    console,
  }
  const window: Record<string, unknown> = { ...web, TextEncoder, TextDecoder, setTimeout, clearTimeout }
  window.location = new URL(`${address}/app`)
  window.sessionStorage = {}
  window.navigator = { userAgent: '' }
  window.crypto = globalThis.crypto
  window.addEventListener = () => {}
  // Arrays of another realm are never deeply equal to ours.
  window.JSON = JSON
  for (const name of ['window', 'self', 'top', 'parent']) window[name] = window
  createContext(window)
  runInContext(
    readFileSync(join(projectRoot(), 'node_modules/fhirclient/build/fhir-client.pure.js'), 'utf8'),
    window,
  )
  return window.FHIR as Smart
}

test("fhirclient's browser build leads a patient from registration to the last correction", async () => {
  const fhir = inBrowser(server.address)
  const client = fhir.client(`${server.address}/fhir/R4`)
  const number = newNumber()
  const ifNoneExist = { headers: { 'If-None-Exist': `identifier=${citizenIds}|${number}` } }
  const patient = (await client.create(aPerson(number), ifNoneExist)) as Patient
  assert.equal((await client.create(aPerson(number), ifNoneExist)).id, patient.id)
  const visit = await client.create(aVisit(patient))
  // Answered without a body: the client reads what it made where Location says.
  const doctor = await client.create(aDoctor(), { headers: { Prefer: 'return=minimal' } })
  assert.equal(doctor.resourceType, 'Practitioner')
  for (let day = 1; day <= 5; day += 1) await client.create(aWeight(patient, at(visit), day))
  await client.create(aDiagnosis(patient, at(visit)))
  await client.create(aPrescription(patient, at(visit), at(doctor)))

  const search = (type: string, params: Record<string, string>) =>
    client.request(`${type}?${new URLSearchParams(params)}`) as Promise<Bundle>
  await assertFound(search, patient, number)
  const pages = { pageLimit: 0, flat: true }
  const weights = await client.request(`Observation?patient=${patient.id}&_count=2&_sort=date`, pages)
  assert.deepEqual(
    Array.from(weights as Observation[], ({ valueQuantity }) => valueQuantity!.value),
    [51, 52, 53, 54, 55],
  )
  const found = await client.request(`MedicationRequest?patient=${patient.id}`, {
    flat: true,
    resolveReferences: ['requester', 'subject', 'encounter'],
  })
  const [prescription] = found as unknown as { requester: FhirResource; subject: Patient }[]
  assert.deepEqual([prescription!.requester.id, prescription!.subject.id], [doctor.id, patient.id])

  const chart = fhir.client({
    serverUrl: `${server.address}/fhir/R4`,
    tokenResponse: { patient: patient.id },
  })
  assert.equal((await chart.patient.read()).id, patient.id)
  assert.equal((await chart.patient.request('Observation')).entry!.length, 5)

  const changed = { ...patient, name: [{ family: 'Lê' }] }
  const match = (version: number) => ({ headers: { 'If-Match': `W/"${version}"` } })
  assert.equal((await client.update(changed, match(1))).meta!.versionId, '2')
  await assert.rejects(client.update({ ...changed, gender: 'male' }, match(1)), { status: 412 })
  const patched = await client.patch(`Patient/${patient.id}`, [
    { op: 'replace', path: '/name/0/family', value: 'Hồ' },
  ])
  assert.equal(patched.name![0]!.family, 'Hồ')
  await client.delete(`Encounter/${visit.id}`)
  await assert.rejects(client.request(`Encounter/${visit.id}`), { status: 410 })
  const history = (await client.request(`Patient/${patient.id}/_history`)) as Bundle
  assert.deepEqual(
    history.entry!.map(({ request }) => request!.method),
    ['PUT', 'PUT', 'POST'],
  )
})
