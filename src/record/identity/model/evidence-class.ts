import type { GuardName } from './guards.types.ts'
import { comparisonAt as at, equalAt, householdAt, numberAt, parentAt } from './level-names.ts'

/**
 * Pairs of one weight are not alike: what a guard speaks against is wrong more often, and so is what only a commune supports.
 * Each class is calibrated for itself.
 */
export type EvidenceClass = GuardName | 'number' | 'contact' | 'place'

/** Of a pair that no guard lowers: what it rests on beside name and birth. */
export function classOf(guard: GuardName | null, levels: Int8Array): EvidenceClass {
  if (guard) return guard
  if (sharesNumber(levels)) return 'number'
  const household = levels[at.household]!
  const isContact = household === householdAt.phone || household === householdAt.phoneAndCommune
  return isContact || levels[at.parents] === parentAt.number ? 'contact' : 'place'
}

/** A number of the human himself, the same in both. One digit off is none: twins have numbers in a row. */
export const sharesNumber = (levels: Int8Array): boolean =>
  isEqualNumber(levels[at.citizenId]!) ||
  isEqualNumber(levels[at.bhxh]!) ||
  levels[at.cmnd] === equalAt.equal ||
  levels[at.passport] === equalAt.equal ||
  levels[at.birthCertificate] === equalAt.equal

const isEqualNumber = (level: number) => level === numberAt.equal || level === numberAt.restored
