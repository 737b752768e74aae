import { MISSING } from '#foundation/linkage'
import { compareNames, nameLevel } from '#vocabulary/demographics/names'
import { compareExactly, NumberLevel } from '#vocabulary/demographics/numbers'
import { comparePlaces, PlaceLevel, sharedStreetWords } from '#vocabulary/demographics/places'
import type { RecordFeatures } from './features.types.ts'
import { householdAt, parentAt } from './level-names.ts'

/** A house number and a street, or two words of a street: one word is "tổ" or "thôn". */
const streetWords = 2

/** One comparison of phone and address together: apart they would count one household twice. */
export function compareHouseholds(a: RecordFeatures, b: RecordFeatures): number {
  const phone = compareExactly(a.numbers.phone, b.numbers.phone)
  const place = comparePlaces(a.place, b.place)
  if (phone === NumberLevel.equal)
    return place >= PlaceLevel.commune ? householdAt.phoneAndCommune : householdAt.phone
  if (place >= PlaceLevel.commune)
    return sharedStreetWords(a.place, b.place) >= streetWords ? householdAt.street : householdAt.commune
  if (place === PlaceLevel.different) return householdAt.otherProvince
  const otherPhone = phone === NumberLevel.different
  if (a.place.communes.length > 0 && b.place.communes.length > 0)
    return otherPhone ? householdAt.otherCommuneAndPhone : householdAt.otherCommune
  if (otherPhone) return householdAt.otherPhone
  return place === PlaceLevel.province ? householdAt.province : MISSING
}

/** Who stands behind a child: a parent's number, or the parents' names. */
export function compareParents(a: RecordFeatures, b: RecordFeatures): number {
  if (sharesGuardian(a, b)) return parentAt.number
  const mother = a.mother && b.mother ? compareNames(a.mother, b.mother) : nameLevel.missing
  if (isSameName(mother)) return parentAt.mother
  const father = a.father && b.father ? compareNames(a.father, b.father) : nameLevel.missing
  if (isSameName(father)) return parentAt.father
  if (mother === nameLevel.missing && father === nameLevel.missing) return MISSING
  return isNearName(mother) || isNearName(father) ? parentAt.near : parentAt.different
}

const isSameName = (level: number) => level <= nameLevel.variant
const isNearName = (level: number) => level > nameLevel.variant && level <= nameLevel.oneEdit

function sharesGuardian(a: RecordFeatures, b: RecordFeatures): boolean {
  for (let i = 0; i < a.guardians.length; i++)
    for (let j = 0; j < b.guardians.length; j++) if (a.guardians[i] === b.guardians[j]) return true
  return false
}
