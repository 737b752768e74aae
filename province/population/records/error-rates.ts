import type { Fault } from '../population.types.ts'

/**
 * How often what goes wrong, for each record in which it can (design note, section 13; chosen, not observed). A name without
 * hỏi or ngã does not change when the two are mixed up, so fewer records differ than these shares say.
 */
const noted: Readonly<Record<Fault, number>> = {
  // Of records written in the first year of life.
  'newborn-placeholder': 0.45,
  // Ours: of adults whom 115 picks up.
  'name-unknown': 0.01,
  'middle-missing': 0.01,
  'middle-shortened': 0.01,
  'hook-tilde-given': 0.03,
  'hook-tilde-middle': 0.02,
  'tone-lost': 0.015,
  'i-y': 0.01,
  'd-bar-lost': 0.01,
  'typo-given': 0.015,
  'typo-middle': 0.008,
  'surname-regional': 0.004,
  'given-first': 0.006,
  telex: 0.004,
  'legacy-encoding': 0.003,
  nfd: 0.1,
  'birth-first-of-january': 0.03,
  'birth-swapped': 0.01,
  'birth-year': 0.007,
  'birth-day': 0.008,
  sex: 0.005,
  // Of citizen numbers that are filled in; a parent's under 16 years of age.
  'old-id-card': 0.05,
  'citizen-digit': 0.005,
  'parent-number': 0.01,
  'zeros-lost': 0.002,
  'citizen-dummy': 0.003,
  'insurance-digit': 0.004,
  'insurance-other-number': 0.008,
  'phone-family': 0.12,
  'phone-former': 0.12,
  'phone-clinic': 0.004,
  'commune-missing': 0.15,
  'other-address': 0.06,
}

/** No mistakes but habits: how strong the errors are does not touch them. */
const habits: readonly Fault[] = ['newborn-placeholder', 'nfd', 'name-unknown']

/** `legacy`: a province whose old systems still write TCVN3, VNI and the like, in 5 % of records. */
export type Variant = 'usual' | 'legacy'

export type ErrorRates = Readonly<Record<Fault, number>>

/** 1 is the note; 0.5 half as many, 2 twice. The shares of the table of sources stay as they are. */
export function errorRates(strength: number, variant: Variant): ErrorRates {
  const of = (fault: Fault) => (fault === 'legacy-encoding' && variant === 'legacy' ? 0.05 : noted[fault])
  const rates = Object.keys(noted).map((name) => {
    const fault = name as Fault
    return [fault, habits.includes(fault) ? of(fault) : Math.min(0.45, of(fault) * strength)]
  })
  return Object.fromEntries(rates) as Record<Fault, number>
}
