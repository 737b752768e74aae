import { facilityOf, senderOf } from './facility-of.ts'
import type { Hl7Message, Hl7Segment } from './hl7v2.types.ts'

/** One repetition of PID-3 (CX) by what it numbers. Types: HL7 table 0203 and what Vietnamese software writes instead. */
export interface PatientNumber {
  readonly value: string
  readonly kind: 'local' | 'citizen' | 'passport' | 'card' | 'insurance' | 'other'
  /** CX.5 as sent. */
  readonly type: string
  /** CX.4 as sent: name, OID or URI. */
  readonly assigner: readonly string[]
  /** Its assigner is the sending facility, or it has none. */
  readonly own: boolean
  readonly repetition: number
}

const kinds: Readonly<Record<string, PatientNumber['kind']>> = {
  '': 'local',
  MR: 'local',
  PI: 'local',
  PT: 'local',
  PN: 'local',
  U: 'local',
  MABN: 'local',
  NI: 'citizen',
  NNVNM: 'citizen',
  CCCD: 'citizen',
  CMND: 'citizen',
  SS: 'citizen',
  PPN: 'passport',
  PASS: 'passport',
  HC: 'card',
  BHYT: 'card',
  MB: 'card',
  SB: 'insurance',
  BHXH: 'insurance',
}

/** Names under which national numbers are assigned, when the type is left out: `079…^^^CCCD`. */
const nationalAssigners: Readonly<Record<string, PatientNumber['kind']>> = {
  CCCD: 'citizen',
  CMND: 'citizen',
  BCA: 'citizen',
  BHYT: 'card',
  BHXH: 'insurance',
  VSS: 'insurance',
}

/** All numbers of a CX field (PID-3, MRG-1, PID-21), in their order. */
export function numbersOf(
  segment: Hl7Segment | undefined,
  field: number,
  message: Hl7Message,
  facility: string | null,
): PatientNumber[] {
  const numbers: PatientNumber[] = []
  if (!segment) return numbers
  const names = ownNames(message, facility)
  for (let repetition = 1; repetition <= segment.count(field); repetition++) {
    const value = segment.get(field, 1, repetition, 1)
    if (value === '' || value === '""') continue
    const assigner = [1, 2]
      .map((part) => segment.get(field, 4, repetition, part))
      .filter((part) => part !== '' && part !== '""')
    const type = segment.get(field, 5, repetition)
    const national = assigner[0] ? nationalAssigners[assigner[0].toUpperCase()] : undefined
    const byType = kinds[type.toUpperCase().replace(/\s/g, '')] ?? 'other'
    const kind = byType === 'local' ? (national ?? 'local') : byType
    const own = assigner.length === 0 || assigner.some((name) => names.has(name.toUpperCase()))
    numbers.push({ value, kind, type, assigner, own, repetition })
  }
  return numbers
}

/** Every name by which a message calls its own facility: its code, MSH-3 and MSH-4. */
function ownNames(message: Hl7Message, facility: string | null): Set<string> {
  const sender = senderOf(message)
  const names = [...sender.application, ...sender.facility, facility ?? facilityOf(sender) ?? '']
  return new Set(names.filter((name) => name !== '').map((name) => name.toUpperCase()))
}

export type LocalNumber =
  | { readonly found: string }
  /** `foreign`: the only number there is was given by somebody else; taking it for our own would join strangers. */
  | { readonly missing: 'none' | 'several' | 'foreign' }

/**
 * The facility's own number of its patient. IHE PIX asks for the assigner of each number; without one it is taken for the
 * sender's when it is the only one, and one whose assigner nobody knows is never taken.
 */
export function localNumber(numbers: readonly PatientNumber[]): LocalNumber {
  const local = numbers.filter((each) => each.kind === 'local')
  const own = local.filter((each) => each.own)
  for (const wanted of ['MR', 'PI', null]) {
    const found = own.filter((each) => wanted === null || each.type.toUpperCase() === wanted)
    const assigned = found.filter((each) => each.assigner.length > 0)
    const values = new Set((assigned.length > 0 ? assigned : found).map((each) => each.value))
    if (values.size === 1) return { found: [...values][0]! }
    if (values.size > 1) return { missing: 'several' }
  }
  return { missing: local.length > 0 ? 'foreign' : 'none' }
}
