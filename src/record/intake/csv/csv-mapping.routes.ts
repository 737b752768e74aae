import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { httpProblems, parseJsonOrThrow, parseOrThrow, problemOfError, statusOf } from '#foundation/http'
import type { MessageProblem } from '#vocabulary/bhyt'
import type { CsvSavedMapping } from './api.types.ts'
import { findMapping, findVersions, insertVersion, listMappings, type MappingRow } from './mapping.queries.ts'
import { csvMapping, listKinds } from './mapping.types.ts'
import { previewMapping } from './preview-mapping.ts'
import { readSample } from './read-sample.ts'
import { headerDigest } from './resolve-mapping.ts'

export interface CsvMappingDeps {
  readonly db: Database
  readonly clock: Clock
}

const sampleBytes = 1_048_576
const owner = z.string().regex(/^(facility:[0-9A-Z]{5}|vendor:.{1,100})$/u)
const mappingKey = z.object({ owner, header: z.string().regex(/^[0-9a-f]{64}$/) })
const sampleSays = z.object({
  list: z.enum(listKinds).optional(),
  facility: z.string().max(20).optional(),
})
const preview = z.object({
  facility: z.string().max(20).nullish(),
  mapping: csvMapping,
  rows: z.array(z.array(z.string().max(10_000)).max(500)).max(50),
})
const save = z.object({
  owner,
  name: z.string().trim().min(1).max(200),
  /** The newest version the person has seen; 0: there was none. */
  basedOn: z.number().int().min(0),
  mapping: csvMapping,
})
const restore = z.object({ version: z.number().int().min(1), basedOn: z.number().int().min(0) })

const said = {
  notFound: {
    code: 'CSV_MAPPING_NOT_FOUND',
    severity: 'error',
    message: 'Không có ánh xạ này. Tải lại trang rồi chọn lại.',
  },
  changed: {
    code: 'CSV_MAPPING_CHANGED',
    severity: 'error',
    message:
      'Trong lúc bạn sửa, người khác đã lưu một phiên bản mới. Tải lại trang, xem phiên bản mới rồi sửa tiếp.',
  },
  incomplete: {
    code: 'CSV_MAPPING_INCOMPLETE',
    severity: 'error',
    message:
      'Ánh xạ dùng cột không có trong dòng tiêu đề, hoặc một trường được chọn hai lần. Kiểm tra lại các cột rồi lưu.',
  },
} as const satisfies Record<string, MessageProblem>

/** Samples, previews and saved column mappings: what the page "Ánh xạ cột CSV" asks. */
export function csvMappingRoutes({ db, clock }: CsvMappingDeps) {
  return async (app: FastifyInstance) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('application/json', { bodyLimit: 4_194_304 }, (_request, body, done) =>
      done(null, body),
    )
    app.addContentTypeParser('*', { bodyLimit: 4_194_304 }, (_request, body, done) => done(null, body))
    app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
      const problem = problemOfError(error)
      if (!problem) request.log.error({ err: error }, 'request failed')
      const { code, message, kind } = problem ?? { ...httpProblems.internal, kind: null }
      const status = error.statusCode === 413 ? 413 : kind === null ? 500 : statusOf(kind)
      return reply.code(status).send({ problems: [{ code, severity: 'error', message }] })
    })

    app.post('/intake/csv/sample', async (request, reply) => {
      const { list, facility } = parseOrThrow(sampleSays, request.query)
      const bytes = await readBody(request.body, sampleBytes, 'cut')
      const sample = readSample(bytes, list)
      if (!sample.ok) return reply.code(422).send({ problems: [sample.problem] })
      const row = facility ? await findMapping(db, facility, headerDigest(sample.value.columns)) : undefined
      return { ...sample.value, saved: row ? toSaved(row) : null }
    })
    app.post('/intake/csv/preview', async (request) => {
      const { facility, mapping, rows } = parseJsonOrThrow(preview, await text(request.body))
      return previewMapping(mapping, rows, facility ?? null)
    })
    app.get('/intake/csv/mappings', async () => ({ items: (await listMappings(db)).flatMap(readable) }))
    app.get('/intake/csv/mappings/:owner/:header', async (request, reply) => {
      const key = parseOrThrow(mappingKey, request.params)
      const rows = await findVersions(db, key.owner, Buffer.from(key.header, 'hex'))
      return rows.length === 0 ? refuse(reply, 404, said.notFound) : { items: rows.flatMap(readable) }
    })
    app.put('/intake/csv/mappings', async (request, reply) => {
      const asked = parseJsonOrThrow(save, await text(request.body))
      const { mapping } = asked
      const targets = mapping.fields.map((f) => `${f.table}.${f.field}`)
      const used = [...mapping.keyColumns, ...mapping.fields.flatMap((f) => f.columns)]
      if (new Set(targets).size < targets.length || used.some((c) => c >= mapping.columns.length))
        return refuse(reply, 422, said.incomplete)
      return add(reply, {
        owner: asked.owner,
        header_digest: headerDigest(mapping.columns),
        version: asked.basedOn + 1,
        list: mapping.list,
        name: asked.name,
        body: mapping,
        restores: null,
        made_at: clock.now(),
      })
    })
    app.post('/intake/csv/mappings/:owner/:header/restore', async (request, reply) => {
      const key = parseOrThrow(mappingKey, request.params)
      const { version, basedOn } = parseJsonOrThrow(restore, await text(request.body))
      const old = (await findVersions(db, key.owner, Buffer.from(key.header, 'hex'))).find(
        (r) => r.version === version,
      )
      if (!old) return refuse(reply, 404, said.notFound)
      return add(reply, { ...old, version: basedOn + 1, restores: version, made_at: clock.now() })
    })
  }

  async function add(reply: FastifyReply, row: MappingRow) {
    return (await insertVersion(db, row)) ? toSaved(row) : refuse(reply, 409, said.changed)
  }
}

const refuse = (reply: FastifyReply, status: number, problem: MessageProblem) =>
  reply.code(status).send({ problems: [problem] })

function toSaved(row: MappingRow): CsvSavedMapping {
  return {
    owner: row.owner,
    header: row.header_digest.toString('hex'),
    version: row.version,
    name: row.name,
    restores: row.restores,
    madeAt: row.made_at.toISOString(),
    mapping: csvMapping.parse(row.body),
  }
}

/** A body of a later release that this one cannot read is left out of lists. */
const readable = (row: MappingRow) => (csvMapping.safeParse(row.body).success ? [toSaved(row)] : [])

const text = async (body: unknown) => (await readBody(body, 4_194_304, 'refuse')).toString('utf8')

async function readBody(body: unknown, most: number, beyond: 'cut' | 'refuse'): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of (body as Readable | undefined) ?? []) {
    const room = most - size
    size += (piece as Buffer).length
    pieces.push((piece as Buffer).subarray(0, Math.max(0, room)))
    if (size > most && beyond === 'refuse') throw Object.assign(new Error('too large'), { statusCode: 413 })
  }
  return Buffer.concat(pieces)
}
