import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { parseOrThrow, sendNotFound } from '#foundation/http'
import { periodNames } from './days.ts'
import { readBoard } from './read-board.ts'
import { readFacility } from './read-facility.ts'
import type { BoardDeps } from './read-lines.ts'
import { readSummary } from './read-summary.ts'
import { writeCsv } from './write-csv.ts'

const asked = z.object({
  period: z.enum(periodNames).default('30d'),
  /** '' asks for facilities whose software is not known. */
  vendor: z.string().max(100).optional(),
})
const key = z.object({ code: z.string().regex(/^[0-9A-Za-z]{1,20}$/) })

/** The HTTP edge of the board: a table of facilities, one facility, the summary for the dashboard, a spreadsheet. */
export function dataQualityRoutes(deps: BoardDeps) {
  return async (app: FastifyInstance) => {
    app.get('/api/data-quality', (request) => {
      const { period, vendor } = parseOrThrow(asked, request.query)
      return readBoard(deps, period, vendor ?? null)
    })
    app.get('/api/data-quality.csv', async (request, reply) => {
      const { period, vendor } = parseOrThrow(asked, request.query)
      const board = await readBoard(deps, period, vendor ?? null)
      const name = `chat-luong-du-lieu-${board.period.from}-${board.period.to}.csv`
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(writeCsv(board))
    })
    app.get('/api/data-quality/summary', (request) =>
      readSummary(deps, parseOrThrow(asked, request.query).period),
    )
    app.get('/api/data-quality/facilities/:code', async (request, reply) => {
      const { code } = parseOrThrow(key, request.params)
      const { period } = parseOrThrow(asked, request.query)
      return (await readFacility(deps, code, period)) ?? sendNotFound(reply)
    })
  }
}
