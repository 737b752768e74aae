import { type CsvKept, csvKept, type MappedField } from './mapping.types.ts'
import { parseJson } from './split-csv.ts'

/** A kept head made ready for reading: parsed once for all the records of a file. */
export interface Ready {
  readonly kept: CsvKept
  readonly summary: readonly MappedField[]
  /** Tables that get a row from each line. */
  readonly details: readonly {
    readonly table: Exclude<MappedField['table'], 'XML1'>
    readonly fields: readonly MappedField[]
  }[]
  readonly mapped: ReadonlySet<string>
}

const ready = new Map<string, Ready | null>()

/** Null when there is nothing usable: a head of another time, or no CSV at all. */
export function readyFor(text: string | null | undefined): Ready | null {
  if (!text) return null
  const known = ready.get(text)
  if (known !== undefined) return known
  const parsed = csvKept.safeParse(parseJson(text))
  const made = parsed.success ? prepare(parsed.data) : null
  if (ready.size >= 16) ready.delete(ready.keys().next().value!)
  ready.set(text, made)
  return made
}

export function prepare(kept: CsvKept): Ready {
  const fields = kept.mapping?.fields ?? []
  const details = (['XML2', 'XML3', 'XML4', 'XML5'] as const)
    .map((table) => ({ table, fields: fields.filter((f) => f.table === table) }))
    .filter((t) => t.fields.length > 0)
  return {
    kept,
    summary: fields.filter((f) => f.table === 'XML1'),
    details,
    mapped: new Set(fields.map((f) => `${f.table}.${f.field}`)),
  }
}
