import type { PatientToWrite, PersonToWrite } from './person.queries.ts'

interface Incomer {
  readonly citizenId: string | null
  readonly foldedName: string
  readonly birthDate: string | null
  readonly sex: string
}

export interface Verdict {
  /** The person this is, or null: nobody we know. */
  readonly person: PersonToWrite | null
  readonly rule: 'citizen-id' | 'insurance-number' | 'first-seen'
  /** The facility used one local number for two humans. */
  readonly isOtherHuman: boolean
  /** False: some number is doubtful, so only a citizen number that nobody holds is taken (see resolve-persons). */
  readonly mayClaimNumbers: boolean
  readonly review: readonly { personId: string; reason: string }[]
}

export interface Known {
  readonly patient: PatientToWrite
  readonly person: PersonToWrite
  /** No other patient is linked to that person. */
  readonly isAlone: boolean
}

/**
 * The rules of joining, as one pure function. Numbers join; a number whose holder cannot be the same human (`looksAlike`)
 * does not; two different citizen numbers never join.
 */
export function judge(
  incomer: Incomer,
  known: Known | null,
  holders: readonly { readonly kind: string; readonly person: PersonToWrite }[],
): Verdict {
  const review: { personId: string; reason: string }[] = []
  const citizenHolder = holders.find((h) => h.kind === 'citizen-id')?.person ?? null
  const insuranceHolder = holders.find((h) => h.kind === 'insurance-number')?.person ?? null

  if (known && isOtherHuman(incomer, known.patient)) {
    const verdict = judge(incomer, null, holders)
    return { ...verdict, isOtherHuman: true }
  }

  const candidate = candidateOf(incomer, citizenHolder, insuranceHolder, review)
  if (known) return keepOrMove(incomer, known, candidate, review)
  if (!candidate) {
    return {
      person: null,
      rule: 'first-seen',
      isOtherHuman: false,
      mayClaimNumbers: review.length === 0,
      review,
    }
  }
  return {
    person: candidate.person,
    rule: candidate.rule,
    isOtherHuman: false,
    mayClaimNumbers: true,
    review,
  }
}

interface Joined {
  readonly person: PersonToWrite
  readonly rule: 'citizen-id' | 'insurance-number'
}

function candidateOf(
  incomer: Incomer,
  citizenHolder: PersonToWrite | null,
  insuranceHolder: PersonToWrite | null,
  review: { personId: string; reason: string }[],
): Joined | null {
  if (citizenHolder) {
    if (insuranceHolder && insuranceHolder.person_id !== citizenHolder.person_id) {
      review.push({ personId: insuranceHolder.person_id, reason: 'two-numbers-two-persons' })
    }
    if (looksAlike(incomer, citizenHolder)) return { person: citizenHolder, rule: 'citizen-id' }
    review.push({ personId: citizenHolder.person_id, reason: 'citizen-id-but-other-name-and-birth' })
    return null
  }
  if (!insuranceHolder) return null
  if (incomer.citizenId && insuranceHolder.citizen_id && incomer.citizenId !== insuranceHolder.citizen_id) {
    review.push({ personId: insuranceHolder.person_id, reason: 'insurance-number-but-other-citizen-id' })
    return null
  }
  if (looksAlike(incomer, insuranceHolder)) return { person: insuranceHolder, rule: 'insurance-number' }
  review.push({ personId: insuranceHolder.person_id, reason: 'insurance-number-but-other-name-and-birth' })
  return null
}

/**
 * A patient already linked moves only when a citizen number says so, and their present person has none of their own and
 * nobody else with them: whoever is left alone would otherwise be lost with the person.
 */
function keepOrMove(
  incomer: Incomer,
  known: Known,
  candidate: Joined | null,
  review: { personId: string; reason: string }[],
): Verdict {
  const stay: Verdict = {
    person: known.person,
    rule: known.patient.joined_by as Verdict['rule'],
    isOtherHuman: false,
    mayClaimNumbers: true,
    review,
  }
  if (!candidate || candidate.person.person_id === known.person.person_id) return stay
  const isFree = known.person.citizen_id === null && known.isAlone
  if (candidate.rule === 'citizen-id' && isFree)
    return { ...stay, person: candidate.person, rule: 'citizen-id' }
  review.push({ personId: candidate.person.person_id, reason: 'numbers-point-to-another-person' })
  return incomer.citizenId === null || known.person.citizen_id === null
    ? stay
    : { ...stay, mayClaimNumbers: false }
}

/**
 * Has the facility given one local number to two humans? With two different citizen numbers it has, unless the name and
 * the birth year are the same (a corrected number); without, when both name and birth year disagree.
 */
export function isOtherHuman(
  incomer: Incomer,
  patient: Pick<PatientToWrite, 'folded_name' | 'birth_date' | 'citizen_id'>,
): boolean {
  if (incomer.foldedName === patient.folded_name) {
    return isOtherNumber(incomer, patient) && !looksAlike(incomer, { ...patient, sex: incomer.sex })
  }
  if (isOtherNumber(incomer, patient)) return true
  const isSameNumber = incomer.citizenId !== null && incomer.citizenId === patient.citizen_id
  const years = [incomer.birthDate, patient.birth_date].map((date) => date?.slice(0, 4))
  return !isSameNumber && years.every((year) => year !== undefined) && years[0] !== years[1]
}

const isOtherNumber = (incomer: Incomer, patient: Pick<PatientToWrite, 'citizen_id'>) =>
  incomer.citizenId !== null && patient.citizen_id !== null && incomer.citizenId !== patient.citizen_id

/**
 * Could these two be one human, given that a number agrees? A birth year more than ten years apart never is (a newborn
 * registered under its mother's name and card); a year that differs by less needs the same name (a typing slip); the
 * same year with another name needs the same sex.
 */
function looksAlike(
  a: Incomer,
  b: { readonly folded_name: string; readonly birth_date: string | null; readonly sex: string },
): boolean {
  const sameName = a.foldedName === b.folded_name
  if (!a.birthDate || !b.birth_date) return true
  const apart = Math.abs(Number(a.birthDate.slice(0, 4)) - Number(b.birth_date.slice(0, 4)))
  if (apart > 10) return false
  if (apart > 0) return sameName
  return sameName || a.sex === b.sex || a.sex === 'unknown' || b.sex === 'unknown'
}
