import { Buffer } from 'node:buffer'
import type { MessageProblem } from '#vocabulary/bhyt'
import { buildHl7, type Hl7Message, hl7TimeText, type SegmentToWrite } from '#vocabulary/hl7v2'

/** What became of a message: accepted; kept but set aside; not kept. */
export type Outcome = 'accepted' | 'set-aside' | 'refused'

/** Our errors beside HL7 table 0357; what is not here is 207, application internal error. */
const errorCodes: Readonly<Record<string, readonly [code: string, text: string]>> = {
  HL7_SEGMENT_MISSING: ['100', 'Segment sequence error'],
  HL7_TWO_HEADERS: ['100', 'Segment sequence error'],
  HL7_MANY_PATIENTS: ['100', 'Segment sequence error'],
  HL7_HEADER_MISSING: ['100', 'Segment sequence error'],
  HL7_KEY_MISSING: ['101', 'Required field missing'],
  HL7_CONTROL_ID_MISSING: ['101', 'Required field missing'],
  HL7_PATIENT_NUMBER_MISSING: ['101', 'Required field missing'],
  HL7_NAME_MISSING: ['101', 'Required field missing'],
  HL7_VISIT_NUMBER_MISSING: ['101', 'Required field missing'],
  HL7_MERGE_NUMBER: ['101', 'Required field missing'],
  HL7_LINK_ONE_PATIENT: ['100', 'Segment sequence error'],
  HL7_LINK_NUMBER: ['204', 'Unknown key identifier'],
  HL7_SEPARATORS: ['102', 'Data type error'],
  HL7_ENCODING_INVALID: ['102', 'Data type error'],
  HL7_DATE_FORMAT: ['102', 'Data type error'],
  HL7_NUMBER_FORMAT: ['102', 'Data type error'],
  HL7_CHARSET_UNSUPPORTED: ['103', 'Table value not found'],
  HL7_VALUE_TYPE: ['103', 'Table value not found'],
  HL7_TYPE_UNSUPPORTED: ['200', 'Unsupported message type'],
  HL7_PROCESSING_ID: ['202', 'Unsupported processing id'],
  HL7_VERSION_UNSUPPORTED: ['203', 'Unsupported version id'],
  HL7_FACILITY_UNKNOWN: ['204', 'Unknown key identifier'],
  HL7_ASSIGNER_UNKNOWN: ['204', 'Unknown key identifier'],
  HL7_FACILITY_MISMATCH: ['204', 'Unknown key identifier'],
  INTAKE_FACILITY_NOT_YOURS: ['204', 'Unknown key identifier'],
  MLLP_FACILITY_NOT_YOURS: ['204', 'Unknown key identifier'],
  MLLP_SENDER_UNKNOWN: ['204', 'Unknown key identifier'],
  MLLP_CONTROL_ID_REUSED: ['205', 'Duplicate key identifier'],
}

/** When an answer is given, and the id it gets. */
export interface Stamp {
  readonly now: Date
  readonly controlId: () => string
}

const severities = { error: 'E', warning: 'W', info: 'I' } as const
const codes = {
  original: { accepted: 'AA', 'set-aside': 'AE', refused: 'AR' },
  enhanced: { accepted: 'CA', 'set-aside': 'CE', refused: 'CR' },
} as const
const mostErrors = 20

/**
 * The answers a message is owed. Original mode (MSH-15 and MSH-16 empty): one, AA, AE or AR. Enhanced mode: the accept
 * acknowledgement MSH-15 asks for (CA, CE, CR), then the application's that MSH-16 asks for; both are given after the
 * commit, since what is acknowledged is kept (v2.5.1, 2.9.2 and 2.9.3).
 */
export function answersTo(
  heard: Hl7Message | null,
  outcome: Outcome,
  problems: readonly MessageProblem[],
  stamp: Stamp,
): Buffer[] {
  const header = heard?.segments[0]
  const [accept, application] = [header?.get(15) ?? '', header?.get(16) ?? '']
  const said = { heard, problems: problems.slice(0, mostErrors), stamp }
  if (accept === '' && application === '') return [answer(said, codes.original[outcome])]
  const isOwed = (condition: string) =>
    condition === 'AL' ||
    (condition === 'SU' && outcome === 'accepted') ||
    (condition === 'ER' && outcome !== 'accepted')
  return [
    ...(isOwed(accept) ? [answer(said, codes.enhanced[outcome])] : []),
    ...(isOwed(application) ? [answer(said, codes.original[outcome])] : []),
  ]
}

/** The accept acknowledgement that a query asks for beside its answer (MSH-15); queries are not kept, only heard. */
export function acceptanceOf(heard: Hl7Message, stamp: Stamp): Buffer[] {
  const accept = heard.segments[0]!.get(15)
  return accept === 'AL' || accept === 'SU' ? [answer({ heard, problems: [], stamp }, 'CA')] : []
}

interface Said {
  readonly heard: Hl7Message | null
  readonly problems: readonly MessageProblem[]
  readonly stamp: Stamp
}

function answer({ heard, problems, stamp }: Said, code: string): Buffer {
  const triggered = heard?.trigger ? ['ACK', heard.trigger, 'ACK'] : ['ACK']
  const segments: SegmentToWrite[] = [
    headerTo(heard, triggered, stamp),
    { name: 'MSA', fields: { 1: code, 2: heard?.controlId ?? '', 3: problems[0]?.code ?? '' } },
    ...problems.map(errorSegment),
  ]
  return Buffer.from(buildHl7(segments))
}

/** The header of an answer: to whom it came from, in the version it spoke. */
export function headerTo(heard: Hl7Message | null, type: readonly string[], stamp: Stamp): SegmentToWrite {
  const header = heard?.segments[0]
  const named = (position: number) => [1, 2, 3].map((part) => header?.get(position, part) ?? '')
  return {
    name: 'MSH',
    fields: {
      3: header?.get(5) ? named(5) : 'MACH',
      4: named(6),
      5: named(3),
      6: named(4),
      7: hl7TimeText(stamp.now),
      9: type,
      10: stamp.controlId(),
      11: header?.get(11) || 'P',
      12: header?.get(12) || '2.5.1',
      18: 'UNICODE UTF-8',
    },
  }
}

/** ERR (v2.5.1, 2.15.5): where, HL7's code, how bad, our code, and the sentence for the person who repairs it. */
function errorSegment(problem: MessageProblem): SegmentToWrite {
  const [code, text] = errorCodes[problem.code] ?? ['207', 'Application internal error']
  const field = problem.field?.split('-')[1]
  return {
    name: 'ERR',
    fields: {
      ...(problem.table ? { 2: [problem.table, String(problem.row ?? 1), ...(field ? [field] : [])] } : {}),
      3: [code, text, 'HL70357'],
      4: severities[problem.severity],
      5: [problem.code, '', 'L'],
      8: problem.message,
    },
  }
}
