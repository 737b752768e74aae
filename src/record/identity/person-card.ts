import { newId, shardFor } from '#foundation/ids'
import type { IncomingPerson } from './identity.types.ts'
import { keyText } from './key-text.ts'
import type { PersonToWrite } from './person.queries.ts'

/** A person nobody knew, with the name and birth date of the first message. */
export function newPerson(incomer: IncomingPerson, folded: string, nowMs: number): PersonToWrite {
  const seed =
    incomer.citizenId ?? incomer.insuranceNumbers[0] ?? `${incomer.facilityCode}|${incomer.localId}`
  const shard = shardFor(keyText('person', seed))
  return {
    shard,
    person_id: newId(shard, nowMs),
    full_name: incomer.fullName,
    folded_name: folded,
    birth_date: incomer.birthDate,
    sex: incomer.sex,
    citizen_id: null,
    insurance_number: null,
    address: null,
    deceased: false,
    facilities: [],
    last_visit_at: null,
    retired_into: null,
  }
}

/** What the card shows after one more message: the latest visit decides, a death stays, numbers only when held. */
export function nextCard(
  person: PersonToWrite,
  incomer: IncomingPerson,
  folded: string,
  holds: (kind: string, value: string) => boolean,
): PersonToWrite {
  const isLatest = !person.last_visit_at || !incomer.seenAt || incomer.seenAt >= person.last_visit_at
  const insurance = incomer.insuranceNumbers.find((value) => holds('insurance-number', value))
  const citizenId = incomer.citizenId && holds('citizen-id', incomer.citizenId) ? incomer.citizenId : null
  return {
    ...person,
    full_name: isLatest ? incomer.fullName : person.full_name,
    folded_name: isLatest ? folded : person.folded_name,
    birth_date: isLatest ? morePrecise(incomer.birthDate, person.birth_date) : person.birth_date,
    sex: isLatest && incomer.sex !== 'unknown' ? incomer.sex : person.sex,
    citizen_id: person.citizen_id ?? citizenId,
    insurance_number: (isLatest ? insurance : null) ?? person.insurance_number ?? insurance ?? null,
    address: isLatest ? (incomer.address ?? person.address) : person.address,
    deceased: person.deceased || incomer.deceased,
    facilities: person.facilities.includes(incomer.facilityCode)
      ? person.facilities
      : [...person.facilities, incomer.facilityCode],
    last_visit_at: isLatest ? (incomer.seenAt ?? person.last_visit_at) : person.last_visit_at,
  }
}

/** `1960-05-02` says more than `1960`; a different year is the newer truth. */
function morePrecise(incoming: string | null, known: string | null): string | null {
  if (!incoming) return known
  return known && known.length > incoming.length && known.startsWith(incoming) ? known : incoming
}
