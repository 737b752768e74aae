import type { CatalogueEntries, CatalogueEntry } from './catalogue.types.ts'
import { list, wards2025 } from './load.ts'
import { cellsOf, once } from './read-tsv.ts'

/** Where a former ward went: whole or in part; `sure` is false where the merger's text fits more than one ward. */
export interface WardMove {
  readonly code: string
  readonly partial: boolean
  readonly sure: boolean
}

export interface FormerWard {
  readonly code: string
  readonly name: string
  readonly districtCode: string
  readonly district: string
  readonly provinceCode: string
  readonly province: string
  readonly movedTo: readonly WardMove[]
}

interface FormerUnits {
  readonly districts: CatalogueEntries
  readonly wards: ReadonlyMap<string, FormerWard>
}

/** `units-2024.tsv`: a district's line (province, code, name), then its wards' (empty, code, name, moves). */
const formerUnits = once((): FormerUnits => {
  const provinces = list('provincesBefore2025')
  const districts = new Map<string, CatalogueEntry>()
  const wards = new Map<string, FormerWard>()
  let at = { provinceCode: '', province: '', districtCode: '', district: '' }
  for (const [province = '', code = '', name = '', moves = ''] of cellsOf('units-2024.tsv')) {
    if (province !== '') {
      at = { provinceCode: province, province: provinces[province] ?? '', districtCode: code, district: name }
      districts.set(code, { code, name, fields: { province } })
    } else wards.set(code, { code, name, ...at, movedTo: moves.split(' ').filter(Boolean).map(readMove) })
  }
  return { districts, wards }
})

/** `00097~?`: in part, and not sure. */
function readMove(text: string): WardMove {
  return { code: text.slice(0, 5), partial: text.includes('~'), sure: !text.includes('?') }
}

/** Wards as of June 2024, with what became of each on 2025-07-01. */
export const formerWards = (): ReadonlyMap<string, FormerWard> => formerUnits().wards

export const districtEntries = (): CatalogueEntries => formerUnits().districts

/**
 * The wards since 2025-07-01 that a former ward went into. More than one: an address in it cannot be placed by its code
 * alone. Empty: the ward had been merged away before the reform, or is no former ward.
 */
export const wardAfter2025 = (oldCode: string): readonly WardMove[] =>
  formerWards().get(oldCode)?.movedTo ?? []

const origins = once(() => {
  const found = new Map<string, string[]>()
  for (const ward of formerWards().values())
    for (const move of ward.movedTo) {
      const list = found.get(move.code)
      if (list) list.push(ward.code)
      else found.set(move.code, [ward.code])
    }
  return found
})

/** The former wards that a ward of 2025 was made of. */
export const wardsBefore2025 = (newCode: string): readonly FormerWard[] =>
  (origins().get(newCode) ?? []).map((code) => formerWards().get(code)!)

const entry = (
  code: string,
  name: string,
  fields: Readonly<Record<string, string>> = {},
): CatalogueEntry => ({
  code,
  name,
  fields,
})

export const formerWardEntries = once(
  (): CatalogueEntries =>
    new Map(
      [...formerWards().values()].map((ward) => [
        ward.code,
        entry(ward.code, ward.name, { province: ward.provinceCode, district: ward.districtCode }),
      ]),
    ),
)

export const wardEntries = once(
  (): CatalogueEntries =>
    new Map(
      [...wards2025()].map(([code, ward]) => [code, entry(code, ward.name, { province: ward.province })]),
    ),
)
