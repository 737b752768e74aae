import type { FacilityMessage, MessageProblem } from '#vocabulary/bhyt'
import { finish } from '../bhyt-xml/read-record.ts'
import type { DraftTables } from '../bhyt-xml/read-tables.ts'
import type { ReadRecord, RecordContext } from '../format.types.ts'
import { type CsvProblemCode, csvProblem } from './csv.problems.ts'
import { CsvProblems } from './csv-problems.ts'
import { fillTables } from './fill-tables.ts'
import { type Ready, readyFor } from './kept.ts'
import { readCells } from './read-cells.ts'
import { textOf } from './text.ts'

/** Reads one record of a line list through the mapping kept with its head. Never throws on what a sender can write. */
export function readCsvRecord(bytes: Uint8Array, context: RecordContext): ReadRecord<FacilityMessage> {
  const text = textOf(bytes, context.encoding)
  if (text === null) return setAside(context, ['CSV_ENCODING_INVALID'])
  const ready = readyFor(context.kept)
  if (!ready?.kept.mapping) return setAside(context, ['CSV_MAPPING_MISSING'])
  const lines = readCells(text, ready.kept)
  if (!lines || lines.length === 0) return setAside(context, ['CSV_LINE_BROKEN'])
  if (lines.length > 1 && ready.kept.groupedBy.length === 0) return setAside(context, ['CSV_QUOTE_OPEN'])
  if (!isCutAsMapped(ready)) return setAside(context, ['CSV_CUT_DIFFERS'])
  const { tables: _, ...read } = readLines(lines, ready, context)
  return read
}

/** The same from cells: also what the mapping screen previews. `tables` is also there of a record set aside. */
export function readLines(
  lines: readonly (readonly string[])[],
  ready: Ready,
  context: RecordContext,
): ReadRecord<FacilityMessage> & { readonly tables?: DraftTables } {
  const width = ready.kept.columns.length
  if (lines.some((cells) => cells.slice(width).some((cell) => cell !== '')))
    return setAside(context, ['CSV_TOO_MANY_CELLS'])
  const problems = new CsvProblems(ready)
  if (lines.some((cells) => cells.length < width)) problems.addCsv('CSV_CELLS_MISSING', {})
  const tables = fillTables(lines, ready, context.facilityCode, problems)
  return { ...finish({ kind: 'visit', tables }, context, problems), tables }
}

/** Lines were put together when the file came; a mapping that would have cut otherwise must not read the pieces. */
function isCutAsMapped({ kept }: Ready): boolean {
  const wanted = kept.mapping!.together ? kept.mapping!.keyColumns : []
  return wanted.length === kept.groupedBy.length && wanted.every((column) => kept.groupedBy.includes(column))
}

function setAside(context: RecordContext, codes: readonly CsvProblemCode[]): ReadRecord<FacilityMessage> {
  const problems: MessageProblem[] = codes.map((code) => csvProblem(code))
  return { message: null, visitLinkId: null, facilityCode: context.facilityCode, norm: null, problems }
}
