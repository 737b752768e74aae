import type { Hl7Message, Hl7Segment } from './hl7v2.types.ts'

/** Other names of facilities, as their software writes them in MSH-4 (or `MSH-3|MSH-4`) → facility code. */
export type FacilityAliases = ReadonlyMap<string, string>

/** MSH-3 and MSH-4 are HD: a name, and an OID, UUID or URI with its kind. */
export interface Sender {
  readonly application: readonly string[]
  readonly facility: readonly string[]
}

const partsOf = (segment: Hl7Segment | undefined, field: number) =>
  segment ? [segment.get(field), segment.get(field, 2)].filter((part) => part !== '') : []

export const segmentNamed = (message: Hl7Message, name: string): Hl7Segment | undefined =>
  message.segments.find((segment) => segment.name === name)

/** The second of a name: the other patient of a link. */
export const secondNamed = (message: Hl7Message, name: string): Hl7Segment | undefined =>
  message.segments.filter((segment) => segment.name === name)[1]

/** Who the header says is sending. */
export function senderOf(message: Hl7Message): Sender {
  const header = message.segments[0]
  return { application: partsOf(header, 3), facility: partsOf(header, 4) }
}

/** Facility codes begin with the province of issue (QĐ 384/QĐ-BYT 2019: two digits, then three signs). */
const facilityCode = /^\d{2}[0-9A-Z]{3}$/

/**
 * The facility a header names: by an alias of its application and facility together, of its facility (name, OID or URI),
 * or because its name is a facility code itself. Null when nobody knows it.
 */
export function facilityOf(sender: Sender, aliases: FacilityAliases = new Map()): string | null {
  for (const facility of sender.facility) {
    for (const application of sender.application) {
      const both = aliases.get(`${application}|${facility}`)
      if (both) return both
    }
    const known = aliases.get(facility)
    if (known) return known
  }
  const name = sender.facility[0]?.toUpperCase()
  return name !== undefined && facilityCode.test(name) ? name : null
}
