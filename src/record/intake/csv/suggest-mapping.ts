import { foldName } from '#vocabulary/vietnam'
import type { CsvMapping, ListKind, MappedField, MappedTable, Step } from './mapping.types.ts'
import { readDate } from './read-value.ts'
import { type Target, targetsOf } from './targets.ts'

/** A name without case, tone marks and signs: whole, squashed, and as its words. */
interface Folded {
  readonly whole: string
  readonly squashed: string
  readonly words: ReadonlySet<string>
}

const folded = new Map<string, Folded>()

function fold(name: string): Folded {
  const known = folded.get(name)
  if (known) return known
  const whole = foldName(name)
  const made = { whole, squashed: whole.replaceAll(' ', ''), words: new Set(whole.split(' ')) }
  // Headers come from outside: the memory of them is bounded.
  if (folded.size < 5_000) folded.set(name, made)
  return made
}

/** How alike a header and a field's name are, 0 to 1: by words, without tone marks; squashed spellings count too. */
export function similarity(header: string, name: string): number {
  const [a, b] = [fold(header), fold(name)]
  if (a.whole === '' || b.whole === '') return 0
  if (a.whole === b.whole) return 1
  if (a.squashed === b.squashed) return 0.98
  let shared = 0
  for (const word of a.words) if (b.words.has(word)) shared++
  return (2 * shared) / (a.words.size + b.words.size)
}

const alikeEnough = 0.65

/** Which list it most likely is: the one whose own fields its columns name. */
export function guessList(columns: readonly string[]): ListKind {
  const score = (list: ListKind) =>
    targetsOf(list)
      .filter((t) => t.tells)
      .filter((t) => columns.some((c) => bestName(c, t) >= 0.8)).length
  const scored = (['laboratory', 'immunization', 'notifiable-case'] as const).map(
    (list) => [list, score(list)] as const,
  )
  const best = scored.reduce((x, y) => (y[1] > x[1] ? y : x))
  return best[1] > 0 ? best[0] : 'visit'
}

const bestName = (column: string, target: Target) =>
  Math.max(
    similarity(column, target.field),
    similarity(column, target.label),
    ...target.names.map((n) => similarity(column, n)),
  )

/**
 * A first mapping to be looked at by a human: each column goes to the field its header resembles most, each field gets
 * one column; dates and decimals get the form all values of the sample agree with, or none.
 */
export function suggestMapping(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  list: ListKind = guessList(columns),
): CsvMapping {
  const pairs = columns.flatMap((column, index) =>
    column === ''
      ? []
      : targetsOf(list)
          .map((target) => ({ index, target, score: bestName(column, target) }))
          .filter((pair) => pair.score >= alikeEnough),
  )
  pairs.sort((x, y) => y.score - x.score || x.index - y.index)
  const fields: MappedField[] = []
  const usedColumns = new Set<number>()
  const usedTargets = new Set<string>()
  for (const { index, target } of pairs) {
    const name = `${target.table}.${target.field}`
    if (usedColumns.has(index) || usedTargets.has(name)) continue
    usedColumns.add(index)
    usedTargets.add(name)
    const values = rows.map((row) => row[index] ?? '').filter((value) => value !== '')
    fields.push({
      table: target.table,
      field: target.field,
      columns: [index],
      between: ' ',
      constant: '',
      steps: stepsFor(target, values),
    })
  }
  fields.sort(byTable)
  const keyed = keyColumnsOf(fields)
  return { list, columns: [...columns], fields, keyColumns: keyed, together: repeats(keyed, rows) }
}

const tableOrder: readonly MappedTable[] = ['XML1', 'XML2', 'XML3', 'XML4', 'XML5']
const byTable = (a: MappedField, b: MappedField) => tableOrder.indexOf(a.table) - tableOrder.indexOf(b.table)

/** MA_LK alone; without it the patient and the day. */
function keyColumnsOf(fields: readonly MappedField[]): number[] {
  const columnOf = (name: string) => fields.find((f) => f.table === 'XML1' && f.field === name)?.columns[0]
  const own = columnOf('MA_LK')
  if (own !== undefined) return [own]
  const person = columnOf('MA_BN') ?? columnOf('SO_CCCD') ?? columnOf('MA_THE_BHYT') ?? columnOf('HO_TEN')
  return [person, columnOf('NGAY_VAO')].filter((c): c is number => c !== undefined)
}

/** True when lines that follow each other have the same key. */
function repeats(key: readonly number[], rows: readonly (readonly string[])[]): boolean {
  if (key.length === 0) return false
  const keys = rows.map((row) => key.map((c) => row[c] ?? '').join('\u0001'))
  return keys.some((k, at) => at > 0 && k === keys[at - 1] && /[^\u0001]/.test(k))
}

const dateForms: readonly string[][] = [
  ['yyyyMMddHHmm', 'yyyyMMdd'],
  ['dd/MM/yyyy HH:mm:ss', 'dd/MM/yyyy HH:mm', 'd/M/yyyy H:mm', 'd/M/yyyy', 'yyyy'],
  ['HH:mm dd/MM/yyyy', 'd/M/yyyy'],
  ['yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd HH:mm', 'yyyy-MM-ddTHH:mm:ss', 'yyyy-MM-dd', 'yyyy'],
  ['dd-MM-yyyy HH:mm', 'dd-MM-yyyy'],
  ['dd.MM.yyyy HH:mm', 'dd.MM.yyyy'],
  ['M/d/yyyy H:mm', 'M/d/yyyy'],
  ['excel'],
]

function stepsFor(target: Target, values: readonly string[]): Step[] {
  if (target.kind === 'sex') return [{ kind: 'sex' }]
  if (target.kind === 'date') {
    const reads = (formats: readonly string[]) => values.every((v) => readDate(v, formats).ok)
    const formats = dateForms.find(reads) ?? dateForms[1]!
    return [
      {
        kind: 'date',
        formats: values.length === 0 ? [...dateForms[1]!] : formats.filter((f) => used(f, values)),
      },
    ]
  }
  if (target.kind === 'number' && values.some((v) => /,\d{1,2}$|\.\d{3}(,|$)/.test(v)))
    return [{ kind: 'decimal', comma: true }]
  return []
}

const used = (format: string, values: readonly string[]) => values.some((v) => readDate(v, [format]).ok)
