/** $viewdefinition-export on the real store: the rows of views as files, by jobs that outlive requests and restarts. */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import Fastify, { type FastifyInstance } from 'fastify'
import { systemClock } from '#foundation/clock'
import { silentLogger } from '#foundation/log'
import { aTempDir, type TestDatabase, withDatabase } from '#foundation/testkit'
import { type Actor, type FhirGate, loopbackActor, openFhirGate } from '#gate/access'
import { openFhirStore, storeMigrations } from '#record/store'
import { type BulkDeps, bulkDataMigrations, openBulkData } from '#services/bulk-data'
import { fhirRoutes } from '#services/fhir-rest'
import { terminology } from '#vocabulary/terminology'

type Json = Record<string, unknown>
interface Parameter {
  name: string
  valueString?: string
  valueUri?: string
  valueCode?: string
  valueInteger?: number
  valueInstant?: string
  part?: Parameter[]
}

let t: TestDatabase
let gate: FhirGate
let app: FastifyInstance
let base: string
let deps: BulkDeps
let bulk: ReturnType<typeof openBulkData>
let worker: ReturnType<typeof bulk.startWorker>
const folder = aTempDir('mach-views')
const actor = loopbackActor('127.0.0.1')!
/** What stands between the worker and the store, when a test wants to be in the way. */
const way: { export?: FhirGate['export'] } = {}

before(async () => {
  t = await withDatabase([storeMigrations, bulkDataMigrations], { max: 12 })
  const open = openFhirGate(openFhirStore(t.db))
  gate = { ...open, export: (...asked) => (way.export ?? open.export)(...asked) }
  deps = {
    ...{ db: t.db, gate, clock: systemClock, log: silentLogger, keepHours: 1, maxImportBytes: 1_000_000 },
    ...{ dir: join(folder.path, 'bulk'), importDir: null, pace: { lease: 500, poll: 20, settle: 50 } },
  }
  bulk = openBulkData(deps)
  worker = bulk.startWorker()
  app = Fastify({ forceCloseConnections: true })
  const who = (name: unknown): Actor | null =>
    name === 'nobody' ? null : ({ ...actor, ...(name ? { name } : {}) } as Actor)
  await app.register(
    fhirRoutes({
      ...{ gate, clock: systemClock, version: 'test', terminology: terminology() },
      actorOf: (request) => who(request.headers['x-who']),
      operations: bulk.operations,
    }),
  )
  base = `${await app.listen({ host: '127.0.0.1', port: 0 })}/fhir/R4`
  await put(
    { resourceType: 'Patient', id: 'an', name: [{ text: 'Lê "An", út' }], birthDate: '1960-01-02' },
    { resourceType: 'Patient', id: 'binh', name: [{ text: 'Đỗ Bình' }] },
    { resourceType: 'Patient', id: 'chi' },
    pulse('p1', 'an', 70),
    pulse('p2', 'an', 80),
    pulse('p3', 'binh', 90),
    {
      ...{ resourceType: 'Group', id: 'ward', type: 'person', actual: true },
      member: ['an', 'chi'].map((id) => ({ entity: { reference: `Patient/${id}` } })),
    },
  )
})
after(async () => {
  await worker.stop()
  await app.close()
  await t.close()
  folder.remove()
})

const pulse = (id: string, of: string, value: number): Json => ({
  ...{ resourceType: 'Observation', id, status: 'final', code: { text: 'Mạch' } },
  ...{ subject: { reference: `Patient/${of}` }, valueQuantity: { value, unit: '/min' } },
})

async function put(...resources: Json[]) {
  const changes = resources.map((value) => ({
    ...{ op: 'update' as const, type: value.resourceType as string, at: value.id as string },
    resource: { value: value as Json & { resourceType: string }, write: JSON.stringify },
  }))
  const written = await gate.write(actor, 'treatment', changes, { at: new Date(), origin: 'test' })
  assert.ok(written.ok, JSON.stringify(written))
}

const column = (name: string, path: string) => ({ name, path })
const people = {
  ...{ resourceType: 'ViewDefinition', name: 'people', status: 'active', resource: 'Patient' },
  select: [
    { column: [column('id', 'getResourceKey()'), column('name', 'name.text'), column('born', 'birthDate')] },
  ],
}
const pulses = {
  ...{ resourceType: 'ViewDefinition', name: 'pulses', status: 'active', resource: 'Observation' },
  select: [{ column: [column('id', 'id'), column('value', 'value.ofType(Quantity).value')] }],
}
const view = (resource: unknown, name?: string) => ({
  name: 'view',
  part: [
    ...(name === undefined ? [] : [{ name: 'name', valueString: name }]),
    { name: 'viewResource', resource },
  ],
})
const stored = (reference: string) => ({
  name: 'view',
  part: [{ name: 'viewReference', valueReference: { reference } }],
})

async function ask(path: string, init: RequestInit = {}) {
  const url = path.startsWith('http') ? path : `${base}/${path}`
  const answer = await fetch(url, { redirect: 'manual', ...init })
  const text = await answer.text()
  const isJson = /fhir\+json/.test(answer.headers.get('content-type') ?? '')
  const body = (isJson && text ? JSON.parse(text) : {}) as Json & {
    parameter: Parameter[]
    issue: { code: string; expression?: string[]; details: { text: string } }[]
  }
  return { status: answer.status, headers: answer.headers, text, body }
}

const start = (parameter: unknown, headers: Record<string, string> = {}, query = '') =>
  ask(`$viewdefinition-export${query}`, {
    method: 'POST',
    body:
      typeof parameter === 'string' ? parameter : JSON.stringify({ resourceType: 'Parameters', parameter }),
    headers: { 'content-type': 'application/fhir+json', prefer: 'respond-async', ...headers },
  })

async function kickedOff(...parameter: unknown[]): Promise<string> {
  const told = await start(parameter)
  assert.equal(told.status, 202, told.text)
  return told.headers.get('content-location')!
}

/** Asks until it is over; gives the address of the result. */
async function ended(status: string): Promise<string> {
  for (let waited = 0; waited < 120_000; waited += 20) {
    const told = await ask(status)
    if (told.status === 303) return told.headers.get('location')!
    assert.equal(told.status, 202, told.text)
    assert.ok(told.headers.get('x-progress') && told.headers.get('retry-after'))
    assert.equal(said(told.body.parameter, 'status'), 'in-progress')
    await sleep(20)
  }
  throw new Error('the job did not end')
}

const said = (parameter: readonly Parameter[], name: string) => {
  const found = parameter.find((each) => each.name === name)
  return (
    found?.valueString ?? found?.valueCode ?? found?.valueUri ?? found?.valueInteger ?? found?.valueInstant
  )
}
const outputsOf = (parameter: readonly Parameter[]) =>
  parameter
    .filter(({ name }) => name === 'output')
    .map(({ part }) => ({ name: said(part!, 'name'), url: String(said(part!, 'location')) }))

async function exported(...parameter: unknown[]) {
  const result = await ask(await ended(await kickedOff(...parameter)))
  assert.equal(result.status, 200, result.text)
  const files = await Promise.all(outputsOf(result.body.parameter).map(({ url }) => ask(url)))
  return { result, outputs: outputsOf(result.body.parameter), files, texts: files.map(({ text }) => text) }
}

test('two views leave as two files, and the result tells all that the guide asks for', async () => {
  const tracking = { name: 'clientTrackingId', valueString: 'báo cáo tháng 11' }
  const told = await start([tracking, view(people), view(pulses, 'Mạch/tháng 11')])
  assert.equal(told.status, 202, told.text)
  const status = told.headers.get('content-location')!
  assert.deepEqual(
    ['status', 'clientTrackingId', 'location'].map((name) => said(told.body.parameter, name)),
    ['accepted', 'báo cáo tháng 11', status],
  )
  const result = await ask(await ended(status))
  assert.equal(result.status, 200)
  assert.match(result.headers.get('content-type')!, /^application\/fhir\+json/)
  assert.ok(Date.parse(result.headers.get('expires')!) > Date.now())
  const { parameter } = result.body
  const jobId = new URL(status).searchParams.get('job')
  assert.deepEqual(
    ['exportId', 'status', '_format', 'clientTrackingId'].map((name) => said(parameter, name)),
    [jobId, 'completed', 'ndjson', 'báo cáo tháng 11'],
  )
  assert.ok(said(parameter, 'exportStartTime')! <= said(parameter, 'exportEndTime')!)
  assert.equal(typeof said(parameter, 'exportDuration'), 'number')
  const [first, second] = outputsOf(parameter)
  assert.deepEqual([first!.name, second!.name], ['people', 'Mạch/tháng 11'])
  const file = await ask(first!.url)
  assert.match(file.headers.get('content-type')!, /^application\/x-ndjson/)
  assert.deepEqual(
    file.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).id)
      .sort(),
    ['Patient/an', 'Patient/binh', 'Patient/chi'],
  )
  assert.match(
    (await ask(second!.url)).headers.get('content-disposition')!,
    /filename="Ma_ch_tha_ng_11\.ndjson"/,
  )
  const inXml = await ask(`${base}/$view-export-result?job=${jobId}&_format=xml`)
  assert.match(inXml.text, /<valueString value="Mạch\/tháng 11"\/>/)
})

test('a client that follows redirects gets the result from the status address itself', async () => {
  const status = await kickedOff(view(pulses))
  await ended(status)
  const followed = await ask(status, { redirect: 'follow' })
  assert.deepEqual([followed.status, said(followed.body.parameter, 'status')], [200, 'completed'])
})

test('as a table with and without a head, as JSON; an empty view still has its file', async () => {
  const csv = { name: '_format', valueCode: 'csv' }
  const ofAn = { name: 'patient', valueReference: { reference: 'Patient/an' } }
  const table = await exported(csv, ofAn, view(people))
  assert.equal(table.texts[0], 'id,name,born\r\nPatient/an,"Lê ""An"", út",1960-01-02\r\n')
  assert.match(table.files[0]!.headers.get('content-type')!, /^text\/csv.*header=present/)
  const bare = await exported(csv, ofAn, view(people), { name: 'header', valueBoolean: false })
  assert.equal(bare.texts[0], 'Patient/an,"Lê ""An"", út",1960-01-02\r\n')
  const nothing = { ...people, name: 'nothing', where: [column('w', "birthDate = '1900-01-01'")] }
  const json = await exported({ name: '_format', valueCode: 'json' }, view(nothing), view(pulses))
  assert.equal(json.texts[0], '[]')
  assert.deepEqual(
    JSON.parse(json.texts[1]!)
      .map(({ value }: Json) => value)
      .sort(),
    [70, 80, 90],
  )
})

test('of patients and groups only, and of what changed since', async () => {
  const ids = async (...more: unknown[]) =>
    (await exported(view(people), ...more)).texts[0]!.split('\n').flatMap((l) =>
      l ? [JSON.parse(l).id] : [],
    )
  const patient = (id: string) => ({ name: 'patient', valueReference: { reference: `Patient/${id}` } })
  const ward = { name: 'group', valueReference: { reference: `${base}/Group/ward` } }
  assert.deepEqual((await ids(ward)).sort(), ['Patient/an', 'Patient/chi'])
  assert.deepEqual(
    await ids(ward, patient('chi'), patient('binh')),
    ['Patient/chi'],
    'nobody outside of either',
  )
  assert.deepEqual((await exported(view(pulses), patient('binh'))).texts, ['{"id":"p3","value":90}\n'])
  const now = new Date().toISOString()
  assert.deepEqual(await ids({ name: '_since', valueInstant: now }), [])
  await put({ resourceType: 'Patient', id: 'late', active: true })
  assert.deepEqual(await ids({ name: '_since', valueInstant: now }), ['Patient/late'])
})

test('a view that lies in a Binary is named instead of sent', async () => {
  const data = Buffer.from(JSON.stringify(pulses)).toString('base64')
  await put({ resourceType: 'Binary', id: 'pulses', contentType: 'application/json', data })
  const { outputs, texts } = await exported(stored('Binary/pulses'))
  assert.deepEqual([outputs[0]!.name, texts[0]!.trimEnd().split('\n').length], ['pulses', 3])
})

test('what is wrong is told at once, every view on its line, and nothing is begun', async () => {
  const before = (await t.db.one<{ n: number }>(countJobs)).n
  const refused = async (parameter: unknown, headers = {}, query = '') => {
    const told = await start(parameter, headers, query)
    assert.equal(told.body.resourceType, 'OperationOutcome', told.text)
    for (const { details } of told.body.issue) assert.match(details.text, /[à-ỹđ]/i)
    return told
  }
  const broken = { ...people, select: [{ column: [column('id', 'id +')] }] }
  assert.equal((await refused([view(broken)])).status, 422)
  assert.equal((await refused([stored('ViewDefinition/none')])).status, 404)
  assert.equal((await refused([stored('Binary/none')])).status, 404)
  const several = await refused([view(people), view(broken), stored('Binary/none')])
  assert.equal(several.status, 400)
  assert.deepEqual(
    several.body.issue.map(({ expression }) => expression![0]),
    ['parameter[1]', 'parameter[2]'],
  )
  assert.match((await refused([view(people), { name: '_format', valueCode: 'parquet' }])).text, /parquet/)
  const nobody = { name: 'patient', valueReference: { reference: 'Patient/nobody' } }
  assert.equal((await refused([view(people), nobody])).status, 404)
  assert.equal((await refused([view(people), { name: 'group', valueString: 'nobody' }])).status, 404)
  for (const [what, parameter] of Object.entries({
    'no view': [],
    'two in one': [{ name: 'view', part: [...view(people).part, ...view(people).part] }],
    'nothing in it': [{ name: 'view' }],
    'no object': [{ name: 'view', part: [{ name: 'viewResource', resource: 'x' }] }],
    'a stray part': [{ name: 'view', part: [...view(people).part, { name: 'colour', valueString: 'red' }] }],
    'one name twice': [view(people), view(people)],
    'a name of nothing': [view(people, ' ')],
    'a name on two lines': [view(people, 'a\r\nset-cookie: x')],
    'a long name': [view(people, 'x'.repeat(201))],
    'a NUL': [view({ ...people, description: 'a\0b' })],
    'half a letter': [
      { ...view(people), part: [{ name: 'viewResource', resource: { ...people, title: '\\ud800' } }] },
    ],
    'a source': [view(people), { name: 'source', valueString: 's3://bucket' }],
    'a stranger': [view(people), { name: 'colour', valueString: 'red' }],
    'no moment': [view(people), { name: '_since', valueInstant: 'hôm qua' }],
    'another type': [view(people), { name: 'patient', valueReference: { reference: 'Group/ward' } }],
    'no yes or no': [view(people), { name: 'header', valueString: 'maybe' }],
    'too many views': Array.from({ length: 101 }, (_, i) => view(people, `v${i}`)),
    'too much text': [view({ ...people, description: 'x'.repeat(2_000_001) })],
  })) {
    const text = JSON.stringify({ resourceType: 'Parameters', parameter }).replace('\\\\ud800', '\\ud800')
    assert.equal((await refused(text)).status, 400, what)
  }
  assert.equal((await refused([view(people)], { prefer: 'return=minimal' })).status, 400)
  assert.equal((await refused(JSON.stringify(people))).status, 400)
  assert.equal((await refused([view(people)], {}, '?_format=parquet')).status, 400)
  assert.equal((await ask('$viewdefinition-export')).status, 405)
  assert.equal((await t.db.one<{ n: number }>(countJobs)).n, before)
})

const countJobs = { text: 'select count(*)::int as n from bulk_data.job', values: [] } as never

test('a view that does not fit the data fails, and its result says why', async () => {
  await put({ resourceType: 'Patient', id: 'two', name: [{ text: 'A' }, { text: 'B' }] })
  const status = await kickedOff(view(pulses), view(people))
  const result = await ask(await ended(status))
  assert.deepEqual([result.status, result.body.issue[0]!.details.text.includes('không khớp')], [422, true])
  const job = new URL(status).searchParams.get('job')
  assert.equal((await ask(`$bulk-file?job=${job}&file=0`)).status, 404, 'no half of an answer')
  await put({ resourceType: 'Patient', id: 'two' })
})

test('names that look like paths name no path', async () => {
  const { files, outputs } = await exported(view(people, '../../etc/passwd'), view(pulses, '..\\..\\"x";'))
  assert.equal(outputs[0]!.name, '../../etc/passwd')
  assert.match(files[0]!.headers.get('content-disposition')!, /filename="etc_passwd\.ndjson"/)
  assert.match(files[1]!.headers.get('content-disposition')!, /filename="x_\.ndjson"/)
  const { searchParams } = new URL(outputs[0]!.url)
  const job = searchParams.get('job')!
  assert.deepEqual(readdirSync(join(deps.dir, job)).sort(), ['0.ndjson.gz', '1.ndjson.gz'])
  for (const file of ['2', '-1', '1.5', '../0.ndjson.gz', '', '0.ndjson.gz', '%00'])
    assert.equal((await ask(`$bulk-file?job=${job}&file=${encodeURIComponent(file)}`)).status, 404, file)
  assert.equal((await ask('$bulk-file?job=..%2F..&file=0')).status, 404)
})

test('a job is nobody else’s: neither its state nor its result nor its files', async () => {
  const status = await kickedOff(view(people))
  const result = await ended(status)
  const { url } = outputsOf((await ask(result)).body.parameter)[0]!
  for (const path of [status, result, url]) {
    assert.equal((await ask(path, { headers: { 'x-who': 'nobody' } })).status, 403, path)
    assert.equal((await ask(path, { headers: { 'x-who': 'somebody' } })).status, 404, path)
    assert.notEqual((await ask(path)).status, 404)
  }
  assert.equal((await ask(status, { method: 'DELETE', headers: { 'x-who': 'somebody' } })).status, 404)
})

test('a cancelled export is gone with its files, also in the middle of one', async () => {
  let isReached: () => void = () => {}
  const reached = new Promise<void>((resolve) => {
    isReached = resolve
  })
  let release: () => void = () => {}
  const cancelled = new Promise<void>((resolve) => {
    release = resolve
  })
  const open = openFhirGate(openFhirStore(t.db))
  way.export = async (who, why, options, into) => {
    if (options.type === 'Patient') {
      isReached()
      await cancelled
    }
    return open.export(who, why, options, into)
  }
  const status = await kickedOff(view(pulses), view(people))
  const job = new URL(status).searchParams.get('job')!
  await reached
  assert.equal((await ask(`$view-export-result?job=${job}`)).status, 404, 'there is no result yet')
  assert.ok(existsSync(join(deps.dir, job, '0.ndjson.gz')))
  assert.equal((await ask(status, { method: 'DELETE' })).status, 202)
  release()
  for (const path of [status, `$view-export-result?job=${job}`, `$bulk-file?job=${job}&file=0`])
    assert.equal((await ask(path)).status, 404)
  for (let waited = 0; existsSync(join(deps.dir, job)) && waited < 60_000; waited += 20) await sleep(20)
  delete way.export
  assert.ok(!existsSync(join(deps.dir, job)))
})

test('after a restart the finished file stays as it is and only the rest is made', async () => {
  const open = openFhirGate(openFhirStore(t.db))
  const asked: string[] = []
  let stopping: Promise<void> | null = null
  way.export = async (who, why, options, into) => {
    asked.push(options.type)
    if (options.type === 'Patient') stopping ??= worker.stop()
    return open.export(who, why, options, into)
  }
  const status = await kickedOff(view(pulses), view(people))
  for (let waited = 0; !stopping && waited < 60_000; waited += 20) await sleep(20)
  await stopping
  worker = bulk.startWorker()
  const result = await ask(await ended(status))
  delete way.export
  assert.deepEqual(asked, ['Observation', 'Patient', 'Patient'])
  const outputs = outputsOf(result.body.parameter)
  assert.deepEqual(
    outputs.map(({ name }) => name),
    ['pulses', 'people'],
  )
  assert.equal((await ask(outputs[1]!.url)).text.split('\n').length, 6)
})

test('a job whose process was killed in the middle of a file is taken over when its lease runs out', async () => {
  await worker.stop()
  const status = await kickedOff(view(pulses))
  const job = new URL(status).searchParams.get('job')!
  mkdirSync(join(deps.dir, job), { recursive: true })
  writeFileSync(join(deps.dir, job, '0.ndjson.gz.part'), 'half a file')
  await t.db.run(takenByTheDead(job))
  worker = bulk.startWorker()
  const result = await ask(await ended(status))
  const [output] = outputsOf(result.body.parameter)
  assert.equal((await ask(output!.url)).text.trimEnd().split('\n').length, 3)
  assert.deepEqual(readdirSync(join(deps.dir, job)), ['0.ndjson.gz'])
})

const takenByTheDead = (job: string) =>
  ({
    text: `update bulk_data.job set state = 'running', worker = gen_random_uuid(), attempts = 1,
      lease_until = now() + interval '300 milliseconds' where job_id = $1`,
    values: [job],
  }) as never

test('a thousand kick-offs from fifty clients at once: a hundred are taken, the others are told to come later', async () => {
  await worker.stop()
  const client = async () => {
    const mine = []
    for (let i = 0; i < 20; i += 1) mine.push(await start([view(pulses)]))
    return mine
  }
  const told = (await Promise.all(Array.from({ length: 50 }, client))).flat()
  const taken = told.filter(({ status }) => status === 202)
  const busy = told.filter(({ status }) => status === 429)
  assert.deepEqual([taken.length, busy.length], [100, 900])
  assert.ok(busy.every(({ headers }) => headers.get('retry-after')))
  await Promise.all(taken.map(({ headers }) => ask(headers.get('content-location')!, { method: 'DELETE' })))
  worker = bulk.startWorker()
  assert.equal((await exported(view(pulses))).texts.length, 1)
})

test('a hundred thousand rows pass through without being held', async () => {
  const lines = function* () {
    for (let i = 0; i < 100_000; i += 1)
      yield `{"resourceType":"Observation","id":"o${i}","status":"final","code":{"text":"x"},"note":[{"text":"${'x'.repeat(500)}"}]}\n`
  }
  way.export = async (_who, _why, _options, into) => {
    await into(Readable.from(lines(), { objectMode: false }))
    return { ok: true, value: 100_000 }
  }
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 5)
  const result = await ask(await ended(await kickedOff(view(pulses))))
  clearInterval(watch)
  delete way.export
  const [output] = outputsOf(result.body.parameter)
  assert.equal((await ask(output!.url)).text.trimEnd().split('\n').length, 100_000)
  const grown = (most - before) / 1_048_576
  assert.ok(grown < 150, `${Math.round(grown)} MiB more for 60 MB of resources`)
})

test('the capability statement names it', async () => {
  const statement = (await ask('metadata')).body as unknown as {
    rest: { operation: { name: string; definition: string; documentation?: string }[] }[]
  }
  const named = statement.rest[0]!.operation.find(({ name }) => name === 'viewdefinition-export')
  assert.equal(named?.definition, 'http://sql-on-fhir.org/OperationDefinition/$viewdefinition-export')
  assert.match(named!.documentation!, /viewReference: Binary/)
  assert.ok(!statement.rest[0]!.operation.some(({ name }) => name === 'view-export-result'))
})
