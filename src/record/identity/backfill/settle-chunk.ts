import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { pgArray } from '#foundation/db'
import { emptyWords } from '#vocabulary/demographics/answers'
import { claimsOf } from '../links/claim-identifiers.ts'
import { Features } from '../links/features.ts'
import { goldenCard } from '../links/golden-card.ts'
import type { LinkContext } from '../links/link-context.ts'
import { type LinkWrites, noWrites } from '../links/link-writes.ts'
import type { EdgeRow, RecordRow } from '../links/links.types.ts'
import { shardOfRecord } from '../links/record-keys.ts'
import { settleParts } from '../links/settle-records.ts'
import { TextFiles } from './append-files.ts'
import { copyLine, readLine } from './copy-text.ts'
import type { Chunk } from './plan-chunks.ts'
import { type Cells, copiedRow, type SpooledRows, wordsIn } from './spooled-rows.ts'
import { type TableName, tableFile } from './table-files.ts'
import { edgeFile } from './weigh-part.ts'

export interface ChunkSettler {
  settle(chunk: Chunk, crowded: ReadonlySet<string>, now: Date): void
  /** Everything is on the disk afterwards. */
  end(): void
}

/** A record without company needs no features: nobody asks what it pools with nobody. */
class Company extends Features {
  readonly #context: LinkContext
  readonly #cells: ReadonlyMap<string, Cells>
  readonly #isAlone: (row: RecordRow) => boolean
  readonly #nobody: unknown

  constructor(context: LinkContext, cells: ReadonlyMap<string, Cells>, isAlone: (row: RecordRow) => boolean) {
    super(context.model)
    this.#context = context
    this.#cells = cells
    this.#isAlone = isAlone
    this.#nobody = context.model.featuresOf(emptyWords)
  }

  override of(row: RecordRow): unknown {
    return this.#isAlone(row)
      ? this.#nobody
      : this.#context.model.featuresOf(wordsIn(this.#cells.get(row.record)!))
  }
}

/** Settles chunks as if all their records had arrived in one batch, and writes the rows that follow into files of their tables. */
export function openSettler(
  folder: { readonly weighed: string; readonly tables: string },
  rows: SpooledRows,
  context: LinkContext,
  helper: number,
): ChunkSettler {
  const files = new TextFiles(folder.tables)
  const put = (table: TableName, shard: number, cells: Parameters<typeof copyLine>[0]) =>
    files.add(tableFile(table, shard, rows.count, helper), `${shard}\t${copyLine(cells)}\n`)
  return {
    settle(chunk, crowded, now) {
      const records = [...chunk.records].map((number) => ({
        ...rows.whole(number),
        model: context.modelNumber,
      }))
      const edges = readEdges(folder.weighed, chunk.edges)
      const met = new Set(edges.flatMap(({ a, b }) => [a, b]))
      const isAlone = (row: RecordRow) => row.sure.length === 0 && !met.has(row.record)
      const table = { records, edges, decisions: [], held: [], crowded }
      const writes = noWrites()
      const outcome = settleParts(
        { table, before: new Map(), isCore: () => true, features: new Company(context, cells, isAlone), context, now },
        writes,
      )
      writes.edges.push(...edges)
      const at = now.toISOString()
      for (const row of outcome.values())
        files.add(
          tableFile('record', row.shard, rows.count, helper),
          `${row.shard}\t${copiedRow(row, cells.get(row.record)!, at)}\n`,
        )
      writeRows([...outcome.values()], writes, at, put)
    },
    end: () => files.flush(),
  }
}

function readEdges(folder: string, places: Uint32Array): EdgeRow[] {
  const edges: EdgeRow[] = []
  const open = new Map<number, number>()
  for (let at = 0; at < places.length; at += 3) {
    const [part, offset, length] = [places[at]!, places[at + 1]!, places[at + 2]!]
    const file = open.get(part) ?? openSync(join(folder, edgeFile(part)), 'r')
    open.set(part, file)
    const bytes = Buffer.allocUnsafe(length - 1)
    readSync(file, bytes, 0, bytes.length, offset)
    const [a, b, model, weight, outcome, parts, guard] = readLine(bytes.toString('utf8'))
    edges.push({
      ...{
        a: a!,
        b: b!,
        model: Number(model),
        weight: Number(weight),
        outcome: outcome as EdgeRow['outcome'],
      },
      ...{ parts: parts!.slice(1, -1).split(',').map(Number), guard: guard! },
    })
  }
  for (const file of open.values()) closeSync(file)
  return edges
}

type Put = (table: TableName, shard: number, cells: Parameters<typeof copyLine>[0]) => void

/** Columns in the order in which `backfill.queries.ts` copies them. */
function writeRows(rows: readonly RecordRow[], writes: LinkWrites, at: string, put: Put): void {
  const members = new Map<string, RecordRow[]>()
  for (const row of rows) {
    const known = members.get(row.person_id)
    if (known) known.push(row)
    else members.set(row.person_id, [row])
  }
  for (const [person, records] of members) {
    const card = goldenCard(person, records)
    put('person', card.shard, [
      ...[card.shard, person, card.full_name, card.folded_name, card.birth_date, card.sex, card.citizen_id],
      ...[card.insurance_number, card.address, card.deceased, pgArray(card.facilities), card.last_visit_at],
      ...[at, null, JSON.stringify(card.golden)],
    ])
    for (const claim of claimsOf(person, records)) put('claim', claim.shard, [JSON.stringify(claim)])
  }
  for (const { a, b, model, weight, outcome, parts, guard } of writes.edges)
    put('edge', shardOfRecord(a), [a, b, model, weight, outcome, `{${parts.join(',')}}`, guard])
  for (const { record, digest, person_id } of writes.held)
    put('held', shardOfRecord(record), [record, digest, person_id])
  for (const event of writes.events)
    put('event', event.shard, [
      ...[event.shard, event.person_id, event.event_id, event.at, event.kind, event.said_by, event.why],
      JSON.stringify(event.body),
    ])
  for (const also of writes.alsoOf)
    put('event_also', also.shard, [also.shard, also.person_id, also.event_shard, also.event_id])
  for (const item of writes.reviews)
    put('review_item', item.shard, [
      ...[
        item.shard,
        item.item_id,
        item.left_record,
        item.right_record,
        item.pair_a,
        item.pair_b,
        item.reason,
      ],
      ...[item.guard, item.weight, item.score, item.rank, at],
    ])
}
