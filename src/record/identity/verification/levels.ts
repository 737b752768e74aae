import type { Outcome, VerifiedField } from './verification.types.ts'

/** How sure we are that a record's number is that of its human, from nothing to the population database (design note, 12). */
export const levels = ['none', 'declared', 'document-seen', 'chip-read', 'population-verified'] as const
export type Level = (typeof levels)[number]

export const methods = ['document', 'chip', 'population'] as const
export type Method = (typeof methods)[number]

const rank = (level: Level): number => levels.indexOf(level)

export const isAtLeast = (level: Level, floor: Level): boolean => rank(level) >= rank(floor)
export const higher = (a: Level, b: Level): Level => (rank(a) >= rank(b) ? a : b)

/** Only what nobody at a desk can mistype or print himself may forbid a link. */
export const makesVeto = (level: Level): boolean => isAtLeast(level, 'chip-read')

/** A QR is text that anybody can print: reading one proves no more than typing its digits. */
export const declaredLevel = (citizenNumber: string | null): Level =>
  citizenNumber === null ? 'none' : 'declared'

/**
 * What an answer of the population database is worth. Confirmed counts only when name and birth were compared beside the
 * number: a number that merely exists is anybody's. The other answers prove nothing and raise nothing.
 */
export function levelOfAnswer(outcome: Outcome, compared: readonly VerifiedField[]): Level {
  const whole = (['citizenNumber', 'fullName', 'birthDate'] as const).every((one) => compared.includes(one))
  return outcome === 'confirmed' && whole ? 'population-verified' : 'declared'
}

export const levelOfMethod: Readonly<Record<Exclude<Method, 'population'>, Level>> = {
  document: 'document-seen',
  chip: 'chip-read',
}
