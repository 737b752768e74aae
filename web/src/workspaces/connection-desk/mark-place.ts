import type { FileSource, MessageProblem } from '../../api/types'
import type { FileSearch } from '../../shell/paths'
import { findSaid } from './find-said'
import type { Range } from './text-range'

type Table = FileSource['tables'][number]

/** What to mark for a place: the field; else its whole row and why; else nothing and why. */
export interface Mark {
  readonly range: Range | null
  readonly whole: 'field' | 'row'
  readonly miss: 'field' | 'place' | null
  /** The field marked, when the address did not name it. */
  readonly field?: string
}

export function markOf(table: Table, place: FileSearch, said: readonly string[] = []): Mark | null {
  if (place.table !== table.table || (place.row === undefined && place.field === undefined)) return null
  const row = place.row === undefined ? undefined : Number(place.row)
  const field = table.fields.find(
    (one) => one.field === place.field && (row === undefined || one.row === row),
  )
  if (field) return { range: field, whole: 'field', miss: null }
  const told = place.field === undefined && row !== undefined ? findSaid(table, row, said) : null
  if (told) return { range: told, whole: 'field', miss: null, field: told.field }
  const whole = table.rows.find((one) => one.row === row)
  if (whole) return { range: whole, whole: 'row', miss: place.field === undefined ? null : 'field' }
  return { range: null, whole: 'row', miss: 'place' }
}

/** The fields of a table that problems speak of, for a quiet underline. */
export const problemRanges = (table: Table, problems: readonly MessageProblem[]): Range[] =>
  problems.flatMap((problem) => {
    if (problem.table !== table.table || problem.field === undefined) return []
    const field = table.fields.find((one) => one.row === (problem.row ?? 1) && one.field === problem.field)
    return field ? [field] : []
  })

export const mostFound = 999

/** Where a text occurs, upper and lower case alike; stops counting at `mostFound`. */
export function findAll(text: string, wanted: string): Range[] {
  if (wanted === '') return []
  const found: Range[] = []
  const [hay, needle] = [text.toLowerCase(), wanted.toLowerCase()]
  // Lower case of a few letters (İ) is longer, which would shift every later place.
  if (hay.length !== text.length) return findAllExactly(text, wanted)
  for (
    let at = hay.indexOf(needle);
    at >= 0 && found.length < mostFound;
    at = hay.indexOf(needle, at + needle.length)
  ) {
    found.push({ start: at, end: at + needle.length })
  }
  return found
}

function findAllExactly(text: string, wanted: string): Range[] {
  const found: Range[] = []
  for (
    let at = text.indexOf(wanted);
    at >= 0 && found.length < mostFound;
    at = text.indexOf(wanted, at + wanted.length)
  ) {
    found.push({ start: at, end: at + wanted.length })
  }
  return found
}
