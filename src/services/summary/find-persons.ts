import { ok, type Result } from '#foundation/result'
import type { Actor, Gate, Person } from '#gate/access'
import type { PersonHit, PersonHits } from './api.types.ts'

/** People matching a number or a name; numbers leave masked. */
export async function findPersons(
  gate: Gate,
  actor: Actor | null,
  query: string,
  limit: number,
): Promise<Result<PersonHits>> {
  const found = await gate.findPersons(actor, 'treatment', query, limit + 1)
  if (!found.ok) return found
  return ok({ items: found.value.slice(0, limit).map(toHit), more: found.value.length > limit })
}

export const toHit = (person: Person): PersonHit => ({
  personId: person.personId,
  fullName: person.fullName,
  birthDate: person.birthDate,
  sex: person.sex,
  citizenIdMasked: mask(person.citizenId),
  insuranceNumberMasked: mask(person.insuranceNumber),
  address: person.address,
  facilityCount: person.facilities.length,
  lastVisitAt: person.lastVisitAt?.toISOString() ?? null,
  deceased: person.deceased,
})

/** The last four characters, the rest as dots in groups: enough to recognise one's own, too little to copy. */
export function mask(number: string | null): string | null {
  if (!number) return null
  const dots = '•'.repeat(Math.max(0, number.length - 4)).replace(/(.{4})(?=.)/g, '$1 ')
  return `${dots} ${number.slice(-4)}`
}
