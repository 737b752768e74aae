import { StringDecoder } from 'node:string_decoder'
import type { Problem } from '#foundation/result'
import type { RowWriter } from './row-writer.ts'
import { rowsOf } from './rows-of.ts'
import type { View } from './view.types.ts'

/** A resource that the view does not fit: known only while the rows are being made. */
export class ViewMisfit extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.code)
    this.problem = problem
  }
}

/** Text is handed on in pieces of about this length. */
const pieceLength = 65_536

/** Resources a few at a time: as many as came in one piece of the export. */
export type Batches = AsyncIterable<readonly unknown[]> | Iterable<readonly unknown[]>

export interface RowsText {
  /** The rows of these resources as pieces of text; reads no more of them than the limit needs. */
  pieces(batches: Batches): AsyncGenerator<string, void, undefined>
  /** Rows so far. */
  count(): number
}

/** Rows between a writer's start and its end, which the caller writes: the resources may come in several goes. */
export function rowsText(view: View, writer: RowWriter, limit = Number.POSITIVE_INFINITY): RowsText {
  let made = 0
  return {
    count: () => made,
    async *pieces(batches) {
      let piece = ''
      reading: for await (const resources of batches) {
        for (const resource of resources) {
          const rows = rowsOf(view, resource)
          if (!rows.ok) throw new ViewMisfit(rows.problem)
          for (const row of rows.value) {
            if (made === limit) break reading
            piece += writer.row(row, made === 0)
            made += 1
            if (piece.length < pieceLength) continue
            yield piece
            piece = ''
          }
          if (made === limit) break reading
        }
      }
      if (piece !== '') yield piece
    },
  }
}

/** Resources out of bytes with one on each line, however the lines are cut. */
export async function* resourcesIn(bytes: AsyncIterable<Buffer | string>): AsyncGenerator<unknown[]> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of bytes) {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk))).split('\n')
    rest = lines.pop()!
    yield lines.flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
  }
  if (rest !== '') yield [JSON.parse(rest)]
}
