import type { MessageProblem } from '#vocabulary/bhyt'
import type { Hl7Message } from '#vocabulary/hl7v2'
import { hl7Problem } from './problem-sentences.ts'

const events = (...triggers: readonly string[]) => new Set(triggers)

/** What is taken in: type → triggers. A Map: a sender may call a type `constructor`. */
export const supported: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'ADT',
    events(
      ...['A01', 'A02', 'A03', 'A04', 'A05', 'A06', 'A07', 'A08'],
      ...['A11', 'A12', 'A13', 'A24', 'A28', 'A31', 'A37', 'A40'],
    ),
  ],
  ['ORM', events('O01')],
  ['ORU', events('R01')],
  ['SIU', events('S12', 'S13', 'S14', 'S15', 'S16', 'S17', 'S26')],
  ['MDM', events('T02', 'T06', 'T11')],
  ['VXU', events('V04')],
])

const place = (field: number) => ({ table: 'MSH', row: 1, field: `MSH-${field}` })

/** What the header must say before anything else is looked at. */
export function checkHeader(hl7: Hl7Message, problems: MessageProblem[]): void {
  const header = hl7.segments[0]!
  if (hl7.type === 'ACK') problems.push(hl7Problem('HL7_ACK_NOT_DATA', place(9)))
  else if (!supported.get(hl7.type)?.has(hl7.trigger))
    problems.push(hl7Problem('HL7_TYPE_UNSUPPORTED', place(9)))
  if (hl7.controlId === '') problems.push(hl7Problem('HL7_CONTROL_ID_MISSING', place(10)))
  // Table 0103: training and debugging data must never become somebody's record. Old senders leave it out.
  const processing = header.get(11).toUpperCase()
  if (processing !== '' && processing !== 'P') problems.push(hl7Problem('HL7_PROCESSING_ID', place(11)))
  const version = header.get(12)
  if (version !== '' && !/^2(\.[1-9](\.\d)?)?$/.test(version))
    problems.push(hl7Problem('HL7_VERSION_UNSUPPORTED', place(12)))
}
