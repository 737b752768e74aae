import { formerWards, list, wards2025, wardsBefore2025 } from '#vocabulary/catalogues'
import { nameOf } from './name-of-unit.ts'
import type { District, WardAfter, WardBefore } from './place.types.ts'
import { type NamedProvince, provinceNames, provincesOfToday } from './province-names.ts'

/** The two lists of wards, arranged for reading addresses. */
export interface PlaceIndex {
  readonly before: ReadonlyMap<number, WardBefore>
  readonly after: ReadonlyMap<number, WardAfter>
  /** The province of today for any code, former or new: no code means one province before and another after. */
  readonly provinceOf: ReadonlyMap<number, number>
  /** Former provinces that went into a province of today. */
  readonly provincesBefore: ReadonlyMap<number, readonly number[]>
  readonly provinces: ReadonlyMap<string, NamedProvince>
  readonly districts: ReadonlyMap<string, readonly District[]>
  /** By `district name`, `former province name`, `province name`. */
  readonly inDistrict: ReadonlyMap<string, readonly WardBefore[]>
  readonly inProvinceBefore: ReadonlyMap<string, readonly WardBefore[]>
  readonly inProvince: ReadonlyMap<string, readonly WardAfter[]>
}

let index: PlaceIndex | undefined

/** Built when first asked for (some 0.3 s of processor) and kept: 14 thousand wards, 700 districts, 63 and 34 provinces. */
export const placeIndex = (): PlaceIndex => {
  index ??= build()
  return index
}

function build(): PlaceIndex {
  const provinceOf = provincesOfToday()
  const before = new Map<number, WardBefore>()
  const districts = new Map<string, District[]>()
  const districtKeys = new Map<number, string>()
  for (const ward of formerWards().values()) {
    const [provinceBefore, district] = [Number(ward.provinceCode), Number(ward.districtCode)]
    const province = provinceOf.get(provinceBefore) ?? 0
    const communes = ward.movedTo.map((move) => Number(move.code)).sort((a, b) => a - b)
    let districtKey = districtKeys.get(district)
    if (districtKey === undefined) {
      const { kind, key } = nameOf(ward.district)
      districtKey = key
      districtKeys.set(district, key)
      push(districts, key, { code: district, kind, provinceBefore, province })
    }
    before.set(Number(ward.code), {
      code: Number(ward.code),
      ...nameOf(ward.name),
      district,
      districtKey,
      provinceBefore,
      province,
      communes,
    })
  }
  const after = new Map<number, WardAfter>()
  for (const [text, ward] of wards2025()) {
    const code = Number(text)
    const origins = new Set(wardsBefore2025(text).map((each) => Number(each.districtCode)))
    after.set(code, {
      code,
      ...nameOf(ward.name),
      province: Number(ward.province),
      districts: [...origins],
      communes: [code],
    })
  }
  return {
    before,
    after,
    provinceOf,
    provincesBefore: groupBefore(provinceOf),
    provinces: provinceNames(provinceOf),
    districts,
    inDistrict: groupBy(before.values(), (ward) => `${ward.district} ${ward.key}`),
    inProvinceBefore: groupBy(before.values(), (ward) => `${ward.provinceBefore} ${ward.key}`),
    inProvince: groupBy(after.values(), (ward) => `${ward.province} ${ward.key}`),
  }
}

function groupBefore(provinceOf: ReadonlyMap<number, number>): Map<number, number[]> {
  const groups = new Map<number, number[]>()
  for (const code of Object.keys(list('provincesBefore2025')))
    push(groups, provinceOf.get(Number(code)) ?? 0, Number(code))
  return groups
}

function groupBy<T>(items: Iterable<T>, keyOfItem: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) push(groups, keyOfItem(item), item)
  return groups
}

function push<K, T>(groups: Map<K, T[]>, key: K, item: T): void {
  const group = groups.get(key)
  if (group) group.push(item)
  else groups.set(key, [item])
}
