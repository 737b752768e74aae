import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Clock } from '#foundation/clock'
import { parseJsonOrThrow, parseOrThrow, sendProblem } from '#foundation/http'
import type { Result } from '#foundation/result'
import { catalogueNamed } from '#vocabulary/catalogues'
import type { CatalogueDiff, CatalogueHistory, CataloguePage } from './api.types.ts'
import { catalogueProblems } from './catalogues.problems.ts'
import { findWardMoves } from './find-ward-moves.ts'
import { csvOf } from './imports/export-csv.ts'
import { commitOptions, importLimits, importOptions } from './imports/import.types.ts'
import type { Catalogues } from './open-catalogues.ts'
import { showCatalogue, showCatalogues } from './show-catalogue.ts'
import { vietnamDay } from './vietnam-day.ts'

export interface CatalogueRoutesDeps {
  readonly catalogues: Catalogues
  readonly clock: Clock
}

/** Who changes catalogues until there is sign-in (ADR 0008). */
export const atThisMachine = 'loopback'

const listKey = z.object({ list: z.string().max(40) })
const versionKey = listKey.extend({ version: z.coerce.number().int().min(1).max(1_000_000) })
const day = z.object({ on: z.iso.date().optional() })
const page = {
  limit: z.coerce.number().int().min(1).max(500).default(50),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
}
const search = day.extend({ q: z.string().max(200).default(''), ...page })
const codeAsked = z.object({ code: z.string().min(1).max(200) })
const wardsAsked = z.object({
  q: z.string().max(200).default(''),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
const twoVersions = z.object({
  from: z.coerce.number().int().min(0),
  to: z.coerce.number().int().min(0),
  kind: z.enum(['added', 'changed', 'ended']).optional(),
  ...page,
})
const fileSent = z.object({ fileName: z.string().max(300).optional(), options: z.string().max(8_000) })

/** Catalogues over HTTP: read, compare, import, undo. Mapping of local codes: `mappingRoutes`. */
export function catalogueRoutes({ catalogues, clock }: CatalogueRoutesDeps) {
  const named = (params: unknown) => catalogueNamed(parseOrThrow(listKey, params).list)
  const unknown = (reply: FastifyReply) => sendProblem(reply, catalogueProblems.unknownList)
  const today = () => vietnamDay(clock.now())
  const answer = <T>(reply: FastifyReply, result: Result<T>) =>
    result.ok ? reply.send(result.value ?? {}) : sendProblem(reply, result.problem)

  return async (app: FastifyInstance) => {
    app.addContentTypeParser(
      'application/octet-stream',
      { parseAs: 'buffer', bodyLimit: importLimits.bytes },
      (_request, body, done) => done(null, body),
    )

    app.get('/api/catalogues', (request) => {
      const { on } = parseOrThrow(day, request.query)
      return showCatalogues(catalogues, on ?? today())
    })
    app.get('/api/catalogues/ward-moves', async (request) => {
      const { q, limit } = parseOrThrow(wardsAsked, request.query)
      return findWardMoves(q, limit)
    })
    app.get('/api/catalogues/:list', async (request, reply) => {
      const catalogue = named(request.params)
      const { on } = parseOrThrow(day, request.query)
      return catalogue ? showCatalogue(catalogues, catalogue, on ?? today()) : unknown(reply)
    })
    app.get('/api/catalogues/:list/entries', async (request, reply) => {
      const catalogue = named(request.params)
      if (!catalogue) return unknown(reply)
      const { q, on, ...which } = parseOrThrow(search, request.query)
      const found = await catalogues.search(catalogue.id, q, on ?? today(), which)
      return { ...found, version: found.version?.version ?? null } satisfies CataloguePage
    })
    app.get('/api/catalogues/:list/history', async (request, reply) => {
      const catalogue = named(request.params)
      if (!catalogue) return unknown(reply)
      const lines = await catalogues.history(catalogue.id, parseOrThrow(codeAsked, request.query).code)
      return {
        items: lines.map(({ version: { version, label, from }, entry }) => ({ version, label, from, entry })),
      } satisfies CatalogueHistory
    })
    app.get('/api/catalogues/:list/diff', async (request, reply) => {
      const catalogue = named(request.params)
      if (!catalogue) return unknown(reply)
      const { from, to, kind, limit, offset } = parseOrThrow(twoVersions, request.query)
      const diff = await catalogues.diff(catalogue.id, from, to)
      if (!diff.ok) return sendProblem(reply, diff.problem)
      const counts = { added: 0, changed: 0, ended: 0 }
      for (const line of diff.value) counts[line.kind] += 1
      const lines = kind ? diff.value.filter((line) => line.kind === kind) : diff.value
      return {
        counts,
        total: lines.length,
        items: lines.slice(offset, offset + limit),
      } satisfies CatalogueDiff
    })
    app.get('/api/catalogues/:list/export', async (request, reply) => {
      const catalogue = named(request.params)
      if (!catalogue) return unknown(reply)
      const on = parseOrThrow(day, request.query).on ?? today()
      const found = await catalogues.entriesOn(catalogue.id, on)
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${catalogue.id}-${on}.csv"`)
        .send(Readable.from(csvOf(catalogue, found?.entries ?? new Map())))
    })

    app.post('/api/catalogues/:list/import/preview', async (request, reply) => {
      const catalogue = named(request.params)
      if (!catalogue) return unknown(reply)
      const { options, ...file } = readFile(request.query, request.body)
      const asked = parseJsonOrThrow(importOptions, options)
      return answer(reply, await catalogues.importPreview(catalogue.id, file, asked))
    })
    app.post('/api/catalogues/:list/import', async (request, reply) => {
      const catalogue = named(request.params)
      if (!catalogue) return unknown(reply)
      const { options, ...file } = readFile(request.query, request.body)
      const asked = parseJsonOrThrow(commitOptions, options)
      return answer(reply, await catalogues.commitImport(catalogue.id, file, asked, atThisMachine))
    })
    for (const how of ['undo', 'restore'] as const)
      app.post(`/api/catalogues/:list/versions/:version/${how}`, async (request, reply) => {
        const catalogue = named(request.params)
        if (!catalogue) return unknown(reply)
        const { version } = parseOrThrow(versionKey, request.params)
        const done = await catalogues[how](catalogue.id, version, atThisMachine)
        return done.ok ? showCatalogue(catalogues, catalogue, today()) : sendProblem(reply, done.problem)
      })
  }
}

function readFile(query: unknown, body: unknown) {
  const { fileName, options } = parseOrThrow(fileSent, query)
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0)
  return { bytes, fileName: fileName ?? null, options }
}
