import type { MessageProblem } from '#vocabulary/bhyt'
import {
  decodeHl7,
  facilityOf,
  hl7Instant,
  localNumber,
  messageKey,
  numbersOf,
  type ParsedMessage,
  parseHl7,
  segmentNamed,
  senderOf,
} from '#vocabulary/hl7v2'
import type { Hl7v2Message } from '#vocabulary/messages'
import type { ReadRecord, RecordContext } from '../format.types.ts'
import { checkHeader } from './check-header.ts'
import { checkMessage } from './check-message.ts'
import { type Hl7ProblemCode, hl7Problem } from './problem-sentences.ts'

/** Reads one message's bytes. Never throws on what a sender can write. */
export function readMessage(bytes: Uint8Array, context: RecordContext): ReadRecord<Hl7v2Message> {
  const decoded = decodeHl7(bytes)
  if (!decoded.ok) return unread(context, decoded.problem)
  const parsed = parseHl7(decoded.value.text)
  if (!parsed.ok) return unread(context, parsed.problem)
  const hl7 = parsed.value
  const problems: MessageProblem[] = []
  if (decoded.value.mislabelled)
    problems.push(hl7Problem('HL7_CHARSET_NAME', { table: 'MSH', row: 1, field: 'MSH-18' }))
  if (hl7.brokenLines.length > 0) problems.push(hl7Problem('HL7_LINE_BROKEN', { table: 'MSH' }))
  checkHeader(hl7, problems)
  const facilityCode = facilityIn(hl7, context, problems)
  const localId = localIdIn(hl7, facilityCode, problems)
  const visitLinkId = localId === null ? null : messageKey(hl7, localId)
  checkMessage(hl7, { facilityCode, localId, visitLinkId }, problems)
  const isWhole = !problems.some((each) => each.severity === 'error')
  return {
    message:
      isWhole && facilityCode !== null && visitLinkId !== null
        ? { kind: 'hl7-v2', facilityCode, visitLinkId, saidAt: saidAt(hl7), hl7 }
        : null,
    visitLinkId,
    facilityCode,
    norm: null,
    problems,
  }
}

function unread(context: RecordContext, problem: { readonly code: string; readonly message: string }) {
  const { code, message } = problem
  const { facilityCode } = context
  const problems: MessageProblem[] = [{ code, severity: 'error', table: 'MSH', message }]
  return { message: null, visitLinkId: null, facilityCode, norm: null, problems }
}

/**
 * Who is known by the door or the credential is who sends; a header that names another facility's code is refused. A
 * header with a name of its own choosing (`HIS`, an OID) says nothing against it.
 */
function facilityIn(hl7: ParsedMessage, context: RecordContext, problems: MessageProblem[]): string | null {
  const place = { table: 'MSH', row: 1, field: 'MSH-4' }
  const named = facilityOf(senderOf(hl7))
  if (named && context.facilityCode && named !== context.facilityCode.toUpperCase())
    problems.push(hl7Problem('HL7_FACILITY_MISMATCH', place))
  const facility = named ?? context.facilityCode
  if (!facility) problems.push(hl7Problem('HL7_FACILITY_UNKNOWN', place))
  return facility
}

const missing: Readonly<Record<'none' | 'several' | 'foreign', Hl7ProblemCode>> = {
  none: 'HL7_PATIENT_NUMBER_MISSING',
  several: 'HL7_PATIENT_NUMBER_UNCLEAR',
  foreign: 'HL7_ASSIGNER_UNKNOWN',
}

function localIdIn(hl7: ParsedMessage, facility: string | null, problems: MessageProblem[]): string | null {
  const pid = segmentNamed(hl7, 'PID')
  if (!pid) return null
  const local = localNumber(numbersOf(pid, 3, hl7, facility))
  if ('found' in local) return local.found
  problems.push(hl7Problem(missing[local.missing], { table: 'PID', row: pid.row, field: 'PID-3' }))
  return null
}

/**
 * When it was said: EVN-2, when the event was recorded, else MSH-7, when the message was written. An EVN-2 without seconds
 * would make all messages of a minute equal; MSH-7 then tells them apart.
 */
function saidAt(hl7: ParsedMessage): string | null {
  const recorded = segmentNamed(hl7, 'EVN')?.get(2, 1, 1, 1) ?? ''
  const written = hl7.segments[0]!.get(7, 1, 1, 1)
  const first = /^\d{14}/.test(recorded) ? recorded : written
  return hl7Instant(first) ?? hl7Instant(recorded) ?? hl7Instant(written)
}
