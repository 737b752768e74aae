import type { Readable } from 'node:stream'
import { ok, type Result } from '#foundation/result'
import type { ExportOptions } from '#gate/access'
import type { Caller } from '../../call.types.ts'

/**
 * What the gate's export pushes, turned into something to pull: the lines are at hand when this answers, and the export
 * (with its connection to the database) lives until they are read or left.
 */
export function exportedLines(
  { service, actor, purpose }: Caller,
  options: ExportOptions,
): Promise<Result<AsyncGenerator<Buffer | string>>> {
  return new Promise((resolve, reject) => {
    const into = (lines: Readable) =>
      new Promise<void>((finish) => resolve(ok(linesUntilLeft(lines, finish))))
    service.gate
      .export(actor, purpose, options, into)
      // Once the lines are handed over, whoever reads them learns of a failure by the stream itself.
      .then((done) => resolve(done.ok ? ok(nothing()) : done), reject)
  })
}

async function* linesUntilLeft(lines: Readable, finish: () => void) {
  try {
    yield* lines as AsyncIterable<Buffer | string>
  } finally {
    lines.destroy()
    finish()
  }
}

async function* nothing(): AsyncGenerator<never> {}
