import { foldName } from '#vocabulary/vietnam'
import type { IncomingRecord, RecordCard } from './links.types.ts'

interface Human {
  readonly citizenId: string | null
  readonly foldedName: string
  readonly birthDate: string | null
}

/**
 * Has the facility given one local number to two humans? With two different citizen numbers it has, unless the name and
 * the birth year are the same (a corrected number); without, when both name and birth year disagree.
 */
export function isOtherHuman(arrival: IncomingRecord, known: RecordCard): boolean {
  const [incomer, stored] = [ofArrival(arrival), ofCard(known)]
  const isOtherNumber =
    incomer.citizenId !== null && stored.citizenId !== null && incomer.citizenId !== stored.citizenId
  if (incomer.foldedName === stored.foldedName) return isOtherNumber && !isBornAlike(incomer, stored)
  if (isOtherNumber) return true
  const isSameNumber = incomer.citizenId !== null && incomer.citizenId === stored.citizenId
  const years = [incomer.birthDate, stored.birthDate].map((date) => date?.slice(0, 4))
  return !isSameNumber && years.every((year) => year !== undefined) && years[0] !== years[1]
}

/** Under one name: a birth year more than ten years off is another human's (a child named as its mother); less is a typing slip. */
const isBornAlike = (a: Human, b: Human) =>
  !a.birthDate ||
  !b.birthDate ||
  Math.abs(Number(a.birthDate.slice(0, 4)) - Number(b.birthDate.slice(0, 4))) <= 10

const ofArrival = ({ citizenId, fullName, birthDate }: IncomingRecord): Human => ({
  ...{ citizenId, foldedName: foldName(fullName), birthDate },
})

const ofCard = ({ identifiers, fullName, birthDate }: RecordCard): Human => ({
  citizenId:
    identifiers.find((each) => each.kind === 'citizen-id' && each.standing === 'claimed')?.value ?? null,
  ...{ foldedName: foldName(fullName), birthDate },
})
