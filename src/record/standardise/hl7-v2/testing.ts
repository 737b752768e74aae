import { hl7Instant, localNumber, messageKey, numbersOf, parseHl7, segmentNamed } from '#vocabulary/hl7v2'
import type { Hl7v2Message } from '#vocabulary/messages'

/** A message from its text, as the intake would hand it over; throws when it is none. */
export function messageOf(text: string, facilityCode = '99901'): Hl7v2Message {
  const parsed = parseHl7(text)
  if (!parsed.ok) throw new Error(parsed.problem.code)
  const hl7 = parsed.value
  const local = localNumber(numbersOf(segmentNamed(hl7, 'PID'), 3, hl7, facilityCode))
  const visitLinkId = messageKey(hl7, 'found' in local ? local.found : '') ?? 'none'
  return { kind: 'hl7-v2', facilityCode, visitLinkId, saidAt: hl7Instant(hl7.segments[0]!.get(7)), hl7 }
}

/** A message of one line per segment in one call: `aMessage('ADT^A01', 'PV1|1|I')`. The patient is BN1. */
export const aMessage = (type: string, ...segments: readonly string[]): Hl7v2Message =>
  messageOf(
    [
      `MSH|^~\\&|HIS|99901|MACH|SYT|20260801080000||${type}|M1|P|2.5.1`,
      ...(segments.some((each) => each.startsWith('PID'))
        ? []
        : ['PID|1||BN1^^^99901^MR||NGUYỄN^THỊ^THỬ||19900315|F']),
      ...segments,
    ].join('\r'),
  )
