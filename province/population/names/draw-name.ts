import type { Random } from '../../random.ts'
import type { PersonName, Sex } from '../population.types.ts'
import { nameTables } from './name-tables.ts'
import { doRhyme, rimeOf } from './rime.ts'

/** Shares by age in the order > 55, 36–55, 16–35, < 16: design note, section 4 (the observed lists are of one cohort). */
const share = { female: [0.75, 0.5, 0.2, 0.08], male: [0.65, 0.4, 0.15, 0.06] } as const

const cohort = (age: number) => (age > 55 ? 0 : age > 35 ? 1 : age > 15 ? 2 : 3)

interface Wanted {
  readonly sex: Sex
  readonly age: number
  readonly surname: string
  /** Of the mother: a second middle syllable in a quarter of the names of the young that have neither Thị nor Văn ("Nguyễn Trần Minh Anh"). */
  readonly motherSurname?: string
}

export function drawName(random: Random, wanted: Wanted): PersonName {
  return {
    surname: wanted.surname,
    middle: drawMiddle(random, wanted),
    given: nameTables().givens[wanted.sex].draw(random),
  }
}

export function drawMiddle(random: Random, { sex, age, surname, motherSurname }: Wanted): string {
  const tables = nameTables()
  if (random.chance(share[sex][cohort(age)]!)) {
    if (sex === 'male') return random.chance(0.04) ? `Văn ${tables.middles.male.draw(random)}` : 'Văn'
    return random.chance(0.3) ? `Thị ${tables.afterThi.draw(random)}` : 'Thị'
  }
  // Two syllables in all: 1.2 % of names.
  if (random.chance(0.016)) return ''
  const middle = tables.middles[sex].draw(random)
  return motherSurname && motherSurname !== surname && age < 36 && random.chance(0.26)
    ? `${motherSurname} ${middle}`
    : middle
}

/**
 * A surname. Hoàng and Vũ are said and written Huỳnh and Võ in the south: from Đà Nẵng on, by the province of before 2025.
 */
export function drawSurname(random: Random, formerProvince: string): string {
  const drawn = nameTables().surnames.draw(random)
  return random.chance(Number(formerProvince) >= 48 ? 0.75 : 0.08) ? (southern.get(drawn) ?? drawn) : drawn
}

const southern = new Map([
  ['Hoàng', 'Huỳnh'],
  ['Vũ', 'Võ'],
])

/** Two given names that rhyme, as twins have. */
export function drawTwinNames(random: Random, sexes: readonly [Sex, Sex]): readonly [string, string] {
  const { givens, rhymes } = nameTables()
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const first = givens[sexes[0]].draw(random)
    const second = rhymes[sexes[1]].get(rimeOf(first))?.draw(random)
    if (second && doRhyme(first, second)) return [first, second]
  }
  return sexes[0] === sexes[1]
    ? sexes[0] === 'male'
      ? ['Huy', 'Duy']
      : ['Trang', 'Giang']
    : sexes[0] === 'male'
      ? ['Lâm', 'Trâm']
      : ['Trâm', 'Lâm']
}

export const fullName = ({ surname, middle, given }: PersonName): string =>
  middle ? `${surname} ${middle} ${given}` : `${surname} ${given}`
