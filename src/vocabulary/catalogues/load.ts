import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'

const read = (file: string) =>
  readFileSync(join(projectRoot(), 'src', 'vocabulary', 'catalogues', 'data', file), 'utf8')

export interface Ward {
  readonly province: string
  readonly name: string
}

export type ListName =
  | 'departments'
  | 'ethnicGroups'
  | 'provinces2025'
  | 'provincesBefore2025'
  | 'coverageRoutes'
  | 'visitTypes'
  | 'outcomes'
  | 'dischargeTypes'
  | 'accidents'
  | 'costGroups'
  | 'scopes'
  | 'paymentMethods'
  | 'fundingSources'
  | 'anaesthesia'
  | 'transferReasons'
  | 'areas'
  | 'medicineRoutes'
  | 'nationalities'

let lists: Record<ListName, Record<string, string>> | undefined
let icd10: Map<string, string> | undefined
let wards: Map<string, Ward> | undefined

/** One small code list, code to Vietnamese. */
export function list(name: ListName): Readonly<Record<string, string>> {
  lists ??= JSON.parse(read('lists.json')) as Record<ListName, Record<string, string>>
  return lists[name]
}

/** About 5 ms on first use; kept afterwards. */
export function icd10Names(): ReadonlyMap<string, string> {
  if (!icd10) {
    icd10 = new Map()
    for (const line of read('icd10.tsv').split('\n')) {
      const tab = line.indexOf('\t')
      if (tab > 0) icd10.set(line.slice(0, tab), line.slice(tab + 1))
    }
  }
  return icd10
}

export function wards2025(): ReadonlyMap<string, Ward> {
  if (!wards) {
    wards = new Map()
    for (const line of read('wards-2025.tsv').split('\n')) {
      const [code, province, name] = line.split('\t')
      if (code && province && name) wards.set(code, { province, name })
    }
  }
  return wards
}
