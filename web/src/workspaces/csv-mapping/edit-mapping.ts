import type { CsvMappedField, CsvMappingBody, CsvStep, CsvTarget } from '../../api/types'

export const targetName = ({ table, field }: Pick<CsvMappedField, 'table' | 'field'>) => `${table}.${field}`

/** The field a column goes to; undefined when it is not used. */
export const fieldOfColumn = (mapping: CsvMappingBody, column: number) =>
  mapping.fields.find((field) => field.columns.includes(column))

/** Sends a column to a field (null: to none). Two columns of one field are joined, in the order of the file. */
export function assignColumn(
  mapping: CsvMappingBody,
  column: number,
  target: CsvTarget | null,
): CsvMappingBody {
  const without = mapping.fields
    .map((field) => ({ ...field, columns: field.columns.filter((c) => c !== column) }))
    .filter((field) => field.columns.length > 0 || field.constant !== '')
  if (!target) return { ...mapping, fields: without }
  const there = without.find((field) => targetName(field) === targetName(target))
  const fields = there
    ? without.map((field) =>
        field === there ? { ...field, columns: [...field.columns, column].sort((a, b) => a - b) } : field,
      )
    : [
        ...without,
        {
          table: target.table,
          field: target.field,
          columns: [column],
          between: ' ',
          constant: '',
          steps: firstSteps(target),
        },
      ]
  return { ...mapping, fields }
}

function firstSteps(target: CsvTarget): CsvStep[] {
  if (target.kind === 'sex') return [{ kind: 'sex' }]
  if (target.kind === 'date') return [{ kind: 'date', formats: ['dd/MM/yyyy HH:mm', 'd/M/yyyy'] }]
  return []
}

export function changeField(
  mapping: CsvMappingBody,
  name: string,
  change: Partial<CsvMappedField>,
): CsvMappingBody {
  return { ...mapping, fields: mapping.fields.map((f) => (targetName(f) === name ? { ...f, ...change } : f)) }
}

/** Puts a step in the place of the one of its kind; null takes that kind away. Codes come before, zeros after the rest. */
export function withStep(steps: readonly CsvStep[], kind: CsvStep['kind'], step: CsvStep | null): CsvStep[] {
  const at = steps.findIndex((s) => s.kind === kind)
  if (at >= 0) return steps.flatMap((s, index) => (index === at ? (step ? [step] : []) : [s]))
  if (!step) return [...steps]
  return kind === 'codes' ? [step, ...steps] : [...steps, step]
}

export const stepOf = <K extends CsvStep['kind']>(field: CsvMappedField, kind: K) =>
  field.steps.find((step): step is Extract<CsvStep, { kind: K }> => step.kind === kind)

/** `a = b` line by line; lines without a sign are not yet finished and left out. */
export function readCodes(text: string): (readonly [string, string])[] {
  return text.split('\n').flatMap((line) => {
    const at = line.indexOf('=')
    return at < 0 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()] as const]
  })
}

export const writeCodes = (codes: readonly (readonly [string, string])[]) =>
  codes.map(([from, to]) => `${from} = ${to}`).join('\n')

/** Why a mapping cannot be saved yet, as a key of the texts. */
export function whyNotSave(
  mapping: CsvMappingBody,
  name: string,
): 'nameMissing' | 'nothingMapped' | 'keyMissing' | undefined {
  if (mapping.fields.every((field) => field.columns.length === 0)) return 'nothingMapped'
  const hasKey = mapping.fields.some((f) => targetName(f) === 'XML1.MA_LK')
  if ((!hasKey || mapping.together) && mapping.keyColumns.length === 0) return 'keyMissing'
  return name.trim() === '' ? 'nameMissing' : undefined
}
