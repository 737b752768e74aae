import { seeded } from '#foundation/linkage'
import type { Register, SimulatedPerson } from './register.ts'

/** Shares of people of whom the database says something else than their papers of yesterday. */
export interface Shares {
  readonly replaced: number
  readonly correctedSex: number
  readonly yearOnly: number
  readonly shortenedName: number
}

export const usualShares: Shares = {
  replaced: 0.004,
  correctedSex: 0.002,
  yearOnly: 0.03,
  shortenedName: 0.01,
}

/** Gives some people a past, by chance with a seed: the same people and seed, the same past. */
export function troublePeople(
  register: Register,
  people: readonly SimulatedPerson[],
  { seed = 1, shares = usualShares }: { readonly seed?: number; readonly shares?: Shares } = {},
): void {
  const random = seeded(seed)
  for (const { citizenNumber, fullName, birthDate, sex } of people) {
    let draw = random()
    const falls = (share: number) => {
      draw -= share
      return draw < 0
    }
    if (falls(shares.replaced)) {
      register.replace(citizenNumber, renumbered(citizenNumber, sex), {}, random() < 0.5)
    } else if (falls(shares.correctedSex)) {
      const corrected = sex === 'male' ? 'female' : 'male'
      register.replace(citizenNumber, renumbered(citizenNumber, corrected), { sex: corrected })
    } else if (falls(shares.yearOnly)) {
      register.correct(citizenNumber, { birthDate: birthDate.slice(0, 4) })
    } else if (falls(shares.shortenedName)) {
      const words = fullName.split(/\s+/)
      if (words.length > 2) register.correct(citizenNumber, { fullName: `${words[0]} ${words.at(-1)}` })
    }
  }
}

/** Another serial, and the century digit of that sex. Serials from 9 are nobody's in what we generate. */
function renumbered(citizenNumber: string, sex: 'male' | 'female'): string {
  const century = Number(citizenNumber[3]) & ~1
  return `${citizenNumber.slice(0, 3)}${century + (sex === 'female' ? 1 : 0)}${citizenNumber.slice(4, 6)}9${citizenNumber.slice(7)}`
}
