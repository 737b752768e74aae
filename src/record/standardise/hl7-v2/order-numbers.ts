import type { Identifier, Reference } from 'fhir/r4'
import { codeSystems } from '#vocabulary/fhir'
import type { Hl7Segment } from '#vocabulary/hl7v2'
import { text } from './fields.ts'
import type { Hl7Draft } from './hl7-draft.ts'

/** Order numbers are the facility's: one system for all of them, told apart by their type (placer, filler). */
const orderSystem = (facilityCode: string) => `https://mach.vn/fhir/sid/order/${facilityCode}`

export interface OrderNumbers {
  /** What names the order inside its message. */
  readonly key: string
  readonly identifier: Identifier[]
  /** The order by its number: an ORM may say it in full, before or after, or nobody ever does. */
  readonly basedOn: Reference | undefined
}

/** OBR-2, OBR-3, or ORC-2, ORC-3 where OBR leaves them out (v2.5.1, 4.5.1: they are the same numbers). */
export function numbersOfOrder(draft: Hl7Draft, obr: Hl7Segment, orc: Hl7Segment | undefined): OrderNumbers {
  const placer = text(obr.get(2, 1, 1, 1)) ?? text(orc?.get(2, 1, 1, 1) ?? '')
  const filler = text(obr.get(3, 1, 1, 1)) ?? text(orc?.get(3, 1, 1, 1) ?? '')
  const system = orderSystem(draft.facilityCode)
  const numbered = (code: string, value: string): Identifier => ({
    type: { coding: [{ system: codeSystems.identifierType, code }] },
    system,
    value,
  })
  return {
    key: filler ?? placer ?? 'order',
    identifier: [
      ...(placer ? [numbered('PLAC', placer)] : []),
      ...(filler ? [numbered('FILL', filler)] : []),
    ],
    basedOn: placer ? { type: 'ServiceRequest', identifier: numbered('PLAC', placer) } : undefined,
  }
}
