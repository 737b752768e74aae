import { wards2025 } from '#vocabulary/catalogues'
import type { Hl7Message, Hl7Segment } from '#vocabulary/hl7v2'
import type { MedicalRecordMessage } from '#vocabulary/messages'
import { bhytDateTime } from '#vocabulary/vietnam'
import { expectedElements, expectedGroups, expectedSegments } from './measure-expected.ts'
import { identityBit, identityOf, type SaidOfPerson } from './measure-identity.ts'
import type { RecordMeasures } from './measure-record.types.ts'

/** Measures of what is not a BHYT table: the same questions, asked of segments, resources and groups. */
type Measured = Pick<RecordMeasures, 'endedAt' | 'expected' | 'filled' | 'identity'>

const nobody: SaidOfPerson = {
  citizen: undefined,
  card: undefined,
  registeredAt: undefined,
  birth: undefined,
  province: undefined,
  district: undefined,
  ward: undefined,
  on: null,
}

export function measureHl7(message: Hl7Message): Measured {
  let expected = 0
  let filled = 0
  for (const segment of message.segments)
    for (const field of expectedSegments[segment.name] ?? []) {
      expected++
      if (segment.count(field) > 0) filled++
    }
  const first = (name: string) => message.segments.find((s) => s.name === name)
  const pid = first('PID')
  const numbers = pid
    ? Array.from({ length: Math.min(pid.count(3), 50) }, (_, n) => ({
        value: pid.get(3, 1, n + 1),
        type: pid.get(3, 5, n + 1),
      }))
    : []
  // HL7 table 0203: NI national person identifier; HC health card; SB social beneficiary. Unnamed numbers are tried as they look.
  const ofType = (types: readonly string[]) => numbers.filter((n) => n.type === '' || types.includes(n.type))
  const identity = pid
    ? identityOf({
        ...nobody,
        citizen: ofType(['NI', 'NNVNM', 'CCCD']).find((n) => /^\d{12}$/.test(n.value))?.value,
        card: ofType(['HC', 'SB', 'BHYT']).find((n) => /^[A-Z]{2}\d{13}$/.test(n.value))?.value,
        birth: pid.get(7).slice(0, 8),
      })
    : 0
  // EVN-6 when it happened, EVN-2 when it was recorded, OBR-22 when results were out, MSH-7 when it was said.
  const times = [first('EVN')?.get(6), first('EVN')?.get(2), first('OBR')?.get(22), first('MSH')?.get(7)]
  return {
    endedAt: hl7Instant(times.find(Boolean)),
    expected,
    filled,
    identity: pid ? identity | wardBit(wordsOfAddress(pid)) : 0,
  }
}

const wordsOfAddress = (pid: Hl7Segment) => Array.from({ length: 12 }, (_, n) => pid.get(11, n + 1))

/** `yyyyMMddHHmm[ss][.s][+zzzz]`; without a zone it is Vietnam's. */
function hl7Instant(text: string | undefined): string | null {
  const parts = /^(\d{8}(?:\d{4}(?:\d{2})?)?)(?:\.\d{1,4})?([+-]\d{4})?$/.exec(text ?? '')
  const at = parts ? bhytDateTime(parts[1]!) : null
  if (!at) return null
  if (at.length === 10) return `${at}T23:59:59+07:00`
  const zone = parts![2]
  return instantOf(zone ? at.replace('+07:00', `${zone.slice(0, 3)}:${zone.slice(3)}`) : at)
}

export function measureBundle(bundle: Readonly<Record<string, unknown>>, saidAt: string | null): Measured {
  let expected = 0
  let filled = 0
  let patient: Plain | undefined
  let encounter: Plain | undefined
  for (const entry of listOf(bundle.entry)) {
    const resource = plain(entry.resource)
    const type = textOf(resource.resourceType) ?? ''
    if (type === 'Patient') patient ??= resource
    if (type === 'Encounter') encounter ??= resource
    const names = Object.keys(resource)
    for (const any of expectedElements[type] ?? []) {
      expected++
      if (any.some((name) => has(resource, names, name))) filled++
    }
  }
  const end = textOf(plain(encounter?.period).end) ?? saidAt
  return {
    endedAt: instantOf(end),
    expected,
    filled,
    identity: patient ? identityOfPatient(patient) : 0,
  }
}

function identityOfPatient(patient: Plain): number {
  const numbers = listOf(patient.identifier).map((identifier) => textOf(identifier.value) ?? '')
  const said = {
    ...nobody,
    citizen: numbers.find((n) => /^\d{12}$/.test(n)),
    card: numbers.find((n) => /^[A-Z]{2}\d{13}$/.test(n)),
    birth: textOf(patient.birthDate)?.replaceAll('-', ''),
  }
  const codes =
    JSON.stringify(patient.address ?? '')
      .slice(0, 20_000)
      .match(/"\d{5}"/g) ?? []
  return identityOf(said) | wardBit(codes.map((code) => code.slice(1, -1)))
}

const wardBit = (words: readonly string[]) =>
  words.some((word) => wards2025().has(word)) ? identityBit.address : 0

/** `value` is there as `valueQuantity`, `valueString` and so on. */
const has = (resource: Plain, names: readonly string[], name: string) =>
  (resource[name] !== undefined && resource[name] !== null) ||
  names.some((n) => n.length > name.length && n.startsWith(name) && /[A-Z]/.test(n[name.length]!))

export function measureMedicalRecord(
  groups: MedicalRecordMessage['groups'],
  saidAt: string | null,
): Measured {
  let expected = 0
  let filled = 0
  for (const [group, fields] of Object.entries(expectedGroups)) {
    const rows = groups[group] ?? []
    expected += fields.length
    for (const names of fields) if (rows.some(({ values }) => names.some((name) => values[name]))) filled++
  }
  const person = groups.ThongTinBenhNhan?.[0]?.values
  const find = (pattern: RegExp) => Object.values(person ?? {}).find((value) => pattern.test(value))
  const birth = Object.entries(person ?? {}).find(([name]) => /^ngay_?sinh/i.test(name))?.[1]
  const said = {
    ...nobody,
    citizen: person?.cccd_so,
    card: find(/^[A-Z]{2}\d{13}$/),
    birth: birth?.replaceAll('-', ''),
  }
  return {
    endedAt: instantOf(saidAt),
    expected,
    filled,
    identity: person ? identityOf(said) | wardBit(Object.values(person)) : 0,
  }
}

type Plain = Readonly<Record<string, unknown>>
const plain = (value: unknown): Plain =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Plain) : {}
const listOf = (value: unknown): Plain[] => (Array.isArray(value) ? value.map(plain) : [])
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value ? value : undefined

/** With a time and a zone, said in UTC: 30 February and a zone of +99:99 are no instants, and the database would stop at them. */
function instantOf(text: string | null | undefined): string | null {
  if (!text || !/^[12]\d{3}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return null
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}
