import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import Fastify, { type FastifyInstance } from 'fastify'
import { systemClock } from '#foundation/clock'
import { silentLogger } from '#foundation/log'
import { aTempDir, type TestDatabase, withDatabase } from '#foundation/testkit'
import { type FhirGate, loopbackActor, openFhirGate } from '#gate/access'
import { openFhirStore, storeMigrations } from '#record/store'
import { type BulkDeps, bulkDataMigrations, openBulkData } from '#services/bulk-data'
import { baseUrlOf, fhirRoutes } from '#services/fhir-rest'
import { terminology } from '#vocabulary/terminology'

type Json = Record<string, unknown>
interface Manifest {
  transactionTime: string
  request: string
  requiresAccessToken: boolean
  output: { type: string; url: string; count: number }[]
  deleted: { type: string; url: string; count: number }[]
  error: { type: string; url: string; count: number }[]
}

let t: TestDatabase
let gate: FhirGate
let app: FastifyInstance
let base: string
let bulk: ReturnType<typeof openBulkData>
let worker: ReturnType<typeof bulk.startWorker>
const folder = aTempDir('mach-bulk')
const importDir = join(folder.path, 'incoming')
let deps: BulkDeps
/** What stands between the worker and the store, when a test wants to be in the way. */
const way: { write?: FhirGate['write']; export?: FhirGate['export'] } = {}

before(async () => {
  t = await withDatabase([storeMigrations, bulkDataMigrations], { max: 12 })
  mkdirSync(importDir)
  const open = openFhirGate(openFhirStore(t.db))
  gate = {
    ...open,
    write: (...asked) => (way.write ?? open.write)(...asked),
    export: (...asked) => (way.export ?? open.export)(...asked),
  }
  deps = {
    db: t.db,
    gate,
    clock: systemClock,
    log: silentLogger,
    dir: join(folder.path, 'bulk'),
    importDir,
    keepHours: 1,
    maxImportBytes: 50_000_000,
    pace: { lease: 500, poll: 20, settle: 50 },
  }
  bulk = openBulkData(deps)
  worker = bulk.startWorker()
  app = Fastify({ forceCloseConnections: true })
  const actorOf = (request: { ip: string; headers: Record<string, unknown> }) =>
    request.headers['x-nobody'] ? null : loopbackActor(request.ip)
  await app.register(bulk.importRoutes({ actorOf, baseOf: baseUrlOf, prefix: '/fhir/R4' }))
  await app.register(
    fhirRoutes({
      gate,
      actorOf,
      clock: systemClock,
      version: 'test',
      terminology: terminology(),
      operations: bulk.operations,
    }),
  )
  base = `${await app.listen({ host: '127.0.0.1', port: 0 })}/fhir/R4`
})
after(async () => {
  await worker.stop()
  await app.close()
  await t.close()
  folder.remove()
})

const given = (value: Json) => ({ value: value as Json & { resourceType: string }, write: JSON.stringify })
const actor = loopbackActor('127.0.0.1')

async function put(...resources: Json[]) {
  const changes = resources.map((value) => ({
    op: 'update' as const,
    type: value.resourceType as string,
    at: value.id as string,
    resource: given(value),
  }))
  const written = await gate.write(actor, 'treatment', changes, { at: new Date(), origin: 'test' })
  assert.ok(written.ok, JSON.stringify(written))
}

const patient = (id: string, rest: Json = {}): Json => ({ resourceType: 'Patient', id, ...rest })
const observation = (id: string, of: string, rest: Json = {}): Json => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
  subject: { reference: `Patient/${of}` },
  ...rest,
})

async function ask(path: string, init: RequestInit = {}) {
  const url = path.startsWith('http') ? path : `${base}/${path}`
  const answer = await fetch(url, { ...init, headers: { prefer: 'respond-async', ...init.headers } })
  const text = await answer.text()
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: (text ? JSON.parse(text) : null) as Json,
  }
}

async function kickOff(path: string, init: RequestInit = {}): Promise<string> {
  const answer = await ask(path, init)
  assert.equal(answer.status, 202, answer.text)
  return answer.headers.get('content-location')!
}

async function finished(status: string): Promise<Manifest> {
  for (let waited = 0; waited < 120_000; waited += 20) {
    const answer = await ask(status)
    if (answer.status === 200) {
      assert.match(answer.headers.get('content-type')!, /^application\/json/)
      assert.ok(Date.parse(answer.headers.get('expires')!) > Date.now())
      return answer.body as unknown as Manifest
    }
    assert.equal(answer.status, 202, answer.text)
    assert.ok(answer.headers.get('x-progress'))
    assert.ok(answer.headers.get('retry-after'))
    await sleep(20)
  }
  throw new Error('the job did not end')
}

async function linesOf(files: readonly { url: string }[]): Promise<Json[]> {
  const texts = await Promise.all(files.map(async ({ url }) => (await fetch(url)).text()))
  return texts.flatMap((text) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Json),
  )
}

const exported = async (path: string, init?: RequestInit) => {
  const manifest = await finished(await kickOff(path, init))
  return { manifest, lines: await linesOf(manifest.output) }
}
const names = (lines: readonly Json[]) => lines.map(({ resourceType, id }) => `${resourceType}/${id}`).sort()
const ndjson = (...lines: (Json | string)[]) =>
  `${lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')}\n`
const send = (body: string | Uint8Array, query = '', headers: Record<string, string> = {}) =>
  kickOff(`$import${query}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/fhir+ndjson', ...headers },
  })
const summaryOf = async (manifest: Manifest) =>
  ((await linesOf(manifest.output))[0]!.issue as { details: { text: string } }[]).map((i) => i.details.text)
const errorsOf = async (manifest: Manifest) =>
  (await linesOf(manifest.error)).map(
    (line) => (line.issue as { diagnostics: string; details: { text: string } }[])[0]!,
  )

test('everything of the store leaves as lines, one file per type, decimals as they were sent', async () => {
  await put(patient('a'), patient('b'), observation('a1', 'a'), observation('b1', 'b'))
  await put({ resourceType: 'Organization', id: 'o', name: 'Trạm y tế' })
  const finding = `{"resourceType":"Observation","id":"dec","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.10}}`
  await finished(await send(`${finding}\n`))
  const { manifest, lines } = await exported('$export')
  assert.deepEqual(names(lines), [
    'Observation/a1',
    'Observation/b1',
    'Observation/dec',
    'Organization/o',
    'Patient/a',
    'Patient/b',
  ])
  assert.equal(manifest.requiresAccessToken, false)
  assert.equal(manifest.request, `${base}/$export`)
  const file = manifest.output.find(({ type }) => type === 'Observation')!
  assert.equal(file.count, 3)
  assert.match(await (await fetch(file.url)).text(), /"value":1\.10\b/)
})

test('only the types that were asked for, and only what a filter holds of', async () => {
  await put(observation('f1', 'a', { status: 'amended' }), observation('f2', 'b', { status: 'preliminary' }))
  const filter = encodeURIComponent('Observation?status=amended&patient=Patient/a')
  const other = encodeURIComponent('Observation?status=preliminary')
  const { lines } = await exported(
    `$export?_type=Observation,Organization&_typeFilter=${filter}&_typeFilter=${other}`,
  )
  assert.deepEqual(names(lines), ['Observation/f1', 'Observation/f2', 'Organization/o'])
})

test('a group leaves with its members and theirs only; members of a group within it count', async () => {
  await put(
    {
      resourceType: 'Group',
      id: 'inner',
      type: 'person',
      actual: true,
      member: [{ entity: { reference: 'Patient/b' } }, { entity: { reference: 'Group/outer' } }],
    },
    {
      resourceType: 'Group',
      id: 'outer',
      type: 'person',
      actual: true,
      member: [
        { entity: { reference: 'Group/inner' } },
        { entity: { reference: 'Patient/a' }, inactive: true },
      ],
    },
  )
  const { lines } = await exported('Group/outer/$export?_type=Patient,Observation')
  assert.deepEqual(names(lines), ['Observation/b1', 'Observation/f2', 'Patient/b'])
  assert.equal((await ask('Group/nobody/$export')).status, 404)
})

test('named patients only, asked for by Parameters', async () => {
  const parameters = {
    resourceType: 'Parameters',
    parameter: [
      { name: '_type', valueString: 'Patient,Observation' },
      { name: 'patient', valueReference: { reference: 'Patient/a' } },
    ],
  }
  const headers = { 'content-type': 'application/fhir+json' }
  const asked = { method: 'POST', body: JSON.stringify(parameters), headers }
  const { lines } = await exported('Patient/$export', asked)
  assert.deepEqual(names(lines), ['Observation/a1', 'Observation/f1', 'Patient/a'])
  const outside = await ask('Group/outer/$export', asked)
  assert.deepEqual([outside.status, /không thuộc nhóm/.test(outside.text)], [400, true])
})

test('what changed since, what is gone since, and nothing changed after the kick-off', async () => {
  const first = await exported('$export?_type=Patient')
  await put(patient('late', { active: true }), patient('gone'))
  const removal = [{ op: 'delete' as const, type: 'Patient', at: 'gone' }]
  assert.ok((await gate.write(actor, 'treatment', removal, { at: new Date(), origin: 'test' })).ok)
  const since = encodeURIComponent(first.manifest.transactionTime)
  const status = await kickOff(`$export?_type=Patient&_since=${since}`)
  await put(patient('after'))
  const manifest = await finished(status)
  assert.deepEqual(names(await linesOf(manifest.output)), ['Patient/late'])
  const [bundle] = (await linesOf(manifest.deleted)) as { entry: { request: Json }[] }[]
  assert.deepEqual(
    bundle!.entry.map((e) => e.request),
    [{ method: 'DELETE', url: 'Patient/gone' }],
  )
  const next = await exported(`$export?_type=Patient&_since=${encodeURIComponent(manifest.transactionTime)}`)
  assert.deepEqual(names(next.lines), ['Patient/after'])
})

test('a writer that began before the kick-off and ends after it is not lost between two exports', async () => {
  let release: () => void = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const began = new Date()
  const slow = t.db.transaction(async (tx) => {
    // A transaction number of its own, held open: what a long transaction bundle looks like from outside.
    await tx.one({ text: 'select pg_current_xact_id()::text as x', values: [] } as never)
    await held
  })
  const status = await kickOff('$export?_type=Patient')
  await sleep(150)
  await gate.write(
    actor,
    'treatment',
    [{ op: 'update', type: 'Patient', at: 'slow', resource: given(patient('slow')) }],
    { at: began, origin: 'test' },
  )
  assert.equal((await ask(status)).status, 202, 'the export waits for it')
  release()
  await slow
  assert.ok(names(await linesOf((await finished(status)).output)).includes('Patient/slow'))
})

test('what cannot be done is said, or refused when the client is strict; nonsense is refused', async () => {
  const told = await ask('$export?_type=Patient&_elements=id&colour=red')
  assert.equal(told.status, 202)
  assert.match(told.text, /_elements.*colour/s)
  const strict = await ask('$export?_type=Patient&_elements=id', {
    headers: { prefer: 'respond-async, handling=strict' },
  })
  assert.equal(strict.status, 400)
  for (const path of [
    '$export?_outputFormat=csv',
    '$export?_since=hom-qua',
    '$export?_since=2026-01-01T00:00:00',
    '$export?_type=Nonsense',
    `$export?_typeFilter=${encodeURIComponent('Observation?colour=red')}`,
    `$export?_typeFilter=${encodeURIComponent('Observation?subject:Patient.name=x')}`,
    `$export?_typeFilter=${encodeURIComponent('Observation?_count=5')}`,
    `$export?_typeFilter=${encodeURIComponent("'; drop table store.resource; --")}`,
    '$export?_type=Patient&_typeFilter=Observation%3Fstatus=final',
    `Patient/$export?patient=${encodeURIComponent('../x')}`,
  ]) {
    const answer = await ask(path)
    assert.deepEqual([answer.status, answer.body.resourceType], [400, 'OperationOutcome'], path)
  }
  assert.equal((await ask('$export', { headers: { prefer: 'return=minimal' } })).status, 400)
})

test('a job is nobody else’s: who may not ask gets neither a job nor its state nor its files', async () => {
  const status = await kickOff('$export?_type=Patient')
  const { output } = await finished(status)
  for (const path of [status, output[0]!.url, '$export']) {
    const answer = await ask(path, { headers: { 'x-nobody': '1' } })
    assert.deepEqual([answer.status, answer.body.resourceType], [403, 'OperationOutcome'], path)
  }
  assert.equal((await ask('$bulk-status?job=x')).status, 404)
  assert.equal((await ask(`$bulk-status?job=${randomUUID()}`)).status, 404)
  assert.equal((await ask(status.replace('status', 'file'))).status, 404)
})

test('a cancelled export is gone with its files', async () => {
  let isReached: () => void = () => {}
  const reached = new Promise<void>((resolve) => {
    isReached = resolve
  })
  way.export = (_actor, _purpose, _options, into) => {
    isReached()
    return new Promise((_resolve, reject) => {
      into(new PassThrough()).catch(reject)
    })
  }
  const status = await kickOff('$export?_type=Patient')
  await reached
  assert.equal((await ask(status, { method: 'DELETE' })).status, 202)
  delete way.export
  assert.equal((await ask(status)).status, 404)
  const jobId = new URL(status).searchParams.get('job')!
  for (let waited = 0; existsSync(join(deps.dir, jobId)) && waited < 60_000; waited += 20) await sleep(20)
  assert.equal(existsSync(join(deps.dir, jobId)), false)
  const { lines } = await exported('$export?_type=Organization')
  assert.equal(lines.length, 1, 'the worker went on')
})

test('an export goes on after a restart and does not make again what was made', async () => {
  const made: string[] = []
  const open = openFhirGate(openFhirStore(t.db))
  let fallen = false
  way.export = async (who, why, options, into) => {
    made.push(options.type)
    if (options.type === 'Patient' && !fallen) {
      fallen = true
      void worker.stop()
      await sleep(50)
    }
    return open.export(who, why, options, into)
  }
  const status = await kickOff('$export?_type=Group,Observation,Patient')
  for (let waited = 0; !fallen && waited < 60_000; waited += 20) await sleep(20)
  await worker.stop()
  assert.equal((await ask(status)).status, 202)
  worker = bulk.startWorker()
  const { output } = await finished(status)
  delete way.export
  assert.deepEqual(made, ['Group', 'Observation', 'Patient', 'Patient'])
  assert.deepEqual(output.map(({ type }) => type).sort(), ['Group', 'Observation', 'Patient'])
})

test('files are forgotten when their time is over', async () => {
  const status = await kickOff('$export?_type=Patient')
  await finished(status)
  const jobId = new URL(status).searchParams.get('job')!
  const late = {
    text: `update bulk_data.job set expires_at = now() - interval '1 s' where job_id = '${jobId}'`,
    values: [],
  }
  await t.db.run(late as never)
  const answer = async () => (await ask(status)).status
  for (let waited = 0; (await answer()) !== 404 && waited < 60_000; waited += 20) await sleep(20)
  assert.equal(await answer(), 404)
  assert.ok(!readdirSync(deps.dir).includes(jobId))
})

test('lines come in; a bad one is set aside with its number and its reason while its neighbours go on', async () => {
  const body = ndjson(
    patient('i1', { active: true }),
    '{"resourceType":"Patient","id":"i2"',
    patient('i3', { gender: 'x' }),
    '',
    { resourceType: 'Patient' },
    'null',
    { resourceType: 'Nonsense', id: 'n' },
    '{"resourceType":"Patient","id":"i4","id":"i5"}',
    observation('i6', 'i1'),
    patient('i7'),
  )
  const manifest = await finished(await send(body))
  assert.deepEqual(await summaryOf(manifest), [
    'Tạo mới: 3',
    'Cập nhật: 0',
    'Không đổi: 0',
    'Để riêng vì có lỗi: 6',
  ])
  const errors = await errorsOf(manifest)
  assert.deepEqual(
    errors.map((e) => /dòng (\d+)/.exec(e.diagnostics)![1]),
    ['2', '3', '5', '6', '7', '8'],
  )
  for (const { details } of errors) assert.match(details.text, /[à-ỹ]/i)
  for (const path of ['Patient/i1', 'Observation/i6', 'Patient/i7'])
    assert.equal((await ask(path)).status, 200, path)
  assert.equal((await ask('Patient/i3')).status, 404)
})

test('the same file twice changes nothing; two lines of one resource keep their order', async () => {
  const lines = Array.from({ length: 40 }, (_, i) => patient('order', { birthDate: `19${10 + i}-01-01` }))
  const body = ndjson(patient('same', { active: true }), ...lines)
  const first = await finished(await send(body))
  assert.deepEqual((await summaryOf(first)).slice(0, 2), ['Tạo mới: 2', 'Cập nhật: 39'])
  assert.equal((await ask('Patient/order')).body.birthDate, '1949-01-01')
  const again = await finished(await send(ndjson(patient('same', { active: true }), lines.at(-1)!)))
  assert.deepEqual((await summaryOf(again)).slice(0, 3), ['Tạo mới: 0', 'Cập nhật: 0', 'Không đổi: 2'])
})

test('gzip is taken and given; a torn one is told', async () => {
  const packed = gzipSync(ndjson(patient('z1'), patient('z2')))
  const fine = await finished(await send(packed, '', { 'content-encoding': 'gzip' }))
  assert.equal((await summaryOf(fine))[0], 'Tạo mới: 2')
  const asked = new URL((await exported('$export?_type=Organization')).manifest.output[0]!.url)
  const answered = await bulk.operations
    .find(({ name }) => name === 'bulk-file')!
    .handle({
      caller: {
        actor,
        purpose: 'treatment',
        base,
        prefer: { isStrict: false, respondAsync: true },
        acceptsGzip: true,
      },
      method: 'GET',
      pairs: [...asked.searchParams],
      body: null,
    })
  assert.ok(answered.ok && answered.value.headers!['content-encoding'] === 'gzip')
  const bytes = Buffer.concat(await answered.value.stream!.from.toArray())
  assert.equal(String(bytes.length), answered.value.headers!['content-length'])
  assert.match(gunzipSync(bytes).toString(), /Trạm y tế/)
  const torn = await send(
    gzipSync(
      ndjson(
        ...Array.from({ length: 500 }, (_, i) => patient(`t${i}`, { birthDate: `1950-01-${10 + (i % 19)}` })),
      ),
    ).subarray(0, 300),
  )
  for (;;) {
    const answer = await ask(torn)
    if (answer.status === 202) await sleep(20)
    else {
      assert.equal(answer.status, 500)
      assert.match(answer.text, /gzip/)
      break
    }
  }
})

test('files of the import folder are taken by name; nothing outside it is', async () => {
  writeFileSync(join(importDir, 'p.ndjson'), ndjson(patient('dir1'), observation('dir2', 'dir1')))
  writeFileSync(join(folder.path, 'secret.ndjson'), ndjson(patient('secret')))
  symlinkSync(join(folder.path, 'secret.ndjson'), join(importDir, 'link.ndjson'))
  const asked = (url: string, type: string | null = null) => ({
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify({
      resourceType: 'Parameters',
      parameter: [
        { name: 'inputFormat', valueCode: 'application/fhir+ndjson' },
        {
          name: 'input',
          part: [{ name: 'url', valueUrl: url }, ...(type ? [{ name: 'type', valueCode: type }] : [])],
        },
      ],
    }),
  })
  const manifest = await finished(await kickOff('$import', asked('p.ndjson', 'Patient')))
  assert.deepEqual((await summaryOf(manifest))[0], 'Tạo mới: 1')
  assert.match((await errorsOf(manifest))[0]!.details.text, /báo là loại Patient/)
  for (const url of [
    '../secret.ndjson',
    'link.ndjson',
    join(folder.path, 'secret.ndjson'),
    `file://${folder.path}/secret.ndjson`,
    'http://127.0.0.1/x.ndjson',
    '',
    '\0',
  ])
    assert.equal((await ask('$import', asked(url))).status, 400, url)
})

test('a resource the store refuses costs its neighbours nothing', async () => {
  const open = openFhirGate(openFhirStore(t.db))
  way.write = async (who, why, changes, context) => {
    const index = changes.findIndex((c) => c.op === 'update' && String(c.at).startsWith('no'))
    if (index < 0) return open.write(who, why, changes, context)
    return { ok: false, problem: { code: 'STORE_TEST', kind: 'conflict', message: 'Không ghi được.', index } }
  }
  const lines = Array.from({ length: 300 }, (_, i) => patient(i % 50 === 7 ? `no${i}` : `yes${i}`))
  const manifest = await finished(await send(ndjson(...lines)))
  delete way.write
  const [created, , , setAside] = await summaryOf(manifest)
  assert.deepEqual([created, setAside], ['Tạo mới: 294', 'Để riêng vì có lỗi: 6'])
  assert.deepEqual(
    (await errorsOf(manifest)).map((e) => /Patient\/no\d+/.test(e.diagnostics)),
    Array(6).fill(true),
  )
})

test('an import goes on behind its checkpoint after a restart, and every line is stored once', async () => {
  const total = 30_000
  const lines = Array.from({ length: total }, (_, i) =>
    i === 19_000 || i === 29_000 ? '{' : `{"resourceType":"Basic","id":"r${i}","code":{"text":"x"}}`,
  )
  const open = openFhirGate(openFhirStore(t.db))
  let written = 0
  let stopping: Promise<void> | null = null
  way.write = async (who, why, changes, context) => {
    const result = await open.write(who, why, changes, context)
    written += changes.length
    if (written > 24_000) stopping ??= worker.stop()
    return result
  }
  const status = await send(`${lines.join('\n')}\n`, '?validate=false')
  for (let waited = 0; !stopping && waited < 60_000; waited += 20) await sleep(20)
  await stopping
  const atRestart = written
  worker = bulk.startWorker()
  const manifest = await finished(status)
  delete way.write
  assert.ok(atRestart < total, `stopped in the middle (${atRestart})`)
  assert.ok(written < total + 12_000, `did not begin again at the beginning (${written})`)
  const [created, updated, unchanged, setAside] = await summaryOf(manifest)
  assert.deepEqual([updated, setAside], ['Cập nhật: 0', 'Để riêng vì có lỗi: 2'])
  const sum = [created, unchanged].reduce((n, text) => n + Number(/\d+/.exec(text!)![0]), 0)
  assert.equal(sum, total - 2)
  assert.equal((await errorsOf(manifest)).length, 2, 'each bad line is told once')
})

test('too large, torn, empty and packed strangely: refused, and nothing stays behind', async () => {
  const before = readdirSync(deps.dir).length
  const post = (body: string, headers: Record<string, string> = {}) =>
    ask('$import', { method: 'POST', body, headers: { 'content-type': 'application/ndjson', ...headers } })
  const large = await post('x'.repeat(50_000_001)).catch(() => null)
  assert.ok(large === null || large.status === 413)
  assert.equal((await post('')).status, 400)
  assert.equal((await post('{}', { 'content-encoding': 'br' })).status, 415)
  assert.equal((await post('{}', { 'x-nobody': '1' })).status, 403)
  assert.equal(readdirSync(deps.dir).length, before)
})
