/** The levels of the comparisons by name and place, best first: what the scheme, the guards and the sentences share. */
export const nameAt = {
  exact: 0,
  folded: 1,
  reordered: 2,
  variant: 3,
  /** The middle is missing, shortened or mistyped. */
  middleLost: 4,
  /** One letter, and the word it makes is nobody's name. */
  slip: 5,
  middleDiffers: 6,
  givenOnly: 7,
  /** One letter or contradicting marks, and both are names. */
  nearName: 8,
  different: 9,
} as const

export const birthAt = {
  equal: 0,
  swapped: 1,
  yearSlip: 2,
  /** The same year, and one side says no more. */
  partial: 3,
  oneDigit: 4,
  sameYear: 5,
  nearEstimate: 6,
  different: 7,
} as const

/** Of sex, order, CMND, passport and birth certificate. */
export const equalAt = { equal: 0, different: 1 } as const

/** Of citizen and BHXH numbers. */
export const numberAt = { equal: 0, restored: 1, near: 2, different: 3 } as const

export const householdAt = {
  phoneAndCommune: 0,
  phone: 1,
  street: 2,
  commune: 3,
  /** The same province, and no more is known of one of the two. */
  province: 4,
  otherPhone: 5,
  otherCommune: 6,
  otherCommuneAndPhone: 7,
  otherProvince: 8,
} as const

export const parentAt = { number: 0, mother: 1, father: 2, near: 3, different: 4 } as const

/** Places of the comparisons in a pair's levels, in the order of the scheme. */
export const comparisonAt = {
  name: 0,
  birth: 1,
  order: 2,
  sex: 3,
  citizenId: 4,
  bhxh: 5,
  cmnd: 6,
  passport: 7,
  birthCertificate: 8,
  household: 9,
  parents: 10,
} as const

/** `middleLost` as `middle lost`: what models and reports call a level. */
export const levelNames = (levels: Readonly<Record<string, number>>): string[] =>
  Object.keys(levels).map(spaced)

export const spaced = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
