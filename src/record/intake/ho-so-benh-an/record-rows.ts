import { fieldNamed, nestedNamed, type RecordGroup } from '#vocabulary/medical-record'
import type { MedicalRecordRow } from '#vocabulary/messages'
import { checkValue } from './check-value.ts'
import type { RecordProblems } from './problem-sentences.ts'
import type { RecordNode } from './record-tree.ts'

/** A group's rows under the names of the annex: the forms of its list, or the object itself. */
export function rowsOfGroup(
  group: RecordGroup,
  nodes: readonly RecordNode[],
  problems: RecordProblems,
): MedicalRecordRow[] {
  const forms = group.list ? nodes.flatMap((node) => formsOf(group, node)) : nodes
  return forms.flatMap((node, index) => {
    const row = rowOf(group, node, index + 1, index + 1, problems)
    return row ? [row] : []
  })
}

/**
 * `{sovaovien, danhsach: [form, form]}`: each form takes the words of the head that it does not say itself. A group without
 * a list is one form.
 */
function formsOf(group: RecordGroup, node: RecordNode): RecordNode[] {
  const lists = [...node.nodes].filter(([name]) => nestedNamed(group.name, name) === 'danhsach')
  const isOneForm = [...node.values.keys()].some((name) => fieldNamed(group.name, name)?.name !== 'sovaovien')
  if (isOneForm) return [node]
  if (lists.length === 0) return node.nodes.size > 0 ? [...node.nodes.values()].flat() : []
  return lists.flatMap(([, forms]) =>
    forms.map((form) => ({ values: new Map([...node.values, ...form.values]), nodes: form.nodes })),
  )
}

/** `sourceRow` is the row that problems name: the form's, also for what lies below it. */
function rowOf(
  group: RecordGroup,
  node: RecordNode,
  row: number,
  sourceRow: number,
  problems: RecordProblems,
): MedicalRecordRow | null {
  const values: Record<string, string> = {}
  for (const [sent, text] of node.values) {
    const name = fieldName(group, sent, sourceRow, problems)
    if (name === null) continue
    const value = tidied(text, group.name, sourceRow, name, problems)
    if (value === '') continue
    values[name] = value
    checkValue(group.name, name, value, sourceRow, problems)
  }
  const rows: Record<string, MedicalRecordRow[]> = {}
  for (const [sent, nodes] of node.nodes) {
    const name = nestedNamed(group.name, sent) ?? fieldName(group, sent, sourceRow, problems)
    if (name === null) continue
    const below = nodes.flatMap((each, index) => rowOf(group, each, index + 1, sourceRow, problems) ?? [])
    if (below.length > 0) rows[name] = Object.hasOwn(rows, name) ? [...rows[name]!, ...below] : below
  }
  if (Object.keys(values).length === 0 && Object.keys(rows).length === 0) return null
  return Object.keys(rows).length > 0 ? { row, values, rows } : { row, values }
}

function fieldName(group: RecordGroup, sent: string, row: number, problems: RecordProblems): string | null {
  const known = fieldNamed(group.name, sent)?.name
  if (known !== undefined) {
    if (known !== sent) problems.add('HSBA_FIELD_SPELLING', { table: group.name, field: known })
    return known
  }
  if (!/^[\p{L}_][\p{L}\p{N}_.-]{0,63}$/u.test(sent) || sent === '__proto__') {
    problems.add('HSBA_FIELD_NAME', { table: group.name, row })
    return null
  }
  problems.add('HSBA_FIELD_UNKNOWN', { table: group.name, field: sent })
  return sent
}

/** NFC, without the white space around it and without what no database can hold. */
function tidied(text: string, table: string, row: number, field: string, problems: RecordProblems): string {
  const printable = text
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, '')
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '')
  if (printable !== text) problems.add('HSBA_CONTROL_CHARACTER', { table, row, field })
  return printable.replace(/\r\n?/g, '\n').trim().normalize('NFC')
}
