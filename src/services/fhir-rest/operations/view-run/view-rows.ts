import { StringDecoder } from 'node:string_decoder'
import type { Problem } from '#foundation/result'
import { rowsOf, type View } from '#vocabulary/views'
import type { RowWriter } from './row-writer.ts'

/** A resource that the view does not fit: known only while the rows are being made. */
export class ViewRunFault extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.code)
    this.problem = problem
  }
}

/** Text is handed on in pieces of about this length. */
export const pieceLength = 65_536

/** Resources a few at a time: as many as came in one piece of the export. */
export type Batches = AsyncIterable<readonly unknown[]> | Iterable<readonly unknown[]>

/** The rows of all resources as pieces of text; reads no more of them than the limit needs. */
export async function* viewRows(
  batches: Batches,
  view: View,
  writer: RowWriter,
  limit: number,
): AsyncGenerator<string, void, undefined> {
  let piece = writer.start
  let made = 0
  reading: for await (const resources of batches) {
    for (const resource of resources) {
      const rows = rowsOf(view, resource)
      if (!rows.ok) throw new ViewRunFault(rows.problem)
      for (const row of rows.value) {
        if (made === limit) break reading
        piece += writer.row(row, made === 0)
        made += 1
      }
      if (made === limit) break reading
    }
    if (piece.length >= pieceLength) {
      yield piece
      piece = ''
    }
  }
  yield piece + writer.end
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
