import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import { fixedClock } from '#foundation/clock'
import { sql } from '#foundation/db'
import { type TestDatabase, withDatabase } from '#foundation/testkit'
import { intakeMigrations } from '../intake.migrations.ts'
import type { CsvPreview, CsvSample, CsvSavedMapping, CsvSavedMappings } from './api.types.ts'
import { csvMappingRoutes } from './csv-mapping.routes.ts'
import { csvFormat } from './format.ts'
import { csvKept } from './mapping.types.ts'
import { resolveMapping } from './resolve-mapping.ts'
import {
  csvBytes,
  labColumns,
  labMapping,
  splitCsv,
  visitColumns,
  visitMapping,
  visitRow,
} from './testing.ts'

let t: TestDatabase
let app: FastifyInstance
before(async () => {
  t = await withDatabase([intakeMigrations])
  app = Fastify()
  await app.register(csvMappingRoutes({ db: t.db, clock: fixedClock('2026-08-15T08:00:00+07:00') }))
})
after(async () => {
  await app.close()
  await t.close()
})

const send = async <T>(method: 'POST' | 'PUT' | 'GET', url: string, body?: unknown) => {
  const response = await app.inject({
    method,
    url,
    ...(body === undefined ? {} : { payload: body instanceof Buffer ? body : JSON.stringify(body) }),
    headers: { 'content-type': body instanceof Buffer ? 'text/csv' : 'application/json' },
  })
  return { status: response.statusCode, body: response.json() as T }
}
const save = (owner: string, basedOn: number, mapping: unknown = visitMapping) =>
  send<CsvSavedMapping>('PUT', '/intake/csv/mappings', { owner, name: 'Danh sách khám', basedOn, mapping })

const headOf = (columns: readonly string[]) => {
  const { events } = splitCsv(csvBytes([columns, columns.map(() => 'x')]))
  const head = events.find((e) => e.kind === 'head')
  return head!.keep!
}

test('a sample from a facility becomes a mapping, and the next file of that header is read', async () => {
  const bytes = csvBytes([visitColumns, visitRow()], { encoding: 'windows-1258', delimiter: ';' })
  const sample = await send<CsvSample>('POST', '/intake/csv/sample?facility=99911', bytes)
  assert.equal(sample.status, 200)
  assert.equal(sample.body.encoding, 'windows-1258')
  assert.deepEqual(sample.body.rows, [visitRow()])
  assert.equal(sample.body.saved, null)
  const preview = await send<CsvPreview>('POST', '/intake/csv/preview', {
    facility: '99911',
    mapping: sample.body.suggestion,
    rows: sample.body.rows,
  })
  assert.deepEqual(
    preview.body.records.map((r) => [r.isTaken, r.values['XML1.HO_TEN']]),
    [[true, 'Nguyễn Văn Thử']],
  )

  const kept = headOf(visitColumns)
  assert.equal(csvKept.parse(JSON.parse((await resolveMapping(t.db, '99911', kept, 'cut'))!)).mapping, null)
  assert.equal((await save('facility:99911', 0)).status, 200)
  const told = await resolveMapping(t.db, '99911', kept, 'cut')
  const context = { format: 'csv', encoding: 'utf-8', facilityCode: '99911', number: 1, kept: told } as const
  const read = csvFormat.readRecord(Buffer.from(csvBytes([visitRow()])), context)
  assert.equal(read.visitLinkId, 'K0001')
  assert.equal(await resolveMapping(t.db, null, kept, 'read'), kept)
  assert.equal(await resolveMapping(t.db, '99911', 'no csv', 'read'), 'no csv')
})

test('every version stays, the newest counts, an earlier one can be brought back', async () => {
  await save('facility:99912', 0)
  const second = await save('facility:99912', 1, { ...visitMapping, fields: visitMapping.fields.slice(0, 3) })
  assert.equal(second.body.version, 2)
  const path = `/intake/csv/mappings/facility:99912/${second.body.header}`
  const undone = await send<CsvSavedMapping>('POST', `${path}/restore`, { version: 1, basedOn: 2 })
  assert.deepEqual([undone.body.version, undone.body.restores], [3, 1])
  assert.equal(undone.body.mapping.fields.length, visitMapping.fields.length)
  const all = await send<CsvSavedMappings>('GET', path)
  assert.deepEqual(
    all.body.items.map((m) => m.version),
    [3, 2, 1],
  )
  const kept = csvKept.parse(JSON.parse((await resolveMapping(t.db, '99912', headOf(visitColumns), 'read'))!))
  assert.equal(kept.mappingVersion, 3)
})

test('of two people who save at once the second is told, and nothing is covered', async () => {
  await save('facility:99913', 0)
  const both = await Promise.all([save('facility:99913', 1), save('facility:99913', 1)])
  assert.deepEqual(both.map((b) => b.status).sort(), [200, 409])
  assert.equal((await save('facility:99913', 0)).status, 409)
})

test('a vendor’s mapping serves all its facilities, a facility’s own goes before it', async () => {
  await t.db.run(sql`insert into intake.facility (facility, name, vendor, since)
    values ('99914', 'Trạm mẫu', 'HIS mẫu C', now()), ('99915', 'Trạm mẫu 2', 'HIS mẫu C', now())`)
  await save('vendor:HIS mẫu C', 0, labMapping)
  const of = async (facility: string) =>
    csvKept.parse(JSON.parse((await resolveMapping(t.db, facility, headOf(labColumns), 'cut'))!))
  assert.deepEqual((await of('99914')).groupedBy, labMapping.keyColumns)
  assert.equal((await of('99916')).mapping, null)
  await save('facility:99915', 0, { ...labMapping, list: 'visit' })
  assert.deepEqual(
    [(await of('99914')).mapping!.list, (await of('99915')).mapping!.list],
    ['laboratory', 'visit'],
  )
})

test('what cannot be a mapping or a sample is refused with a sentence', async () => {
  const beyond = { ...visitMapping, keyColumns: [99] }
  assert.equal((await save('facility:99917', 0, beyond)).status, 422)
  const twice = { ...visitMapping, fields: [visitMapping.fields[0]!, visitMapping.fields[0]!] }
  assert.equal((await save('facility:99917', 0, twice)).status, 422)
  assert.equal((await save('someone', 0)).status, 400)
  assert.equal((await send('POST', '/intake/csv/preview', { mapping: {} })).status, 400)
  const binary = await send<{ problems: { code: string }[] }>(
    'POST',
    '/intake/csv/sample',
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 0, 0, 0x0d]),
  )
  assert.deepEqual([binary.status, binary.body.problems[0]!.code], [422, 'CSV_ENCODING_UNKNOWN'])
  assert.equal((await send('GET', `/intake/csv/mappings/facility:99917/${'0'.repeat(64)}`)).status, 404)
})
