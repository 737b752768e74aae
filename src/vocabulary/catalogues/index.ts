/** Shared code lists (danh mục dùng chung): code to Vietnamese. Sources and licences: /NOTICE. */

export {
  type BundledVersion,
  type Catalogue,
  type CatalogueEntries,
  type CatalogueEntry,
  type CatalogueField,
  type CatalogueId,
  catalogueIds,
} from './catalogue.types.ts'
/** Every catalogue with its versions, columns and the shape of its codes. */
export { catalogueNamed, catalogues } from './catalogues.ts'
/** An entry as it was on a day, of the versions that come with the program. */
export { bundledEntry, bundledOn, icd10 } from './in-force.ts'
export type { ListName, Ward } from './load.ts'
/** Whole lists and the wards of 2025, for screens that offer a choice and for the pretend province. */
export { icd10Names, list, wards2025 } from './load.ts'
/** ICD-10 Vietnamese edition, and the one way to write a code. */
/** Departments (khoa), also compound ones. */
/** Administrative units, by the day asked for. */
/** Small lists by name: visit types, outcomes, discharge types, cost groups, coverage routes, ethnic groups … */
export { departmentName, icd10Name, nameOf, provinceName, tidyIcd10, wardName } from './look-up.ts'
/** Former wards and what became of them on 2025-07-01; one may have gone into several. */
export { type FormerWard, formerWards, type WardMove, wardAfter2025, wardsBefore2025 } from './places.ts'
