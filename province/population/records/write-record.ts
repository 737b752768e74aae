import type { DemographicRecord, RelativeNamed } from '#vocabulary/demographics'
import { emptyWords } from '#vocabulary/demographics/answers'
import { dayNumber } from '../days.ts'
import { fullName } from '../names/draw-name.ts'
import type { Homes } from '../people/homes.ts'
import { papersOn } from '../people/papers-on.ts'
import type { Household, Inhabitant, Relative } from '../population.types.ts'
import type { Pen } from './pen.ts'
import type { Source } from './sources.ts'
import { writeAddress } from './write-address.ts'
import { writeBirth } from './write-birth.ts'
import {
  drawHand,
  type Hand,
  honorific,
  inHand,
  namesOfNobody,
  writeName,
  writePlaceholder,
} from './write-name.ts'
import {
  type Writing,
  writeBirthCertificate,
  writeCitizenNumber,
  writeInsurance,
  writePassport,
  writePhone,
} from './write-numbers.ts'

export interface Occasion {
  readonly inhabitant: Inhabitant
  readonly household: Household
  readonly source: Source
  readonly facilityCode: string
  /** yyyy-MM-dd */
  readonly on: string
  readonly homes: Homes
  /** A newborn's first record has no name yet, whatever chance says; null leaves it to chance. */
  readonly unnamed: boolean | null
}

/** What one source writes of one inhabitant on one day. */
export function writeRecord(pen: Pen, occasion: Occasion): DemographicRecord {
  const { inhabitant, household, source, facilityCode, on, homes } = occasion
  const { random } = pen
  const papers = papersOn(inhabitant, on)
  const age = (dayNumber(on) - dayNumber(inhabitant.birthDate)) / 365.25
  const writing: Writing = { inhabitant, household, papers, source, facilityCode, on, age }
  const hand = drawHand(pen, source)
  if (source.kind === 'emergency-115' && age > 15 && pen.slips('name-unknown'))
    return ofNobody(pen, writing, hand)
  const unnamed = papers.mother !== null && isUnnamed(pen, age, occasion.unnamed)
  const birthOrder = age < 1 && random.chance(unnamed ? 0.6 : 0.2) ? inhabitant.birthOrder : null
  return {
    fullName: unnamed
      ? writePlaceholder(
          pen,
          papers.mother!.name,
          isOneOfTwins(inhabitant, household) ? inhabitant.birthOrder : null,
          hand,
        )
      : withHonorific(pen, writing, hand),
    birthDate: writeBirth(pen, inhabitant, source, age),
    sex: writeSex(pen, writing),
    citizenNumber: unnamed ? null : writeCitizenNumber(pen, writing),
    insuranceNumber: writeInsurance(pen, writing),
    passportNumber: writePassport(pen, writing),
    birthCertificateNumber: writeBirthCertificate(pen, writing),
    phone: writePhone(pen, writing),
    address: writeAddress(pen, writing, hand, homes),
    ...writeParents(pen, writing, hand, unnamed),
    birthOrder,
    recordedOn: on,
  }
}

function isUnnamed(pen: Pen, age: number, given: boolean | null): boolean {
  if (age >= 1 || given === false) return false
  if (given === null) return pen.slips('newborn-placeholder')
  pen.note('newborn-placeholder')
  return true
}

const isOneOfTwins = ({ number, birthDate }: Inhabitant, { members }: Household): boolean =>
  members.some((other) => other.number !== number && other.birthDate === birthDate)

function withHonorific(pen: Pen, { papers, source, age }: Writing, hand: Hand): string {
  const name = writeName(pen, papers.name, hand)
  return source.honorific > 0 && pen.random.chance(source.honorific)
    ? `${inHand(honorific(pen, papers.sex, age), hand)} ${name}`
    : name
}

function writeSex(pen: Pen, { papers, source }: Writing): DemographicRecord['sex'] {
  if (pen.random.chance(source.sexUnknown)) return 'unknown'
  if (!pen.slips('sex')) return papers.sex
  return papers.sex === 'male' ? 'female' : 'male'
}

/** Of children under 16, and always the mother of one without a name; her number in four of ten, the father in half. */
function writeParents(pen: Pen, { papers, source, age }: Writing, hand: Hand, unnamed: boolean) {
  const { random } = pen
  const asked = unnamed || (age < 16 && random.chance(source.mother))
  const named = (relative: Relative | null): RelativeNamed | null =>
    relative && {
      fullName: inHand(fullName(relative.name), hand),
      citizenNumber: random.chance(0.4) ? relative.citizenId : null,
    }
  return {
    mother: asked ? named(papers.mother) : null,
    father: asked && random.chance(0.5) ? named(papers.father) : null,
  }
}

/** Brought in without papers, and nobody who knows them. */
function ofNobody(pen: Pen, { papers, on }: Writing, hand: Hand): DemographicRecord {
  return {
    ...emptyWords,
    fullName: inHand(pen.random.pick(namesOfNobody), hand),
    sex: papers.sex,
    recordedOn: on,
  }
}
