import data from './dictionary.generated.json' with { type: 'json' }
import type { Norm, TableId } from './message.types.ts'

export type FieldFormat = 'yyyyMMddHHmm' | 'yyyyMMdd' | 'yyyyMMdd[HHmm]' | 'dd/MM/yyyy'

export interface Field {
  readonly name: string
  readonly type: 'string' | 'number'
  /** null: unlimited ("n" in the decision). */
  readonly maxLength: number | null
  /** From the gateway's validation workbook of 2024, not from the decision text. */
  readonly required: 'required' | 'optional' | 'conditional'
  readonly format?: FieldFormat
  /** The separator when the field is a list. */
  readonly multi?: ';'
  readonly codeList?: string
  /** When a conditional field must be there, in words. */
  readonly condition?: string
  /** `XML1.<field>`: when present, must say the same as the summary table. */
  readonly mustEqual?: string
  /** What QĐ 3176/2024 changed (secondary evidence). */
  readonly qd3176?: {
    readonly maxLength?: number | null
    readonly renamedTo?: string
    readonly removed?: boolean
  }
  /** What QĐ 1931/2026 changed (secondary evidence). */
  readonly qd1931?: { readonly maxLength?: number | null }
}

export interface Table {
  readonly id: TableId
  /** In Vietnamese. */
  readonly title: string
  readonly root: string | null
  readonly list: string | null
  readonly item: string | null
  readonly fields: readonly Field[]
}

interface Dictionary {
  readonly tables: readonly Table[]
  readonly tables4210: readonly Table[]
  readonly renames4210: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
  readonly codeLists: Readonly<Record<string, readonly (readonly [code: string, label: string])[]>>
}

// The generator is the parser of this file and dictionary.test.ts checks it: one `as` here instead of a schema at start.
const dictionary = data as unknown as Dictionary

const tables = new Map(dictionary.tables.map((t) => [t.id, t]))
const legacyTables = new Map(dictionary.tables4210.map((t) => [t.id, t]))
const codeLists = new Map(
  Object.entries(dictionary.codeLists).map(([name, list]) => [name, new Map<string, string>(list)]),
)

/** The table as QĐ 130/4750 defines it, or as QĐ 4210 did. */
export function tableOf(id: TableId, norm: Norm = '4750'): Table | undefined {
  return norm === '4210' && legacyTables.has(id) ? legacyTables.get(id) : profile(norm).tables.get(id)
}

export interface Profile {
  readonly norm: Norm
  /** The tables in force under this norm, with its lengths and names. */
  readonly tables: ReadonlyMap<TableId, Table>
}

const profiles = new Map<Norm, Profile>()

/** The tables in force under a norm. Under 4210: its five tables, and the two documents that know no norm. */
export function profile(norm: Norm): Profile {
  let found = profiles.get(norm)
  if (!found) {
    found = { norm, tables: tablesUnder(norm) }
    profiles.set(norm, found)
  }
  return found
}

function tablesUnder(norm: Norm): Map<TableId, Table> {
  if (norm === '4210') {
    const documents = dictionary.tables.filter((t) => t.id === 'GBT' || t.id === 'GKSKLX')
    return new Map([...dictionary.tables4210, ...documents].map((t) => [t.id, t]))
  }
  if (norm === '4750') return tables
  return new Map(dictionary.tables.map((t) => [t.id, { ...t, fields: fieldsSince3176(t.fields, norm) }]))
}

function fieldsSince3176(fields: readonly Field[], norm: Norm): Field[] {
  return fields
    .filter((f) => !f.qd3176?.removed)
    .map((f) => {
      const changed = { ...f }
      if (f.qd3176?.maxLength !== undefined) Object.assign(changed, { maxLength: f.qd3176.maxLength })
      if (norm !== '3176' && f.qd1931?.maxLength !== undefined)
        Object.assign(changed, { maxLength: f.qd1931.maxLength })
      // The renamed field is a new one: what XML1 calls by the old name need not say the same.
      if (f.qd3176?.renamedTo) Object.assign(changed, { name: f.qd3176.renamedTo, mustEqual: undefined })
      return changed
    })
}

/** 4210 name → the 130 names that say the same (sometimes two: one old amount is both hospital and insurance amount). */
export function renames4210(table: TableId): Readonly<Record<string, readonly string[]>> {
  return dictionary.renames4210[table] ?? {}
}

/** 4750 name → 3176 name of the fields that XML13 renamed. */
export function renames3176(table: TableId): Readonly<Record<string, string>> {
  const renamed = tables.get(table)?.fields.filter((f) => f.qd3176?.renamedTo) ?? []
  return Object.fromEntries(renamed.map((f) => [f.name, f.qd3176!.renamedTo!]))
}

/** What a code means, in Vietnamese; undefined when the list is not held here or has no such code. */
export function label(codeList: string, code: string): string | undefined {
  return codeLists.get(codeList)?.get(code)
}

/** The codes of a small list; undefined for lists that live in `#vocabulary/catalogues` (drugs, services, ICD). */
export function codesOf(codeList: string): ReadonlyMap<string, string> | undefined {
  return codeLists.get(codeList)
}
