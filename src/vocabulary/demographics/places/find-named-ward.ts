import type { AddressParts, Unit } from './find-units.ts'
import type { WardAfter, WardBefore } from './place.types.ts'
import { placeIndex } from './place-index.ts'

/** What codes beside the text say; 0 where they say nothing. */
export interface KnownUnits {
  readonly province: number
  readonly district: number
}

/** What reading names needs to know besides them. */
export interface Question {
  readonly parts: AddressParts
  readonly known: KnownUnits
  /** Written since the reform; null when the day is unknown. */
  readonly reformed: boolean | null
}

/** Wards of one name; several when nothing tells them apart. */
export interface NamedWards {
  readonly before: readonly WardBefore[]
  readonly after: readonly WardAfter[]
}

/** A ward of one of the districts; two districts with such a ward are no answer. */
export function inDistricts(
  { parts }: Question,
  unit: Unit,
  districts: readonly number[],
  province: number,
): NamedWards | null {
  const index = placeIndex()
  const before = districts.flatMap((code) => wardsNamed(index.inDistrict, code, unit, parts))
  if (before.length > 0)
    return before.every((ward) => ward.district === before[0]!.district) ? { before, after: [] } : null
  // A commune of today written with the district that its land belonged to.
  const after = wardsNamed(index.inProvince, province, unit, parts)
  const near = after.filter((ward) => ward.districts.some((code) => districts.includes(code)))
  return near.length > 0 ? { before: [], after: near } : null
}

/** Without a district: the list in force on the day, and where no day is known what both lists say together. */
export function inProvince(
  { parts, reformed }: Question,
  unit: Unit,
  province: number,
  provinceBefore: number,
): NamedWards | null {
  const index = placeIndex()
  if (province === 0) return null
  const former =
    provinceBefore && reformed !== true ? [provinceBefore] : (index.provincesBefore.get(province) ?? [])
  const before = former.flatMap((code) => wardsNamed(index.inProvinceBefore, code, unit, parts))
  const after = unit.kind === 'thi tran' ? [] : wardsNamed(index.inProvince, province, unit, parts)
  if (reformed === true && after.length > 0) return { before: [], after }
  if (before.length > 1) return null
  if (reformed === null && after.length > 0) return { before, after }
  return before.length === 1 ? { before, after: [] } : null
}

function wardsNamed<T extends { readonly kind: string; readonly toned: string }>(
  wards: ReadonlyMap<string, readonly T[]>,
  place: number,
  unit: Unit,
  { words, marked }: AddressParts,
): readonly T[] {
  const named = wards.get(`${place} ${unit.key}`) ?? wards.get(`${place} ${unit.whole}`) ?? []
  if (named.length < 2) return named
  const sameKind = preferKind(named, unit.kind)
  const toned = words.toned.slice(unit.name, unit.to).join(' ')
  const sameMarks = marked ? sameKind.filter((ward) => ward.toned === toned) : []
  return sameMarks.length > 0 ? sameMarks : sameKind
}

/** Units changed their kind as they grew: a kind decides between two of one name, and else excludes nothing. */
export function preferKind<T extends { readonly kind: string }>(
  named: readonly T[],
  kind: string,
): readonly T[] {
  if (named.length < 2 || kind === '') return named
  const same = named.filter((each) => each.kind === kind)
  return same.length > 0 ? same : named
}
