import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import { mainDates } from './main-dates.ts'
import type { SearchParam, SearchParamType } from './search.types.ts'

type ComponentRow = [
  code: string,
  type: SearchParamType,
  expression: string,
  walks: string[],
  targets: string[],
]
type Row = [
  code: string,
  number: number,
  bit: number,
  type: SearchParamType,
  expression: string,
  walks?: string[],
  targets?: string[],
  isPatientColumn?: 0 | 1,
  answeredBy?: string[],
  components?: ComponentRow[],
  systems?: string[],
]

interface Artefact {
  readonly params: Readonly<Record<string, Row[]>>
  /** By compartment, then by type: codes of parameters; `{def}` is the resource itself. */
  readonly compartments: Readonly<Record<string, Readonly<Record<string, string[]>>>>
}

/** Bits 0…54 are the type's own, those above are for what every resource has. */
const firstCommonBit = 55
/** Not DomainResources: no narrative to search. */
const withoutText = new Set(['Binary', 'Bundle', 'Parameters'])

let artefact: Artefact | undefined
const made = new Map<string, ReadonlyMap<string, SearchParam>>()

export function load(): Artefact {
  artefact ??= JSON.parse(
    readFileSync(join(projectRoot(), 'src/vocabulary/search/data/search-params.generated.json'), 'utf8'),
  ) as Artefact
  return artefact
}

/** The resource types of R4. */
export const searchTypes = (): readonly string[] => Object.keys(load().params).filter((type) => type !== '*')

export const isSearchType = (type: string): boolean => type !== '*' && Object.hasOwn(load().params, type)

/** Parameters of a type by code, those of every resource included; undefined when R4 has no such type. */
export function paramTable(type: string): ReadonlyMap<string, SearchParam> | undefined {
  const known = made.get(type)
  if (known) return known
  if (!isSearchType(type)) return undefined
  const table = new Map<string, SearchParam>()
  const { params } = load()
  for (const row of params['*'] ?? [])
    if (row[0] !== '_text' || !withoutText.has(type)) table.set(row[0], toParam(row, type, firstCommonBit))
  for (const row of params[type] ?? []) table.set(row[0], toParam(row, type, 0))
  made.set(type, table)
  return table
}

/** One parameter of a type; undefined when it has none of this name. */
export const paramOf = (type: string, code: string): SearchParam | undefined => paramTable(type)?.get(code)

/** All parameters of a type, by code, those of every resource first. */
export const paramsOf = (type: string): readonly SearchParam[] => [...(paramTable(type)?.values() ?? [])]

/** The parameters that are stored for this one: itself, or those that say the same together. */
export const storedAs = (param: SearchParam): readonly SearchParam[] =>
  param.answeredBy.length === 0 ? [param] : param.answeredBy.map((code) => paramOf(param.base, code)!)

/** Does the store's `patient` column answer the parameter for references to patients? */
export const answeredByPatientColumn = (param: SearchParam): boolean => param.isPatientColumn

/** Booleans belong to a system that nobody writes down (the table of FHIR R4 3.1.1.4.10). */
const specialValues = 'http://hl7.org/fhir/special-values'

const systemsOf = (row: Row): readonly string[] =>
  row[5]?.some((walk) => walk.endsWith(':boolean')) ? [...(row[10] ?? []), specialValues] : (row[10] ?? [])

function toParam(row: Row, base: string, firstBit: number): SearchParam {
  const [code, number, bit, type, expression, walks = [], targets = [], column = 0, answeredBy = []] = row
  return {
    ...{ code, type, base, number, expression, targets, walks, answeredBy },
    bit: bit < 0 ? -1 : bit + firstBit,
    components: (row[9] ?? []).map((component) => toComponent(component, base, number)),
    systems: systemsOf(row),
    isMainDate: mainDates[base]?.answers === code,
    isPatientColumn: column === 1,
  }
}

/** A part of a composite is stored with the composite, never by itself. */
function toComponent(
  [code, type, expression, walks, targets]: ComponentRow,
  base: string,
  number: number,
): SearchParam {
  return {
    ...{ code, type, base, number, expression, targets, walks },
    ...{ bit: -1, components: [], isMainDate: false, isPatientColumn: false, answeredBy: [], systems: [] },
  }
}
