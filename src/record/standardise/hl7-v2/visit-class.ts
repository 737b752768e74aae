import type { Coding } from 'fhir/r4'
import { codeSystems } from '#vocabulary/fhir'
import type { Hl7Segment } from '#vocabulary/hl7v2'

/** HL7 table 0004 → v3-ActCode. What is not in it is ambulatory, as O is. */
const classes: Readonly<Record<string, readonly [code: string, display: string]>> = {
  E: ['EMER', 'emergency'],
  I: ['IMP', 'inpatient encounter'],
  P: ['PRENC', 'pre-admission'],
  B: ['IMP', 'inpatient encounter'],
  R: ['AMB', 'ambulatory'],
  O: ['AMB', 'ambulatory'],
}

/** What kind of visit PV1-2 says; ambulatory without one. */
export function classOf(pv1: Hl7Segment | undefined): Coding {
  const [code, display] = classes[pv1?.get(2).toUpperCase() ?? ''] ?? ['AMB', 'ambulatory']
  return { system: codeSystems.actCode, code, display }
}
