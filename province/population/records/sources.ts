import type { SourceKind } from '../population.types.ts'
import { Weighted } from '../weighted.ts'

export type DateStyle = 'yyyyMMdd' | 'dd/MM/yyyy' | 'ddMMyyyy' | 'yyyy-MM-dd'

/** How one kind of source writes. The first eight numbers are the table of the design note, section 13; the rest is ours. */
export interface Source {
  readonly kind: SourceKind
  readonly share: number
  readonly noTones: number
  readonly capitals: number
  /** × 2.5 from 61 years of age. */
  readonly yearOnly: number
  /** × 0.35 under 14. */
  readonly citizenNumber: number
  readonly insurance: number
  readonly phone: number
  readonly dates: readonly DateStyle[]
  /** Of insurance numbers: the whole card of 15 characters, not the BHXH number alone. */
  readonly wholeCard: number
  /** Codes of the address beside its text. */
  readonly addressCodes: number
  /** Of records under 16 years of age. */
  readonly mother: number
  readonly sexUnknown: number
  /** "BN", "Ông", "Cháu" before the name. */
  readonly honorific: number
  readonly facilities: readonly string[]
}

const codes = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => String(from + at))

export const sources: readonly Source[] = [
  {
    kind: 'large-hospital',
    share: 30,
    noTones: 0.02,
    capitals: 0.9,
    yearOnly: 0.05,
    citizenNumber: 0.75,
    insurance: 0.85,
    phone: 0.7,
    dates: ['yyyyMMdd'],
    wholeCard: 0.9,
    addressCodes: 0.95,
    mother: 0.4,
    sexUnknown: 0.002,
    honorific: 0,
    facilities: codes(99901, 99903),
  },
  {
    kind: 'small-hospital',
    share: 20,
    noTones: 0.25,
    capitals: 0.5,
    yearOnly: 0.1,
    citizenNumber: 0.35,
    insurance: 0.8,
    phone: 0.4,
    dates: ['dd/MM/yyyy', 'yyyyMMdd'],
    wholeCard: 0.9,
    addressCodes: 0.9,
    mother: 0.25,
    sexUnknown: 0.005,
    honorific: 0,
    facilities: codes(99904, 99912),
  },
  {
    kind: 'commune-station',
    share: 20,
    noTones: 0.05,
    capitals: 0.2,
    yearOnly: 0.12,
    citizenNumber: 0.4,
    insurance: 0.6,
    phone: 0.55,
    dates: ['dd/MM/yyyy', 'yyyy-MM-dd'],
    wholeCard: 0.6,
    addressCodes: 0.95,
    mother: 0.4,
    sexUnknown: 0.002,
    honorific: 0.01,
    facilities: codes(99913, 99960),
  },
  {
    kind: 'vaccination',
    share: 15,
    noTones: 0.03,
    capitals: 0.3,
    yearOnly: 0.02,
    citizenNumber: 0.5,
    insurance: 0.15,
    phone: 0.95,
    dates: ['dd/MM/yyyy'],
    wholeCard: 0.3,
    addressCodes: 0.85,
    mother: 0.75,
    sexUnknown: 0.002,
    honorific: 0,
    facilities: codes(99961, 99970),
  },
  {
    kind: 'laboratory',
    share: 8,
    noTones: 0.6,
    capitals: 0.8,
    yearOnly: 0.25,
    citizenNumber: 0.1,
    insurance: 0.2,
    phone: 0.5,
    dates: ['ddMMyyyy', 'yyyyMMdd', 'dd/MM/yyyy'],
    wholeCard: 0.5,
    addressCodes: 0.5,
    mother: 0.02,
    sexUnknown: 0.02,
    honorific: 0.02,
    facilities: codes(99971, 99978),
  },
  {
    kind: 'emergency-115',
    share: 7,
    noTones: 0.4,
    capitals: 0.2,
    yearOnly: 0.5,
    citizenNumber: 0.08,
    insurance: 0.05,
    phone: 0.7,
    dates: ['dd/MM/yyyy'],
    wholeCard: 0.5,
    addressCodes: 0.3,
    mother: 0.1,
    sexUnknown: 0.03,
    honorific: 0.06,
    facilities: ['99979'],
  },
]

export const sourceOfChance = new Weighted(sources.map((source) => [source, source.share]))
