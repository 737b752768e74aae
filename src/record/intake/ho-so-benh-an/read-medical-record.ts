import { decodeUtf8 } from '#foundation/json'
import { groupNamed, recordGroups } from '#vocabulary/medical-record'
import type { MedicalRecordMessage, MedicalRecordRow } from '#vocabulary/messages'
import type { ReadRecord, RecordContext } from '../format.types.ts'
import { RecordProblems } from './problem-sentences.ts'
import { rowsOfGroup } from './record-rows.ts'
import { type RecordNode, readTree } from './record-tree.ts'

type Read = ReadRecord<MedicalRecordMessage>
type Groups = Record<string, MedicalRecordRow[]>

/** One HoSoBenhAn. Never throws on what a sender can write. */
export function readMedicalRecord(bytes: Uint8Array, context: RecordContext): Read {
  const problems = new RecordProblems()
  const decoded = decodeUtf8(bytes)
  if (!decoded.ok) problems.add('HSBA_ENCODING')
  const tree = decoded.ok ? readTree(decoded.value.replace(/^\uFEFF/, ''), problems) : null
  const groups = tree ? groupsOf(tree, problems) : {}
  if (tree && Object.keys(groups).length === 0) problems.add('HSBA_NO_GROUPS')
  const patient = checkPatient(groups, problems)
  const visitLinkId = keyOf(groups, patient, problems)
  const facilityCode = facilityOf(groups, context, problems)
  const message: MedicalRecordMessage | null =
    problems.hasErrors || visitLinkId === null || facilityCode === null
      ? null
      : { kind: 'ho-so-benh-an', facilityCode, visitLinkId, saidAt: null, groups }
  return { message, visitLinkId, facilityCode, norm: null, problems: problems.list() }
}

/** In the order of the annex, however the file orders them. */
function groupsOf(tree: RecordNode, problems: RecordProblems): Groups {
  const nodes = new Map<string, RecordNode[]>()
  for (const [name, sent] of tree.nodes) {
    const group = groupNamed(name)
    if (group) nodes.set(group.name, [...(nodes.get(group.name) ?? []), ...sent])
    else problems.add('HSBA_GROUP_UNKNOWN', { table: name.slice(0, 64) })
  }
  const groups: Groups = {}
  for (const group of recordGroups()) {
    const rows = rowsOfGroup(group, nodes.get(group.name) ?? [], problems)
    if (rows.length > 0) groups[group.name] = rows
  }
  return groups
}

const patientGroup = 'ThongTinBenhNhan'

function checkPatient(groups: Groups, problems: RecordProblems): MedicalRecordRow | null {
  if (Object.keys(groups).length === 0) return null
  const [patient, ...others] = groups[patientGroup] ?? []
  if (!patient) {
    problems.add('HSBA_NO_PATIENT')
    return null
  }
  if (others.length > 0) problems.add('HSBA_PATIENT_TWICE', { table: patientGroup, row: 2 })
  const place = (field: string) => ({ table: patientGroup, row: 1, field })
  if (!patient.values.mabenhnhan) problems.add('HSBA_PATIENT_NUMBER_MISSING', place('mabenhnhan'))
  if (!patient.values.hoten) problems.add('HSBA_NAME_MISSING', place('hoten'))
  return patient
}

/** `sovaovien` joins all groups of a record; of the numbers of a record it is the one that names the stay. */
function keyOf(groups: Groups, patient: MedicalRecordRow | null, problems: RecordProblems): string | null {
  const visit = patient?.values.sovaovien
  for (const [table, rows] of Object.entries(groups))
    for (const { row, values } of rows)
      if (visit && values.sovaovien && values.sovaovien !== visit)
        problems.add('HSBA_VISIT_DIFFERS', { table, row, field: 'sovaovien' })
  const number = visit ?? patient?.values.soba ?? patient?.values.soluutru
  if (number) return `hsba:${number.slice(0, 100)}`
  if (patient) problems.add('HSBA_KEY_MISSING', { table: patientGroup, row: 1, field: 'sovaovien' })
  return null
}

/** The annex has no place for the facility's code: the credential says it, or a field that some senders add. */
function facilityOf(groups: Groups, context: RecordContext, problems: RecordProblems): string | null {
  let said: string | null = null
  for (const name of [patientGroup, 'ThongTinVaoVien'])
    for (const { values } of groups[name] ?? [])
      if (/^[0-9A-Za-z]{5}$/.test(values.macskcb ?? '')) said ??= values.macskcb!
  if (context.facilityCode === null) {
    if (said === null && Object.keys(groups).length > 0) problems.add('HSBA_FACILITY_MISSING')
    return said
  }
  if (said !== null && said.toUpperCase() !== context.facilityCode.toUpperCase())
    problems.add('HSBA_FACILITY_MISMATCH', { table: patientGroup, row: 1, field: 'macskcb' })
  return context.facilityCode
}
