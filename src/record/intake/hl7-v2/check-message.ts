import type { MessageProblem } from '#vocabulary/bhyt'
import { parseMeasure } from '#vocabulary/bhyt'
import {
  type Hl7Message,
  type Hl7Segment,
  hl7DateTime,
  isAboutLinks,
  isAboutPatient,
  localNumber,
  numbersOf,
  secondNamed,
  segmentNamed,
  visitNumberOf,
} from '#vocabulary/hl7v2'
import { parseCitizenId, parseInsuranceCard, parseInsuranceNumber, parseOldIdCard } from '#vocabulary/vietnam'
import { supported } from './check-header.ts'
import { type Hl7ProblemCode, hl7Problem } from './problem-sentences.ts'

interface Said {
  readonly facilityCode: string | null
  readonly localId: string | null
  readonly visitLinkId: string | null
}

/** Segments without which a message of a type says nothing, and the field its key is made of. */
const needs: Readonly<Record<string, readonly [segment: string, key: string][]>> = {
  ADT: [],
  ORM: [['OBR', 'ORC-2']],
  ORU: [['OBR', 'OBR-3']],
  SIU: [['SCH', 'SCH-2']],
  MDM: [['TXA', 'TXA-12']],
  VXU: [['RXA', 'RXA-3']],
}

/** What is read into the record; what else comes stays in the message as sent, with a note. */
const read = new Set([
  ...[
    'MSH',
    'EVN',
    'PID',
    'PD1',
    'NK1',
    'PV1',
    'PV2',
    'DG1',
    'AL1',
    'OBR',
    'OBX',
    'ORC',
    'NTE',
    'SPM',
    'MRG',
  ],
  ...['RXA', 'RXR', 'SCH', 'AIS', 'AIL', 'AIP', 'RGS', 'TXA', 'SFT', 'TQ1'],
])

/** Everything beyond the header: segments, numbers, dates. Pushes what it finds. */
export function checkMessage(hl7: Hl7Message, said: Said, problems: MessageProblem[]): void {
  if (!supported.has(hl7.type)) return
  const add = (code: Hl7ProblemCode, segment: Hl7Segment | string, field?: string) =>
    problems.push(
      typeof segment === 'string'
        ? hl7Problem(code, { table: segment, ...(field ? { field } : {}) })
        : hl7Problem(code, { table: segment.name, row: segment.row, ...(field ? { field } : {}) }),
    )
  const pid = segmentNamed(hl7, 'PID')
  if (!pid) add('HL7_SEGMENT_MISSING', 'PID')
  const mostPatients = isAboutLinks(hl7.trigger) ? 2 : 1
  if (hl7.segments.filter(({ name }) => name === 'PID').length > mostPatients) add('HL7_MANY_PATIENTS', 'PID')
  for (const [segment, key] of needs[hl7.type] ?? []) {
    if (!segmentNamed(hl7, segment)) add('HL7_SEGMENT_MISSING', segment)
    else if (said.localId !== null && said.visitLinkId === null) add('HL7_KEY_MISSING', segment, key)
  }
  if (pid) checkPatient(hl7, pid, said, add)
  checkVisitNumber(hl7, add)
  if (hl7.trigger === 'A40') checkMerge(hl7, said, add)
  if (isAboutLinks(hl7.trigger)) checkLink(hl7, said, add)
  checkSegments(hl7, add)
}

type Add = (code: Hl7ProblemCode, segment: Hl7Segment | string, field?: string) => void

function checkPatient(hl7: Hl7Message, pid: Hl7Segment, said: Said, add: Add): void {
  if (pid.whole(5) === '' || pid.whole(5) === '""') add('HL7_NAME_MISSING', pid, 'PID-5')
  for (const number of numbersOf(pid, 3, hl7, said.facilityCode)) {
    const { kind, value } = number
    if (kind === 'citizen' && !parseCitizenId(value).ok && !parseOldIdCard(value).ok)
      add('HL7_CITIZEN_ID_FORMAT', pid, 'PID-3')
    // Since NĐ 188/2025 the citizen number serves as the card.
    const isCard = parseInsuranceCard(value).ok || parseInsuranceNumber(value).ok || parseCitizenId(value).ok
    if ((kind === 'card' || kind === 'insurance') && !isCard) add('HL7_CARD_FORMAT', pid, 'PID-3')
  }
}

function checkVisitNumber(hl7: Hl7Message, add: Add): void {
  const pv1 = segmentNamed(hl7, 'PV1')
  const number = pv1?.get(19) ?? ''
  const visit = visitNumberOf(hl7)
  if (hl7.type === 'ADT') {
    if (isAboutPatient(hl7.trigger)) return
    if (visit === '') add('HL7_VISIT_NUMBER_MISSING', pv1 ?? 'PV1', 'PV1-19')
  } else if (visit === '' && hl7.type !== 'VXU' && hl7.type !== 'SIU')
    add('HL7_VISIT_NOT_NAMED', pv1 ?? 'PV1', 'PV1-19')
  if (visit !== '' && (number === '' || number === '""'))
    add('HL7_VISIT_FROM_ACCOUNT', pv1 ?? 'PV1', 'PV1-19')
}

function checkMerge(hl7: Hl7Message, said: Said, add: Add): void {
  const mrg = segmentNamed(hl7, 'MRG')
  if (!mrg) {
    add('HL7_SEGMENT_MISSING', 'MRG')
    return
  }
  const gone = localNumber(numbersOf(mrg, 1, hl7, said.facilityCode))
  if (!('found' in gone)) add('HL7_MERGE_NUMBER', mrg, 'MRG-1')
  else if (gone.found === said.localId) add('HL7_MERGE_SAME', mrg, 'MRG-1')
}

/** Both numbers are the sender's own: what is one human elsewhere is for the index to find, not for a sender to say. */
function checkLink(hl7: Hl7Message, said: Said, add: Add): void {
  const other = secondNamed(hl7, 'PID')
  if (!other) {
    add('HL7_LINK_ONE_PATIENT', 'PID')
    return
  }
  const local = localNumber(numbersOf(other, 3, hl7, said.facilityCode))
  if (!('found' in local)) add('HL7_LINK_NUMBER', other, 'PID-3')
  else if (local.found === said.localId) add('HL7_LINK_SAME', other, 'PID-3')
}

/** Fields that hold a point in time, by segment. */
const times: Readonly<Record<string, readonly number[]>> = {
  EVN: [2, 6],
  PID: [7, 29],
  PV1: [44, 45],
  DG1: [5],
  ORC: [9],
  OBR: [7, 22],
  OBX: [14],
  SPM: [17],
  TXA: [4, 6],
  RXA: [3, 16],
}

function checkSegments(hl7: Hl7Message, add: Add): void {
  const unread = new Set<string>()
  for (const segment of hl7.segments) {
    for (const field of times[segment.name] ?? []) {
      const text = segment.get(field, 1, 1, 1)
      if (text !== '' && text !== '""' && hl7DateTime(text) === null)
        add('HL7_DATE_FORMAT', segment, `${segment.name}-${field}`)
    }
    if (segment.name === 'OBX') checkObservation(segment, add)
    if (!read.has(segment.name) && !unread.has(segment.name)) {
      unread.add(segment.name)
      add('HL7_STRUCTURE_UNREAD', segment)
    }
  }
}

const valueTypes = new Set(
  'NM SN ST TX FT CE CWE CNE CF TS DTM DT TM ED RP ID IS CX XCN XPN XAD XTN PL EI HD NA'.split(' '),
)

function checkObservation(obx: Hl7Segment, add: Add): void {
  const type = obx.get(2)
  const value = obx.whole(5)
  if (value === '' || value === '""') return
  if (!valueTypes.has(type)) add('HL7_VALUE_TYPE', obx, 'OBX-2')
  if (type === 'NM' && !parseMeasure(value).ok) add('HL7_NUMBER_FORMAT', obx, 'OBX-5')
}
