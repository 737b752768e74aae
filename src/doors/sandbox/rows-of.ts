import type { Hl7Segment } from '#vocabulary/hl7v2'
import type { MedicalRecordRow, SentMessage } from '#vocabulary/messages'

export type Values = Readonly<Record<string, string>>
/** One message as tables of rows, whatever its format: what a plan can ask about. */
export type Rows = ReadonlyMap<string, readonly Values[]>

/** Segments count as tables with fields `PID-3`; resources as tables with their elements; groups as they are. */
export function rowsOf(message: SentMessage): Rows {
  const rows = new Map<string, Values[]>()
  const add = (table: string, values: Values) => {
    const list = rows.get(table)
    if (list) list.push(values)
    else rows.set(table, [values])
  }
  switch (message.kind) {
    case 'hl7-v2':
      for (const segment of message.hl7.segments) add(segment.name, valuesOfSegment(segment))
      break
    case 'fhir-bundle':
      for (const resource of resourcesOf(message.bundle))
        add(String(resource.resourceType), valuesOfResource(resource))
      break
    case 'ho-so-benh-an':
      for (const [group, list] of Object.entries(message.groups)) addGroup(group, list, add)
      break
    default:
      for (const [table, list] of Object.entries(message.tables))
        for (const { values } of list ?? []) add(table, values)
  }
  return rows
}

/** No segment of HL7 v2.5.1 has more fields (OBX 25, PV1 52). */
const mostFields = 60

function valuesOfSegment(segment: Hl7Segment): Values {
  const values: Record<string, string> = {}
  for (let field = 1; field <= mostFields; field++) {
    if (segment.count(field) === 0) continue
    const second = segment.get(field, 2)
    values[`${segment.name}-${field}`] = second
      ? `${segment.get(field)}^${second}`
      : segment.get(field) || '+'
  }
  return values
}

type Plain = Readonly<Record<string, unknown>>

function resourcesOf(bundle: Plain): Plain[] {
  const entries = Array.isArray(bundle.entry) ? bundle.entry : []
  return entries
    .map((entry) => (entry as { resource?: unknown } | null)?.resource)
    .filter((r): r is Plain => typeof (r as Plain | null)?.resourceType === 'string')
}

/** Elements of a choice: `valueQuantity` and `valueString` are both `value`. */
const choices = ['value', 'effective', 'medication', 'performed', 'onset', 'deceased']

function valuesOfResource(resource: Plain): Values {
  const values: Record<string, string> = {}
  for (const [name, value] of Object.entries(resource)) {
    if (value === null || value === undefined || value === '') continue
    const choice = choices.find((c) => name.startsWith(c) && /^[A-Z]/.test(name.slice(c.length)))
    values[choice ?? name] = typeof value === 'string' ? value : '+'
  }
  return values
}

function addGroup(
  group: string,
  rows: readonly MedicalRecordRow[],
  add: (table: string, values: Values) => void,
): void {
  for (const row of rows) {
    add(group, row.values)
    for (const [inner, list] of Object.entries(row.rows ?? {})) addGroup(inner, list, add)
  }
}
