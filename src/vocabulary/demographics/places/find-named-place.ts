import {
  inDistricts,
  inProvince,
  type KnownUnits,
  type NamedWards,
  preferKind,
  type Question,
} from './find-named-ward.ts'
import type { AddressParts, Unit } from './find-units.ts'
import type { District } from './place.types.ts'
import { placeIndex } from './place-index.ts'
import type { NamedProvince } from './province-names.ts'

/** What the names in an address come to. */
export interface NamedPlace extends NamedWards {
  /** Province of today, 0 when unknown. */
  readonly province: number
  /** Number of the first unit that is an administrative one: what stands before it is street and house. */
  readonly first: number
}

/**
 * Reads names from the right: province, district, ward. A former ward is looked for in its district, or in the whole province
 * when only one there has the name: 159 names of 451 former wards are repeated within their province, and 135 communes of today
 * bear the name of a former ward whose land they do not hold.
 */
export function findNamedPlace(parts: AddressParts, known: KnownUnits, reformed: boolean | null): NamedPlace {
  const question = { parts, known, reformed }
  const { units } = parts
  let end = units.length
  while (end > 0 && isCountry(units[end - 1]!)) end -= 1
  // Divided by dashes, Bà Rịa - Vũng Tàu stands in two parts.
  const divided = end > 1 ? placeIndex().provinces.get(`${units[end - 2]!.key} ${units[end - 1]!.key}`) : null
  if (divided) return findWard(question, end - 2, end - 2, divided)
  const last = units[end - 1]
  const province = last ? provinceOf(last) : null
  if (!last || !province) return findWard(question, end, end, null)
  const asProvince = () => findWard(question, end - 1, end - 1, province)
  // TP Thái Nguyên at the end is the city and names its province; TP Huế was a city and is a province.
  if (last.level !== 'city' || districtsOf(last, province.after, 0).length === 0) return asProvince()
  const asCity = () => findWard(question, end, end - 1, province)
  const [first, second] = reformed === true && province.isCity ? [asProvince, asCity] : [asCity, asProvince]
  const found = first()
  return hasWard(found) ? found : second()
}

const hasWard = (place: NamedPlace) => place.before.length > 0 || place.after.length > 0

/** District and ward among the units before `end`; `first` is the leftmost unit already known to be administrative. */
function findWard(question: Question, end: number, first: number, named: NamedProvince | null): NamedPlace {
  const last = question.parts.units[end - 1]
  const districts = last ? districtsOf(last, named?.after ?? question.known.province, named?.before ?? 0) : []
  if (!last || districts.length === 0) return wardBefore(question, end, first, named, [])
  const found = wardBefore(question, end - 1, Math.min(first, end - 1), named, districts)
  if (hasWard(found) || last.level !== '' || question.reformed !== true) return found
  // `Phú Ninh, Đà Nẵng` of 2026: no district is left, the name is a commune's.
  const commune = wardBefore(question, end, first, named, [])
  return hasWard(commune) ? commune : found
}

function wardBefore(
  question: Question,
  end: number,
  first: number,
  named: NamedProvince | null,
  districts: readonly District[],
): NamedPlace {
  const { units } = question.parts
  const { known } = question
  const codes =
    districts.length > 0 ? districts.map((each) => each.code) : known.district ? [known.district] : []
  const province = named?.after || known.province || onlyProvince(districts)
  // Streets and hamlets stand further left than the ward: three parts are enough.
  for (let at = end - 1; at >= Math.max(0, end - 3); at--) {
    const unit = units[at]!
    if (unit.level !== '' && unit.level !== 'ward') continue
    const found =
      codes.length > 0
        ? inDistricts(question, unit, codes, province)
        : inProvince(question, unit, province, named?.before ?? 0)
    if (found) return { ...found, province: provinceOfWards(found) || province, first: at }
    if (unit.level === 'ward') return { before: [], after: [], province, first: at }
  }
  return { before: [], after: [], province, first }
}

const provinceOfWards = ({ before, after }: NamedWards) => before[0]?.province ?? after[0]?.province ?? 0

const isCountry = (unit: Unit) => unit.level === '' && (unit.key === 'viet nam' || unit.key === 'vn')

const provinceOf = (unit: Unit): NamedProvince | null =>
  unit.level === 'ward' || unit.level === 'district' ? null : (placeIndex().provinces.get(unit.key) ?? null)

/** Districts of the name: in the former province of that name, else in the province of today, else anywhere. */
function districtsOf(unit: Unit, province: number, provinceBefore: number): readonly District[] {
  if (unit.level === 'ward' || unit.level === 'province') return []
  const named = placeIndex().districts.get(unit.key) ?? placeIndex().districts.get(unit.whole) ?? []
  const near = province === 0 ? named : named.filter((each) => each.province === province)
  const own = near.filter((each) => each.provinceBefore === provinceBefore)
  return preferKind(own.length > 0 ? own : near, unit.kind)
}

function onlyProvince(districts: readonly District[]): number {
  const [one, ...more] = new Set(districts.map((each) => each.province))
  return one !== undefined && more.length === 0 ? one : 0
}
