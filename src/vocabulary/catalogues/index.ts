/** Shared code lists (danh mục dùng chung): code to Vietnamese. Sources and licences: /NOTICE. */

export type { ListName, Ward } from './load.ts'
/** Whole lists and the wards of 2025, for screens that offer a choice and for the pretend province. */
export { icd10Names, list, wards2025 } from './load.ts'
/** ICD-10 Vietnamese edition, and the one way to write a code. */
/** Departments (khoa), also compound ones. */
/** Administrative units, by the day asked for. */
/** Small lists by name: visit types, outcomes, discharge types, cost groups, coverage routes, ethnic groups … */
export { departmentName, icd10Name, nameOf, provinceName, tidyIcd10, wardName } from './look-up.ts'
