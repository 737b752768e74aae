import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { isUuid8, shardOf } from '#foundation/ids'
import type { MessageProblem } from '#vocabulary/bhyt'
import type {
  FileSource,
  ProblemGroups,
  Receipt,
  ReceiptLine,
  ReceiptLines,
  Refusals,
  Volumes,
} from './api.types.ts'
import {
  groupProblems,
  listFacilities,
  listReceipts,
  listRefusals,
  putFacility,
  type ReceiptLineRow,
  type VolumeRow,
  volumesByDay,
} from './desk.queries.ts'
import { formatNamed } from './formats.ts'
import { rawDropped } from './intake.problems.ts'
import { contextsOf, findFiles, readRecordBytes } from './open-records.ts'
import { readPart } from './raw-chunks.ts'
import { findParts, findReceipt, findFiles as findReceiptFiles } from './receipt.queries.ts'

/** What the connection desk asks: is my data arriving, clean, on time, and what do I fix first? */
export function openDesk(db: Database, clock: Clock) {
  return {
    async receipts(
      filter: { before?: string; facility?: string; status?: string; code?: string; day?: string },
      limit: number,
    ): Promise<ReceiptLines> {
      const rows = await listReceipts(
        db,
        {
          before: filter.before && isUuid8(filter.before) ? filter.before : null,
          facility: filter.facility ?? null,
          status: filter.status ?? null,
          code: filter.code ?? null,
          day: filter.day ?? null,
          receiptId: null,
        },
        limit + 1,
      )
      return { items: rows.slice(0, limit).map(toLine), more: rows.length > limit }
    },

    async receipt(
      receiptId: string,
      offset: number,
      limit: number,
      status: string | null = null,
    ): Promise<Receipt | null> {
      if (!isUuid8(receiptId)) return null
      const shard = shardOf(receiptId)
      const [row, kept] = await Promise.all([
        listReceipts(db, { before: null, facility: null, status: null, code: null, day: null, receiptId }, 1),
        findReceipt(db, shard, receiptId),
      ])
      if (!row[0] || !kept) return null
      const files = await findReceiptFiles(db, shard, receiptId, offset, limit + 1, status)
      return {
        ...toLine(row[0]),
        problems: kept.problems,
        files: files.slice(0, limit).map((f) => ({
          fileNumber: f.file_number,
          facility: f.facility,
          visitLinkId: f.visit_link_id,
          status: f.status,
          norm: f.norm,
          problems: f.problems ?? [],
          storedAt: f.stored_at?.toISOString() ?? null,
          personId: f.person_id,
          attempts: f.attempts,
        })),
        more: files.length > limit,
      }
    },

    async source(receiptId: string, fileNumber: number): Promise<FileSource | null> {
      if (!isUuid8(receiptId)) return null
      const [file] = await findFiles(db, [{ receiptId, fileNumber }])
      if (!file) return null
      const [bytes] = await readRecordBytes(db, [file])
      const problems: readonly MessageProblem[] = [
        ...(file.is_dropped ? [{ ...rawDropped, severity: 'info' as const }] : []),
        ...(file.problems ?? []),
      ]
      const [context] = await contextsOf(db, [file])
      const tables = bytes ? formatNamed(context!.format).locate(bytes, context!) : []
      return { receiptId, fileNumber, status: file.status, problems, tables }
    },

    /** The bytes as received: of one part, or null when there is no such receipt. */
    async raw(receiptId: string, part: number) {
      if (!isUuid8(receiptId)) return null
      const parts = await findParts(db, shardOf(receiptId), receiptId)
      const found = parts.find((p) => p.part === part)
      if (found?.is_dropped) return 'dropped' as const
      return found
        ? {
            ...found,
            bytes: readPart(db, { shard: shardOf(receiptId), bucket: found.bucket, receiptId, part }),
          }
        : null
    },

    async volumes(days: number): Promise<Volumes> {
      const since = new Date(clock.now().getTime() - days * 86_400_000)
      return { facilities: byFacility(await volumesByDay(db, since.toISOString())) }
    },

    async problems(): Promise<ProblemGroups> {
      const groups = await groupProblems(db, 5_000)
      return {
        groups: groups.map((g) => ({
          code: g.code,
          severity: g.severity,
          table: g.table,
          field: g.field,
          message: g.message,
          count: g.count,
          files: g.files,
          facilities: g.facilities,
          lastAt: g.last_at.toISOString(),
          example: {
            receiptId: g.receipt_id,
            fileNumber: g.file_number,
            table: g.table,
            row: g.row,
            field: g.field,
          },
        })),
      }
    },

    async facilities() {
      const rows = await listFacilities(db)
      return { items: rows.map((r) => ({ facilityCode: r.facility, name: r.name, vendor: r.vendor })) }
    },

    async refusals(): Promise<Refusals> {
      const rows = await listRefusals(db, 200)
      return {
        items: rows.map((r) => ({
          at: r.at.toISOString(),
          code: r.code,
          message: r.message,
          size: r.size === null ? null : Number(r.size),
          fileName: r.file_name,
        })),
      }
    },

    nameFacility: (code: string, card: { name: string; vendor: string | null }, onlyIfAbsent = false) =>
      putFacility(db, { code, ...card, at: clock.now().toISOString(), onlyIfAbsent }),
  }
}

export type Desk = ReturnType<typeof openDesk>

const toLine = (row: ReceiptLineRow): ReceiptLine => ({
  receiptId: row.receipt_id,
  receivedAt: row.received_at.toISOString(),
  fileName: row.file_name,
  format: row.format,
  size: Number(row.size),
  sha256: row.sha256.toString('hex'),
  facilityCode: row.facility,
  facilityName: row.facility_name,
  vendor: row.vendor,
  counts: {
    total: row.total,
    accepted: row.accepted,
    stored: row.stored,
    setAside: row.set_aside,
    warnings: row.warnings,
  },
  headline: row.headline,
})

function byFacility(rows: readonly VolumeRow[]) {
  const cards = new Map<string, { rows: VolumeRow[] }>()
  for (const row of rows) {
    const card = cards.get(row.facility) ?? { rows: [] }
    card.rows.push(row)
    cards.set(row.facility, card)
  }
  const sum = (list: readonly VolumeRow[], of: (row: VolumeRow) => number) =>
    list.reduce((n, row) => n + of(row), 0)
  return [...cards].map(([facilityCode, { rows: days }]) => ({
    facilityCode,
    facilityName: days[0]!.name,
    vendor: days[0]!.vendor,
    files: sum(days, (d) => d.files),
    stored: sum(days, (d) => d.stored),
    setAside: sum(days, (d) => d.set_aside),
    warnings: sum(days, (d) => d.warnings),
    lastReceivedAt: days.reduce<string | null>((last, d) => {
      const at = d.last_at?.toISOString() ?? null
      return at && (!last || at > last) ? at : last
    }, null),
    days: days.flatMap((d) => (d.day ? [{ day: d.day, stored: d.stored, setAside: d.set_aside }] : [])),
  }))
}
