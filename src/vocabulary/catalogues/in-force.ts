import type { BundledVersion, CatalogueEntry, CatalogueId } from './catalogue.types.ts'
import { catalogueNamed } from './catalogues.ts'
import { tidyIcd10 } from './look-up.ts'

/** The bundled version that answers for a day: the last that had begun. Null before the first. */
export function bundledOn(id: CatalogueId, on: string | null): BundledVersion | null {
  const versions = catalogueNamed(id)?.versions ?? []
  return versions.findLast((version) => on === null || version.from === null || version.from <= on) ?? null
}

/** An entry of a bundled catalogue as it was on a day; null asks for the newest. Later imports live in the database. */
export const bundledEntry = (id: CatalogueId, code: string, on: string | null): CatalogueEntry | null =>
  bundledOn(id, on)?.entries().get(code) ?? null

/** An ICD-10 code in any spelling on a day; null on days before the Vietnamese list that we carry. */
export const icd10 = (code: string, on: string | null): CatalogueEntry | null =>
  bundledEntry('icd-10', tidyIcd10(code), on)
