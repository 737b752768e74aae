import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { parseOrThrow, sendProblem } from '#foundation/http'
import { changeState } from './change-state.ts'
import { openSandbox } from './open-sandbox.ts'
import { services } from './plan.types.ts'
import { readCertified, readList, readPage, readReport } from './read-sandboxes.ts'
import { type ReceiveDeps, receiveFile } from './receive-file.ts'
import { writeReportPdf } from './write-report-pdf.ts'

const key = z.object({ sandboxId: z.string().max(36) })
const which = z.object({ which: z.enum(['now', 'fixed']).default('now') })
const sent = z.object({ fileName: z.string().max(400).optional() })
const text = (most: number) => z.string().trim().min(1).max(most)
const subject = z.object({
  facilityCode: z.string().regex(/^[0-9A-Z]{5}$/),
  vendor: text(100),
  software: text(100),
  softwareVersion: text(50),
  plans: z.array(z.string().max(50)).min(1).max(20),
  services: z
    .array(z.enum(services))
    .max(10)
    .default([...services]),
})
const step = z.object({
  to: z.enum(['draft', 'testing', 'ready', 'live', 'suspended']),
  by: text(100),
  reason: text(1_000),
  exception: z.string().trim().max(2_000).nullish(),
})

/** The HTTP edge of the sandbox: vendors send, read reports; the department decides; everybody reads who is certified. */
export function sandboxRoutes(deps: ReceiveDeps) {
  return async (app: FastifyInstance) => {
    app.get('/api/sandbox', () => readList(deps))
    app.post('/api/sandbox', async (request, reply) => {
      const asked = parseOrThrow(subject, request.body)
      const opened = await openSandbox(deps, { ...asked, plans: [...new Set(asked.plans)] })
      return opened.ok
        ? reply.code(201).send({ sandboxId: opened.value })
        : sendProblem(reply, opened.problem)
    })
    app.get('/api/sandbox/:sandboxId', async (request, reply) => {
      const page = await readPage(deps, parseOrThrow(key, request.params).sandboxId)
      return page.ok ? page.value : sendProblem(reply, page.problem)
    })
    app.get('/api/sandbox/:sandboxId/report', async (request, reply) => {
      const { sandboxId } = parseOrThrow(key, request.params)
      const report = await readReport(deps, sandboxId, parseOrThrow(which, request.query).which)
      return report.ok ? report.value : sendProblem(reply, report.problem)
    })
    app.get('/api/sandbox/:sandboxId/report.pdf', async (request, reply) => {
      const { sandboxId } = parseOrThrow(key, request.params)
      const report = await readReport(deps, sandboxId, parseOrThrow(which, request.query).which)
      if (!report.ok) return sendProblem(reply, report.problem)
      return reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="tu-chung-nhan-${report.value.facilityCode}.pdf"`)
        .send(await writeReportPdf(report.value))
    })
    app.post('/api/sandbox/:sandboxId/state', async (request, reply) => {
      const { sandboxId } = parseOrThrow(key, request.params)
      const asked = parseOrThrow(step, request.body)
      const moved = await changeState(deps, sandboxId, { ...asked, exception: asked.exception || null })
      return moved.ok ? { state: moved.value } : sendProblem(reply, moved.problem)
    })
    app.get('/api/certified', () => readCertified(deps))
    await app.register(fileRoute(deps))
  }
}

/** In a scope of its own: here bodies are bytes, whatever they call themselves. */
function fileRoute(deps: ReceiveDeps) {
  return async (app: FastifyInstance) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { bodyLimit: Number.MAX_SAFE_INTEGER }, (_request, body, done) =>
      done(null, body),
    )
    app.post(
      '/api/sandbox/:sandboxId/files',
      { bodyLimit: Number.MAX_SAFE_INTEGER },
      async (request, reply) => {
        const { sandboxId } = parseOrThrow(key, request.params)
        const source = (request.body as Readable | undefined) ?? Readable.from([])
        const fileName = parseOrThrow(sent, request.query).fileName ?? null
        const answer = await receiveFile(deps, sandboxId, { source, fileName })
        if (!answer.ok && !request.raw.complete) {
          // Refused before its end: the rest is let go by, and the next file needs a new connection.
          request.raw.resume()
          reply.header('connection', 'close')
        }
        return answer.ok ? answer.value : sendProblem(reply, answer.problem)
      },
    )
  }
}
