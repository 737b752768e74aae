import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import { recordGroups } from '#vocabulary/medical-record'
import type { MedicalRecordMessage, MedicalRecordRow } from '#vocabulary/messages'

type Json = Record<string, unknown>

/** A short reader of well-formed JSON records, so that this room's tests stand on their own. It repairs nothing. */
export function messageOf(groups: Json, changes: Partial<MedicalRecordMessage> = {}): MedicalRecordMessage {
  const read = recordGroups().flatMap(({ name, list }) => {
    const sent = groups[name] as Json | undefined
    if (!sent) return []
    const { danhsach, ...head } = sent
    const forms = list ? (danhsach as Json[]).map((form) => ({ ...head, ...form })) : [sent]
    const rows = forms.map((form, index) => rowOf(form, index + 1))
    return rows.length > 0 ? [[name, rows] as const] : []
  })
  return {
    kind: 'ho-so-benh-an',
    facilityCode: '99901',
    visitLinkId: 'hsba:1',
    saidAt: null,
    groups: Object.fromEntries(read),
    ...changes,
  }
}

function rowOf(object: Json, row: number): MedicalRecordRow {
  const values: Record<string, string> = {}
  const rows: Record<string, MedicalRecordRow[]> = {}
  for (const [name, value] of Object.entries(object)) {
    if (typeof value === 'string') {
      if (value.trim() !== '') values[name] = value.trim()
      continue
    }
    const list = (Array.isArray(value) ? value : [value]).map((each, index) =>
      rowOf(typeof each === 'string' ? { [name]: each } : (each as Json), index + 1),
    )
    if (list.length > 0) rows[name] = list
  }
  return { row, values, rows }
}

export const sampleGroups = (): Record<string, Json> => {
  const file = join(projectRoot(), 'fixtures/ho-so-benh-an/01-inpatient.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { HoSoBenhAn: Record<string, Json> }).HoSoBenhAn
}

/** Every text of a row and of what lies below it, with the name of its field. */
export const textsOf = (row: MedicalRecordRow): (readonly [name: string, text: string])[] => [
  ...Object.entries(row.values),
  ...Object.values(row.rows ?? {}).flatMap((rows) => rows.flatMap(textsOf)),
]
