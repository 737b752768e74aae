import { list, wards2025 } from '#vocabulary/catalogues'
import { givens, middles, surnames } from './names.ts'
import { mixed, Random } from './random.ts'

export type Illness = 'diabetes' | 'hypertension' | 'kidney'

export interface Person {
  /** Position in the pretend province, from 0. */
  readonly number: number
  readonly fullName: string
  readonly sex: 'male' | 'female'
  /** yyyy-MM-dd */
  readonly birthDate: string
  /** HHmm; written for those under a year, as QĐ 3176 asks of NGAY_SINH. */
  readonly birthTime: string
  readonly father: string
  readonly mother: string
  /** Province of birth 990-999: never issued, so it is nobody's number. */
  readonly citizenId: string
  readonly insuranceCard: string
  readonly insuranceNumber: string
  /** Percent the fund pays: 80, 95 or 100, as the card's third character says. */
  readonly benefit: 80 | 95 | 100
  readonly phone: string
  readonly address: string
  readonly provinceCode: string
  readonly wardCode: string
  readonly ethnicGroup: string
  readonly illnesses: readonly Illness[]
  readonly bloodGroup: string | null
  /** Where the trend of this person stands on day 0, and where it goes each year. */
  readonly course: {
    readonly hba1c: number
    readonly hba1cYear: number
    readonly creatinine: number
    readonly creatinineYear: number
    readonly systolic: number
    readonly systolicYear: number
    readonly weight: number
  }
}

const totalShare = surnames.reduce((sum, [, share]) => sum + share, 0)

function surname(random: Random): string {
  let left = random.next() * totalShare
  for (const [name, share] of surnames) {
    left -= share
    if (left < 0) return name
  }
  return surnames[0]![0]
}

let homes: readonly (readonly [ward: string, province: string, name: string])[] | undefined

/** The province plays in the wards of one real province, so that addresses look right; default Nghệ An (40). */
function homesOf(province: string) {
  homes ??= [...wards2025()].map(([code, ward]) => [code, ward.province, ward.name] as const)
  return homes.filter(([, of]) => of === province)
}

const two = (n: number) => String(n).padStart(2, '0')

export function makePeople(seed: number, provinceCode = '40'): (number: number) => Person {
  const wards = homesOf(provinceCode)
  const provinceText = list('provinces2025')[provinceCode] ?? ''
  const known = new Map<number, Person>()
  return (number) => {
    let person = known.get(number)
    if (!person) {
      person = makePerson(new Random(mixed(seed, number, 77)), number, provinceCode, provinceText, wards)
      known.set(number, person)
    }
    return person
  }
}

function makePerson(
  random: Random,
  number: number,
  provinceCode: string,
  provinceText: string,
  wards: ReturnType<typeof homesOf>,
): Person {
  const sex = random.chance(0.5) ? 'male' : 'female'
  // Every fourth person is chronically ill, and older.
  const ill = number % 4 === 0
  const year = ill ? random.whole(1938, 1978) : random.whole(1935, 2024)
  const month = random.whole(1, 12)
  const day = random.whole(1, 28)
  const century = year >= 2000 ? 2 : 0
  const serial = String(number % 1_000_000).padStart(6, '0')
  const citizenId = `${990 + (Math.floor(number / 1_000_000) % 10)}${century + (sex === 'female' ? 1 : 0)}${two(year % 100)}${serial}`
  const insuranceNumber = `99${String(number + 1).padStart(8, '0')}`
  const level = random.pick(['4', '4', '4', '3', '2'] as const)
  const group = level === '2' ? 'HN' : level === '3' ? 'HT' : random.pick(['GD', 'DN', 'HC'])
  const ward = wards[random.whole(0, wards.length - 1)] ?? ['00000', provinceCode, '']
  const illnesses: Illness[] = ill
    ? random.pick([
        ['diabetes', 'hypertension'],
        ['hypertension'],
        ['diabetes'],
        ['diabetes', 'hypertension', 'kidney'],
      ] as Illness[][])
    : []
  const middle = random.pick(middles[sex])
  const family = surname(random)
  const person = {
    number,
    fullName: `${family} ${middle} ${random.pick(givens[sex])}`,
    sex,
    birthDate: `${year}-${two(month)}-${two(day)}`,
    citizenId,
    insuranceCard: `${group}${level}${provinceCode}${insuranceNumber}`,
    insuranceNumber,
    benefit: level === '2' ? 100 : level === '3' ? 95 : 80,
    phone: `0999${String(number % 1_000_000).padStart(6, '0')}`,
    address: `${ward[2]}, ${provinceText}`,
    provinceCode,
    wardCode: ward[0],
    ethnicGroup: random.chance(0.85) ? '01' : random.pick(['02', '03', '06', '08', '29']),
    illnesses,
    bloodGroup: random.chance(0.4) ? random.pick(['O+', 'A+', 'B+', 'AB+', 'O-']) : null,
    course: {
      hba1c: illnesses.includes('diabetes') ? 6.8 + random.next() * 2.4 : 5.3 + random.next() * 0.4,
      hba1cYear: random.wobble() * 0.3,
      creatinine: illnesses.includes('kidney') ? 140 + random.next() * 60 : 70 + random.next() * 25,
      creatinineYear: illnesses.includes('kidney') ? 8 + random.next() * 14 : random.wobble(),
      systolic: illnesses.includes('hypertension') ? 142 + random.next() * 18 : 115 + random.next() * 12,
      systolicYear: random.wobble() * 2,
      weight: sex === 'male' ? 55 + random.next() * 20 : 46 + random.next() * 18,
    },
  } as const
  const nameOf = (of: 'male' | 'female', first: string) =>
    `${first} ${random.pick(middles[of])} ${random.pick(givens[of])}`
  return {
    ...person,
    birthTime: `${two(random.whole(0, 23))}${two(random.whole(0, 59))}`,
    father: nameOf('male', family),
    mother: nameOf('female', surname(random)),
  }
}

/** The same person born some days before: well, and insured as a child under six (group TE, benefit level 1). */
export function asNewborn(person: Person, at: Date): Person {
  const born = new Date(at.getTime() - (1 + (person.number % 20)) * 86_400_000 + 7 * 3_600_000)
  const birthDate = born.toISOString().slice(0, 10)
  const century = person.sex === 'female' ? 3 : 2
  return {
    ...person,
    birthDate,
    citizenId: `${person.citizenId.slice(0, 3)}${century}${birthDate.slice(2, 4)}${person.citizenId.slice(6)}`,
    insuranceCard: `TE1${person.provinceCode}${person.insuranceNumber}`,
    benefit: 100,
    illnesses: [],
  }
}

/** Years of age, with parts, at a time. */
export const ageOf = (person: Person, at: Date): number =>
  (at.getTime() - Date.parse(`${person.birthDate}T00:00:00+07:00`)) / (365.25 * 86_400_000)

/** Kilograms: a child's grow with it (WHO growth standards, roughly), a grown person's are its own. */
export function weightOf(person: Person, at: Date): number {
  const age = ageOf(person, at)
  if (age < 1) return 3 + (person.number % 10) / 10 + age * 5.5
  return age < 15 ? 8 + age * 2.4 : person.course.weight
}
