/** What the server defines itself can be read and not changed; what others define here is enforced. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type {
  Bundle,
  CodeSystem,
  Parameters as FhirParameters,
  OperationOutcome,
  StructureDefinition,
  ValueSet,
} from 'fhir/r4'
import { systemClock } from '#foundation/clock'
import { silentLogger } from '#foundation/log'
import { withDatabase } from '#foundation/testkit'
import { loopbackActor, openFhirGate } from '#gate/access'
import { openFhirStore } from '#record/store'
import { openConformance, ownDefinitions } from '#services/conformance'
import { migrationRooms } from './open-platform.ts'
import { aServer, type TestServer } from './testing.ts'

const actor = loopbackActor('127.0.0.1')!
const over = (db: Parameters<typeof openFhirStore>[0]) => {
  const gate = openFhirGate(openFhirStore(db))
  return { gate, conformance: openConformance({ gate, clock: systemClock, log: silentLogger, actor }) }
}
type Json = Record<string, unknown>

let server: TestServer
before(async () => {
  server = await aServer()
})
after(() => server.stop())

async function fhir<T = Json>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const isText = typeof body === 'string'
  const answer = await fetch(path.startsWith('http') ? path : `${server.address}/fhir/R4/${path}`, {
    method,
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }), ...headers },
  })
  const text = await answer.text()
  const isJson = /\/(fhir\+)?json/.test(answer.headers.get('content-type') ?? '')
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: (isJson ? JSON.parse(text) : null) as T,
  }
}
const codeOf = ({ body }: { body: unknown }) =>
  (body as OperationOutcome).issue[0]?.details?.coding?.[0]?.code
const keysOf = ({ entry }: Bundle) =>
  (entry ?? []).map(({ resource }) => `${resource!.resourceType}/${resource!.id}`)

// ── Our own definitions ──────────────────────────────────────────────────────────────────────────────────────────────

const profileUrl = 'https://mach.vn/fhir/StructureDefinition/vn-patient'

test('a profile of ours is read, found by its URL and sent as XML like any resource', async () => {
  const read = await fhir<StructureDefinition>('GET', 'StructureDefinition/vn-patient')
  assert.equal(read.status, 200)
  assert.equal(read.body.url, profileUrl)
  assert.ok(read.body.snapshot!.element.length > 30)
  assert.equal((await fhir('GET', 'StructureDefinition/vn-patient/_history/1')).text, read.text)
  const found = await fhir<Bundle>('GET', `StructureDefinition?url=${encodeURIComponent(profileUrl)}`)
  assert.deepEqual(keysOf(found.body), ['StructureDefinition/vn-patient'])
  const ofPatient = await fhir<Bundle>(
    'GET',
    'StructureDefinition?type=Patient&derivation=constraint&status=active',
  )
  assert.deepEqual(keysOf(ofPatient.body), ['StructureDefinition/vn-patient'])
  const xml = await fhir('GET', 'StructureDefinition/vn-patient', undefined, {
    accept: 'application/fhir+xml',
  })
  assert.match(xml.text, /<url value="https:\/\/mach\.vn\/fhir\/StructureDefinition\/vn-patient"\/>/)
})

test('every definition of ours can be read, and its URL leads to it', async () => {
  for (const [key, definition] of ownDefinitions()) {
    const read = await fhir('GET', key)
    assert.deepEqual([read.status, (read.body.meta as Json).versionId], [200, '1'], key)
    const query =
      definition.resourceType === 'NamingSystem'
        ? `value=${encodeURIComponent(definition.uniqueId[0]!.value)}`
        : `url=${encodeURIComponent(definition.url!)}`
    const found = await fhir<Bundle>('GET', `${definition.resourceType}?${query}&_elements=url`)
    assert.deepEqual(keysOf(found.body), [key], query)
  }
  const icd10 = await fhir<CodeSystem>('GET', 'CodeSystem/icd-10')
  assert.equal(icd10.body.content, 'not-present')
  assert.ok(icd10.text.length < 2_000)
})

test('a code list that is not sent along is asked at the resource that defines it', async () => {
  const answerOf = async (path: string, name: string) =>
    (await fhir<FhirParameters>('GET', path)).body.parameter?.find((each) => each.name === name)
  assert.equal((await answerOf('CodeSystem/icd-10/$validate-code?code=A15', 'result'))?.valueBoolean, true)
  assert.equal((await answerOf('CodeSystem/icd-10/$validate-code?code=A15x', 'result'))?.valueBoolean, false)
  const subsumed = await answerOf('CodeSystem/icd-10/$subsumes?codeA=A15&codeB=A15.0', 'outcome')
  assert.equal(subsumed?.valueCode, 'subsumes')
  const wards = await fhir<ValueSet>('GET', 'ValueSet/ward/$expand?count=3')
  assert.deepEqual([wards.status, wards.body.expansion?.contains?.length], [200, 3], wards.text.slice(0, 300))
  const inSet = await answerOf(
    'ValueSet/icd-10/$validate-code?code=A15&system=http://hl7.org/fhir/sid/icd-10',
    'result',
  )
  assert.equal(inSet?.valueBoolean, true)
})

test('a change or deletion of a definition of ours is refused by whatever way it comes', async () => {
  const patient = {
    resourceType: 'Patient',
    identifier: [{ system: 'urn:test', value: 'beside-a-definition' }],
  }
  const { body: standing } = await fhir<StructureDefinition>('GET', 'StructureDefinition/vn-patient')
  const changed = { ...standing, title: 'Khác' }
  const condition = `url=${encodeURIComponent(profileUrl)}`
  const jsonPatch = JSON.stringify([{ op: 'replace', path: '/title', value: 'Khác' }])
  const patchType = { 'content-type': 'application/json-patch+json' }
  const entry = (method: string, url: string, resource?: unknown) => ({ resource, request: { method, url } })
  const bundle = (...entries: unknown[]) => ({ resourceType: 'Bundle', type: 'transaction', entry: entries })
  for (const [method, path, body, headers] of [
    ['PUT', 'StructureDefinition/vn-patient', changed],
    ['PUT', `StructureDefinition?${condition}`, changed],
    ['PUT', 'StructureDefinition?url=urn:none', changed],
    ['DELETE', 'StructureDefinition/vn-patient'],
    ['DELETE', `StructureDefinition?${condition}`],
    ['PATCH', 'StructureDefinition/vn-patient', jsonPatch, patchType],
    ['PATCH', `StructureDefinition?${condition}`, jsonPatch, patchType],
    ['DELETE', 'CodeSystem/icd-10'],
    ['DELETE', 'NamingSystem/citizen-id'],
    ['POST', '', bundle(entry('POST', 'Patient', patient), entry('DELETE', 'ValueSet/ward'))],
  ] as const) {
    const told = await fhir(method, path, body, headers)
    assert.deepEqual(
      [told.status, codeOf(told)],
      [403, 'CONFORMANCE_OWN_DEFINITION'],
      `${method} ${path} ${told.text}`,
    )
    assert.match((told.body as unknown as OperationOutcome).issue[0]!.details!.text!, /chỉ đọc/)
  }
  assert.equal((await fhir<Bundle>('GET', 'Patient?identifier=urn:test|beside-a-definition')).body.total, 0)
  assert.equal((await fhir('GET', 'StructureDefinition/vn-patient')).headers.get('etag'), 'W/"1"')
})

test('what was read here may be sent here again: the same content is the same version', async () => {
  const { text } = await fhir('GET', 'StructureDefinition/vn-patient')
  const again = await fhir('PUT', 'StructureDefinition/vn-patient', text)
  assert.deepEqual([again.status, again.headers.get('etag')], [200, 'W/"1"'])
})

test('a server that starts again writes nothing, and two that start at once write each definition once', async () => {
  const t = await withDatabase(migrationRooms)
  try {
    const [one, other] = [over(t.db), over(t.db)]
    await Promise.all([one.conformance.publish().done, other.conformance.publish().done])
    const history = await one.gate.history(actor, 'management', { count: 500 })
    assert.ok(history.ok)
    assert.equal(history.value.versions.length, ownDefinitions().size)
    const mark = (await one.gate.feed(actor, 'management', null, 1)) as { value: { mark: string } }
    await other.conformance.publish().done
    const feed = await one.gate.feed(actor, 'management', mark.value.mark, 10)
    assert.deepEqual(feed.ok && feed.value.entries, [])
  } finally {
    await t.close()
  }
})

test('a definition that was changed or deleted in the database stands again after a start', async () => {
  const t = await withDatabase(migrationRooms)
  try {
    const { gate, conformance } = over(t.db)
    const write = (change: Parameters<typeof gate.write>[2][number]) =>
      gate.write(actor, 'management', [change], { at: new Date(), origin: 'test' })
    await conformance.publish().done
    const old = { ...ownDefinitions().get('StructureDefinition/vn-patient')!, version: '0.9.0' }
    const input = (value: object) => ({ value: value as never, write: JSON.stringify })
    await write({ op: 'update', type: 'StructureDefinition', at: 'vn-patient', resource: input(old) })
    await write({ op: 'delete', type: 'CodeSystem', at: 'ward' })
    await conformance.publish().done
    const read = await gate.read(actor, 'management', 'StructureDefinition', 'vn-patient')
    assert.deepEqual(read.ok && [read.value.version, JSON.parse(read.value.json).version], [3, '1.0.0'])
    const ward = await gate.read(actor, 'management', 'CodeSystem', 'ward')
    assert.deepEqual(ward.ok && [ward.value.version, ward.value.deleted], [3, false])
  } finally {
    await t.close()
  }
})

test('what stood at such an id before stays its owner’s', async () => {
  const t = await withDatabase(migrationRooms)
  try {
    const { gate, conformance } = over(t.db)
    const theirs = (title: string) => ({
      ...{ resourceType: 'CodeSystem', id: 'department', url: 'urn:their:departments' },
      ...{ title, status: 'active', content: 'complete' },
    })
    const put = (through: typeof gate, title: string) =>
      through.write(
        actor,
        'treatment',
        [
          {
            op: 'update',
            type: 'CodeSystem',
            at: 'department',
            resource: { value: theirs(title), write: JSON.stringify },
          },
        ],
        { at: new Date(), origin: 'test' },
      )
    await put(gate, 'Khoa')
    await conformance.publish().done
    const read = await gate.read(actor, 'treatment', 'CodeSystem', 'department')
    assert.deepEqual(read.ok && [read.value.version, JSON.parse(read.value.json).title], [1, 'Khoa'])
    const changed = await put(conformance.gate, 'Khoa phòng')
    assert.equal(changed.ok && changed.value[0]!.outcome, 'updated')
  } finally {
    await t.close()
  }
})

// ── Profiles that clients store ──────────────────────────────────────────────────────────────────────────────────────

/** A profile of Patient that wants these elements; each test has its own URL. */
const aProfile = (name: string, elements: readonly Json[], more: Json = {}) => ({
  ...{
    resourceType: 'StructureDefinition',
    id: name,
    url: `http://benh-vien.vn/${name}`,
    name: 'P',
    title: name,
  },
  ...{ status: 'active', kind: 'resource', abstract: false, type: 'Patient', derivation: 'constraint' },
  baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
  ...{
    snapshot: {
      element: [
        { id: 'Patient', path: 'Patient', definition: 'x', min: 0, max: '*', base: base('Patient') },
        ...elements,
      ],
    },
  },
  ...more,
})
const base = (path: string, max = '*') => ({ path, min: 0, max })
const elementOf = (name: string, min: number, max: string, more: Json = {}) => ({
  ...{
    id: `Patient.${name}`,
    path: `Patient.${name}`,
    definition: 'x',
    min,
    max,
    base: base(`Patient.${name}`),
  },
  ...more,
})
const wantsGender = elementOf('gender', 1, '1')
const claiming = (name: string, rest: Json = {}) => ({
  resourceType: 'Patient',
  meta: { profile: [`http://benh-vien.vn/${name}`] },
  ...rest,
})
async function define(profile: { id: string }) {
  const told = await fhir('PUT', `StructureDefinition/${profile.id}`, profile)
  assert.ok(told.status === 200 || told.status === 201, told.text)
}
const gender = { gender: 'female' }

test('a resource that claims a stored profile is held to it on create, update and both patches', async () => {
  // Claimed before anybody stored it: unknown, and told so.
  const early = await fhir<OperationOutcome>('POST', 'Patient', claiming('p-all'), {
    prefer: 'return=OperationOutcome',
  })
  assert.equal(early.status, 201)
  assert.match(early.text, /không có profile này/)
  await define(aProfile('p-all', [wantsGender]))
  const refused = await fhir<OperationOutcome>('POST', 'Patient', claiming('p-all'))
  assert.equal(refused.status, 422, refused.text)
  assert.deepEqual(
    refused.body.issue.map(({ code, expression }) => [code, expression]),
    [['required', ['Patient']]],
  )
  const created = await fhir('POST', 'Patient', claiming('p-all', gender))
  assert.equal(created.status, 201)
  const at = `Patient/${created.body.id}`
  assert.equal((await fhir('PUT', at, claiming('p-all', { id: created.body.id }))).status, 422)
  const jsonPatch = (operations: unknown) =>
    fhir('PATCH', at, JSON.stringify(operations), { 'content-type': 'application/json-patch+json' })
  // By now what was read a moment ago no longer counts: the patch itself must see that it is read again.
  await sleep(2_100)
  assert.equal((await jsonPatch([{ op: 'remove', path: '/gender' }])).status, 422)
  const valueCode = [
    { name: 'type', valueCode: 'delete' },
    { name: 'path', valueString: 'Patient.gender' },
  ]
  const byPath = { resourceType: 'Parameters', parameter: [{ name: 'operation', part: valueCode }] }
  assert.equal((await fhir('PATCH', at, byPath)).status, 422)
  assert.equal((await jsonPatch([{ op: 'replace', path: '/gender', value: 'male' }])).status, 200)
})

test('a batch refuses the one entry, a transaction all of them', async () => {
  await define(aProfile('p-bundle', [wantsGender]))
  const entry = (resource: Json) => ({ resource, request: { method: 'POST', url: 'Patient' } })
  const entries = [entry(claiming('p-bundle', gender)), entry(claiming('p-bundle'))]
  const batch = await fhir<Bundle>('POST', '', { resourceType: 'Bundle', type: 'batch', entry: entries })
  assert.deepEqual(
    batch.body.entry!.map(({ response }) => response!.status.slice(0, 3)),
    ['201', '422'],
  )
  const all = await fhir<OperationOutcome>('POST', '', {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: entries,
  })
  assert.equal(all.status, 422)
  assert.deepEqual(all.body.issue[0]!.expression, ['Bundle.entry[1].resource'])
})

test('a patch in a transaction is held to it too, and the other entries keep their references', async () => {
  await define(aProfile('p-patch', [wantsGender]))
  const { body: made } = await fhir('POST', 'Patient', claiming('p-patch', gender))
  const patch = (operation: object) => ({
    resource: {
      ...{ resourceType: 'Binary', contentType: 'application/json-patch+json' },
      data: Buffer.from(JSON.stringify([operation])).toString('base64'),
    },
    request: { method: 'PATCH', url: `Patient/${made.id}` },
  })
  const child = (resource: Json, key: string) => ({
    fullUrl: `urn:uuid:0e7ba2e0-0000-4000-8000-00000000000${key}`,
    resource,
    request: { method: 'POST', url: String(resource.resourceType) },
  })
  const mother = child({ resourceType: 'Patient' }, '1')
  const related = child({ resourceType: 'RelatedPerson', patient: { reference: mother.fullUrl } }, '2')
  const send = (operation: object) =>
    fhir<Bundle>('POST', '', {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [mother, related, patch(operation)],
    })
  await sleep(2_100)
  assert.equal((await send({ op: 'remove', path: '/gender' })).status, 422)
  await sleep(2_100)
  const told = await send({ op: 'replace', path: '/gender', value: 'male' })
  assert.equal(told.status, 200, told.text)
  const [patientAt, relatedAt] = told.body.entry!.map(({ response }) =>
    response!.location!.replace(/\/_history.*/, ''),
  )
  const read = await fhir('GET', relatedAt!.replace(/.*fhir\/R4\//, ''))
  assert.ok(patientAt!.endsWith((read.body.patient as { reference: string }).reference))
})

test('lines of an import are held to it; one that would change a definition of ours is set aside', async () => {
  await define(aProfile('p-import', [wantsGender]))
  const { body: ours } = await fhir('GET', 'StructureDefinition/vn-coverage')
  const lines = [
    claiming('p-import', { id: 'imported-good', ...gender }),
    claiming('p-import', { id: 'imported-bad' }),
    { ...ours, title: 'Khác' },
    ours,
  ]
  const kicked = await fhir('POST', '$import', `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`, {
    'content-type': 'application/fhir+ndjson',
    prefer: 'respond-async',
  })
  assert.equal(kicked.status, 202, kicked.text)
  let status = await fhir('GET', kicked.headers.get('content-location')!)
  for (let waited = 0; status.status === 202 && waited < 1_200; waited += 1) {
    await sleep(50)
    status = await fhir('GET', kicked.headers.get('content-location')!)
  }
  const [error] = status.body.error as { url: string }[]
  const aside = (await fhir('GET', error!.url)).text.trim().split('\n')
  assert.equal(aside.length, 2, aside.join('\n'))
  assert.match(aside.join(), /CONFORMANCE_OWN_DEFINITION/)
  assert.equal((await fhir('GET', 'Patient/imported-good')).status, 200)
  assert.equal((await fhir('GET', 'Patient/imported-bad')).status, 404)
})

test('a profile counts as it stands now: changed, withdrawn, or stored by another process', async () => {
  const create = async (name: string) => (await fhir('POST', 'Patient', claiming(name))).status
  await define(aProfile('p-now', [wantsGender]))
  assert.equal(await create('p-now'), 422)
  await define(aProfile('p-now', []))
  assert.equal(await create('p-now'), 201)
  await define(aProfile('p-now', [wantsGender]))
  assert.equal(await create('p-now'), 422)
  assert.equal((await fhir('DELETE', 'StructureDefinition/p-now')).status, 204)
  assert.equal(await create('p-now'), 201)
  const value = aProfile('p-elsewhere', [wantsGender])
  assert.equal(await create('p-elsewhere'), 201)
  await over(server.db).gate.write(
    actor,
    'treatment',
    [{ op: 'update', type: 'StructureDefinition', at: value.id, resource: { value, write: JSON.stringify } }],
    { at: new Date(), origin: 'another process' },
  )
  for (let waited = 0; waited < 600 && (await create('p-elsewhere')) === 201; waited += 1) await sleep(100)
  assert.equal(await create('p-elsewhere'), 422)
})

test('a profile without a snapshot is not enforced, and whoever claims it is told so', async () => {
  const { snapshot, ...rest } = aProfile('p-differential', [wantsGender])
  await define({ ...rest, differential: snapshot } as never)
  const told = await fhir('POST', 'Patient', claiming('p-differential'), {
    prefer: 'return=OperationOutcome',
  })
  assert.equal(told.status, 201)
  assert.match(told.text, /không có snapshot/)
})

test('a claim with a version means that version; the profiles that a profile names are followed', async () => {
  await define(aProfile('p-version-1', [], { url: 'http://benh-vien.vn/p-version', version: '1' }))
  await define(aProfile('p-version-2', [wantsGender], { url: 'http://benh-vien.vn/p-version', version: '2' }))
  assert.equal((await fhir('POST', 'Patient', claiming('p-version|1'))).status, 201)
  assert.equal((await fhir('POST', 'Patient', claiming('p-version|2'))).status, 422)
  const told = await fhir('POST', 'Patient', claiming('p-version|3'), { prefer: 'return=OperationOutcome' })
  assert.match(told.text, /không có profile này/)

  const rank = 'http://benh-vien.vn/rank'
  const e = (path: string, more: Json) => ({
    id: path,
    path,
    definition: 'x',
    min: 0,
    max: '*',
    base: base(path),
    ...more,
  })
  await define({
    ...aProfile('rank', [], { url: rank, type: 'Extension', kind: 'complex-type' }),
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Extension',
    context: [{ type: 'element', expression: 'Patient' }],
    snapshot: {
      element: [
        e('Extension', {}),
        e('Extension.url', { min: 1, max: '1', fixedUri: rank }),
        e('Extension.value[x]', { min: 1, max: '1', type: [{ code: 'integer' }] }),
      ],
    },
  } as never)
  const extension = elementOf('extension', 0, '*', { type: [{ code: 'Extension', profile: [rank] }] })
  await define(aProfile('p-names', [extension]))
  const ranked = (value: object) => claiming('p-names', { extension: [{ url: rank, ...value }] })
  assert.equal((await fhir('POST', 'Patient', ranked({ valueInteger: 1 }))).status, 201)
  assert.equal((await fhir('POST', 'Patient', ranked({ valueString: 'một' }))).status, 422)
})

test('$validate asks the same profiles, claimed or named', async () => {
  await define(aProfile('p-validate', [wantsGender]))
  const severe = async (path: string, body: unknown) =>
    (await fhir<OperationOutcome>('POST', path, body)).body.issue.map(({ severity }) => severity)
  const profile = encodeURIComponent('http://benh-vien.vn/p-validate')
  assert.deepEqual(await severe('Patient/$validate', claiming('p-validate')), ['error'])
  assert.deepEqual(await severe(`Patient/$validate?profile=${profile}`, { resourceType: 'Patient' }), [
    'error',
  ])
  assert.deepEqual(await severe(`Patient/$validate?profile=${profile}`, claiming('p-validate', gender)), [
    'information',
  ])
})

test('thousands of claims are answered in bounded time, whatever way they come', async () => {
  const profile = Array.from({ length: 3_000 }, (_, n) => `http://benh-vien.vn/many-${n}`)
  const odd = [
    "'; drop table store.resource; --",
    'http://benh-vien.vn/a,b',
    'http://benh-vien.vn/$x|',
    '||',
    'urn:x\\',
  ]
  const many = {
    resourceType: 'Patient',
    meta: { profile: [...profile, ...odd.filter((url) => !url.includes(' '))] },
  }
  const began = Date.now()
  const created = await fhir('POST', 'Patient', many)
  assert.equal(created.status, 201, created.text.slice(0, 300))
  const { body: bare } = await fhir('POST', 'Patient', { resourceType: 'Patient' })
  const other = profile.map((url) => `${url}-other`)
  const patch = JSON.stringify([{ op: 'add', path: '/meta/profile', value: other }])
  const patched = await fhir('PATCH', `Patient/${bare.id}`, patch, {
    'content-type': 'application/json-patch+json',
  })
  assert.equal(patched.status, 200, patched.text.slice(0, 300))
  const told = await fhir('POST', 'Patient', {
    resourceType: 'Patient',
    meta: { profile: [odd[0], 1, null] },
  })
  assert.equal(told.status, 422)
  assert.ok(Date.now() - began < 30_000, `${Date.now() - began} ms`)
})
