import { formerWards, list, wards2025 } from '#vocabulary/catalogues'
import { nameOf } from './name-of-unit.ts'

export interface NamedProvince {
  /** Of today. */
  readonly after: number
  /** The former province of that name, or 0. */
  readonly before: number
  /** Whether it is a city directly under the government today. */
  readonly isCity: boolean
}

/** Names in use beside the official ones. */
const aliases: readonly (readonly [string, number])[] = [
  ['hcm', 79],
  ['tphcm', 79],
  ['tp hcm', 79],
  ['sai gon', 79],
  ['hn', 1],
  ['hue', 46],
  ['vung tau', 77],
  ['br vt', 77],
  ['brvt', 77],
  ['daclac', 66],
  ['dacnong', 67],
]

/** Provinces were joined whole: where one ward of a former province went, all did. */
export function provincesOfToday(): Map<number, number> {
  const found = new Map(Object.keys(list('provinces2025')).map((code) => [Number(code), Number(code)]))
  const wards = wards2025()
  for (const ward of formerWards().values()) {
    const to = ward.movedTo[0] && wards.get(ward.movedTo[0].code)?.province
    if (to) found.set(Number(ward.provinceCode), Number(to))
  }
  return found
}

/** No name means one province of today as a former one and another as today's; checked by a test. */
export function provinceNames(provinceOf: ReadonlyMap<number, number>): Map<string, NamedProvince> {
  const today = list('provinces2025')
  const isCity = (code: number) => nameOf(today[String(code).padStart(2, '0')] ?? '').kind === 'thanh pho'
  const names = new Map<string, NamedProvince>()
  for (const [code, name] of Object.entries(today))
    names.set(nameOf(name).key, { after: Number(code), before: 0, isCity: isCity(Number(code)) })
  const former = Object.entries(list('provincesBefore2025')).map(
    ([code, name]) => [nameOf(name).key, Number(code)] as const,
  )
  for (const [key, code] of [...former, ...aliases]) {
    const after = provinceOf.get(code) ?? 0
    names.set(key, { after, before: code, isCity: isCity(after) })
  }
  return names
}
