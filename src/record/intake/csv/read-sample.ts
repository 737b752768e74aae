import { fail, ok, type Result } from '#foundation/result'
import type { MessageProblem } from '#vocabulary/bhyt'
import { defaultLimits } from '../bhyt-xml/split.types.ts'
import type { CsvSample } from './api.types.ts'
import { csvKept, type ListKind } from './mapping.types.ts'
import { readCells } from './read-cells.ts'
import { CsvSplitter, parseJson } from './split-csv.ts'
import { guessList, suggestMapping } from './suggest-mapping.ts'
import { targetsOf } from './targets.ts'
import { textOf } from './text.ts'

const shownRows = 20

/** The beginning of a list → its columns, first lines and a mapping to start from. The same road as a file that arrives. */
export function readSample(
  bytes: Uint8Array,
  asked: ListKind | undefined,
): Result<Omit<CsvSample, 'saved'>, MessageProblem> {
  const splitter = new CsvSplitter(defaultLimits)
  const events = [...splitter.push(bytes), ...(splitter.done ? [] : splitter.finish())]
  const refused = events.find((e) => e.kind === 'refused')
  if (refused) return fail(refused.problems[0]!)
  const head = events.find((e) => e.kind === 'head')!
  const kept = csvKept.parse(parseJson(head.keep))
  const records = events.flatMap((e) => (e.kind === 'record' && e.bytes ? [e.bytes] : [])).slice(0, 200)
  const rows = records.flatMap((b) => readCells(textOf(b, head.encoding) ?? '', kept) ?? [])
  const list = asked ?? guessList(kept.columns)
  return ok({
    encoding: head.encoding,
    delimiter: kept.delimiter,
    columns: kept.columns,
    rows: rows.slice(0, shownRows),
    suggestion: suggestMapping(kept.columns, rows, list),
    targets: targetsOf(list).map((t) => ({
      table: t.table,
      field: t.field,
      label: t.label,
      kind: t.kind,
      usual: t.names.length > 0,
    })),
    problems: head.problems,
  })
}
