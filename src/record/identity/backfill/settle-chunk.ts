import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { emptyWords } from '#vocabulary/demographics/answers'
import { Features } from '../links/features.ts'
import type { LinkContext } from '../links/link-context.ts'
import { noWrites } from '../links/link-writes.ts'
import type { EdgeRow, RecordRow } from '../links/links.types.ts'
import { settleParts } from '../links/settle-records.ts'
import { TextFiles } from './append-files.ts'
import { copyLine, readLine } from './copy-text.ts'
import type { Chunk } from './plan-chunks.ts'
import { type Cells, copiedRow, type SpooledRows, wordsIn } from './spooled-rows.ts'
import { type TableName, tableFile } from './table-files.ts'
import { type Put, putRows } from './table-rows.ts'
import { edgeFile } from './weigh-part.ts'

export interface ChunkSettler {
  /** Says how many rows came of it. */
  settle(chunk: Chunk, crowded: ReadonlySet<string>, now: Date): number
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
  let written = 0
  const putLine = (table: TableName, shard: number, line: string) => {
    written += 1
    files.add(tableFile(table, shard, rows.count, helper), `${shard}\t${line}\n`)
  }
  const put: Put = (table, shard, cells) => putLine(table, shard, copyLine(cells))
  return {
    settle(chunk, crowded, now) {
      const spooled = Array.from(chunk.records, (number) => rows.settled(number, context.modelNumber))
      const records = spooled.map(({ row }) => row)
      const cells = new Map(spooled.map(({ row, cells }) => [row.record, cells]))
      const edges = readEdges(folder.weighed, chunk.edges)
      const met = new Set(edges.flatMap(({ a, b }) => [a, b]))
      const isAlone = (row: RecordRow) => row.sure.length === 0 && !met.has(row.record)
      const table = { records, edges, decisions: [], held: [], crowded }
      const writes = noWrites()
      const outcome = settleParts(
        {
          table,
          before: new Map(),
          isCore: () => true,
          features: new Company(context, cells, isAlone),
          context,
          now,
        },
        writes,
      )
      writes.edges.push(...edges)
      const at = now.toISOString()
      written = 0
      for (const row of outcome.values())
        putLine('record', row.shard, copiedRow(row, cells.get(row.record)!, at))
      putRows([...outcome.values()], writes, at, put)
      return written
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
      a: a!,
      b: b!,
      model: Number(model),
      weight: Number(weight),
      outcome: outcome as EdgeRow['outcome'],
      parts: parts!.slice(1, -1).split(',').map(Number),
      guard: guard!,
    })
  }
  for (const file of open.values()) closeSync(file)
  return edges
}
