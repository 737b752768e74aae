import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CompartmentDefinition, SearchParameter, ValueSet } from 'fhir/r4'
import { typeDef, typeNames } from '#vocabulary/definitions'
import { ownSearchParams } from './own-search-params.ts'
import { codeBindings, walksOf } from './search-paths.ts'
import { definitionsFile, entriesOf } from './source.ts'

const folder = 'src/vocabulary/search/data'
const root = join(import.meta.dirname, '../..')
const readData = <T>(name: string, otherwise: T): T =>
  existsSync(join(root, folder, name))
    ? (JSON.parse(readFileSync(join(root, folder, name), 'utf8')) as T)
    : otherwise

interface Given {
  readonly code: string
  readonly type: string
  readonly base: readonly string[]
  readonly target?: readonly string[]
  readonly expression?: string
  readonly component?: SearchParameter['component']
  readonly url?: string
}

interface Row {
  readonly code: string
  readonly type: string
  expression: string
  walks: string[]
  readonly targets: string[]
  readonly components: Component[]
  /** Other parameters of the type that say the same together. */
  answeredBy: string[]
  isPatientColumn: boolean
  /** Code systems that are meant where elements of type `code` name none. */
  systems: string[]
}
type Component = readonly [code: string, type: string, expression: string, walks: string[], targets: string[]]

/** The data types that a search of a kind can look into (FHIR R4 3.1.1.4.4 ff.); others at the same place count as absent. */
const searchable: Record<string, readonly string[]> = {
  number: ['integer', 'positiveInt', 'unsignedInt', 'decimal', 'Range'],
  date: ['date', 'dateTime', 'instant', 'Period', 'Timing'],
  string: ['string', 'markdown', 'HumanName', 'Address'],
  token: [
    'CodeableConcept',
    'Coding',
    'Identifier',
    'ContactPoint',
    'code',
    'boolean',
    'id',
    'string',
    'uri',
  ],
  reference: ['Reference', 'canonical', 'uri', 'Resource'],
  quantity: ['Quantity', 'SimpleQuantity', 'Age', 'Duration', 'Money', 'Range', 'SampledData'],
  uri: ['uri', 'url', 'canonical'],
  special: ['Location.position'],
}
const hasType = (type: string) => (walk: string) =>
  searchable[type]?.includes(walk.slice(walk.lastIndexOf(':') + 1)) ?? true

/**
 * `search-params.generated.json`: for each resource type its search parameters, the walks that lead to their values, and
 * the compartments; `numbers.generated.json`: numbers and bits, which are a stored data format: old ones never move.
 */
export function searchParamArtefacts(): [path: string, text: string][] {
  // `_query` names searches that a server makes up: we have none.
  const standard = entriesOf<SearchParameter>('search-parameters.json').filter(
    ({ code }) => code !== '_query',
  )
  const given: Given[] = [...standard, ...ownSearchParams]
  const byUrl = new Map(given.map((param) => [param.url, param]))
  const common = given.filter(isCommon).map((param) => rowOf(param, 'Patient', byUrl))
  for (const code of ['_list', '_type', '_filter'])
    common.push({ ...nothing, code, type: 'special', expression: '', walks: [], targets: [], components: [] })
  const systemsOf = openSystems()
  const rows = new Map<string, Row[]>([['*', common.sort(byCode)]])
  for (const type of typeNames('resource').sort()) {
    const own = new Map<string, Row>()
    for (const param of given) if (param.base.includes(type)) add(own, rowOf(param, type, byUrl))
    const list = [...own.values()].sort(byCode)
    for (const row of list) {
      row.answeredBy = sameTogether(row, list)
      row.isPatientColumn = isPatientColumn(row, type)
      if (row.walks.length > 0 && row.walks.every((walk) => walk.endsWith(':code')))
        row.systems = codeBindings(row.expression, type).flatMap(systemsOf)
    }
    rows.set(type, list)
  }
  const numbers = numbersOf(rows)
  return [
    [`${folder}/search-params.generated.json`, paramsText(rows, numbers)],
    [`${folder}/numbers.generated.json`, numbersText(numbers)],
  ]
}

const nothing = { answeredBy: [], isPatientColumn: false, systems: [] }
const byCode = (a: Row, b: Row) => (a.code < b.code ? -1 : 1)
const isCommon = ({ base }: Given) => base.some((each) => each === 'Resource' || each === 'DomainResource')

function add(rows: Map<string, Row>, row: Row): void {
  const known = rows.get(row.code)
  if (!known) {
    rows.set(row.code, row)
    return
  }
  known.expression += ` | ${row.expression}`
  known.walks = [...new Set([...known.walks, ...row.walks])]
}

function rowOf(param: Given, type: string, byUrl: ReadonlyMap<string | undefined, Given>): Row {
  const expression = ownPart(param.expression ?? '', type)
  const all = expression ? walksOf(expression, type) : []
  const walks = all.filter(hasType(param.type))
  if (all.length > 0 && walks.length === 0) throw new Error(`${type}.${param.code}: nothing to search in`)
  const components = (param.component ?? []).map((each): Component => {
    const part = byUrl.get(each.definition)!
    const places = param.type === 'composite' ? walks.map((walk) => walk.split(':').at(-1)!) : []
    const found = places.map((place) => walksOf(each.expression, type, place).filter(hasType(part.type)))
    if (new Set(found.map((each) => each.join())).size > 1)
      throw new Error(`${type}.${param.code}: places differ`)
    return [part.code, part.type, each.expression, found[0]!, targetsOf(part)]
  })
  const targets = targetsOf(param)
  return { ...nothing, code: param.code, type: param.type, expression, walks, targets, components }
}

/** A list of all types says no more than no list. */
const targetsOf = ({ target = [] }: Given): string[] => (target.length > 100 ? [] : [...target].sort())

/** The branches that speak of this type; the expression of a shared parameter has one for each. */
const ownPart = (expression: string, type: string): string =>
  expression
    .split(' | ')
    .map((branch) => branch.trim())
    .filter((branch) => {
      const start = /^\(?([A-Z]\w*)/.exec(branch)?.[1]
      return branch && (!start || start === type || start === 'Resource' || start === 'DomainResource')
    })
    .join(' | ')

/**
 * `combo-code` is `code` or `component-code`, `Coverage.patient` is `beneficiary`: what other parameters say already is not
 * stored again but asked of them.
 */
function sameTogether(row: Row, all: readonly Row[]): string[] {
  if (row.walks.length === 0 || row.code.startsWith('_')) return []
  const keysOf = ({ walks, components }: Row) =>
    walks.map((walk) => JSON.stringify([walk, components.map((c) => c[3])]))
  const wanted = new Set(keysOf(row))
  const same = (other: Row) =>
    other !== row &&
    other.type === row.type &&
    (row.type !== 'reference' || other.targets.join() === row.targets.join())
  const equal = all.find(
    (other) =>
      same(other) && other.code < row.code && keysOf(other).sort().join() === [...wanted].sort().join(),
  )
  if (equal) return [equal.code]
  const parts = all.filter(
    (other) =>
      same(other) &&
      other.walks.length < row.walks.length &&
      other.walks.length > 0 &&
      keysOf(other).every((key) => wanted.has(key)),
  )
  const together = new Set(parts.flatMap(keysOf))
  return parts.length > 1 && together.size === wanted.size ? parts.map((part) => part.code) : []
}

/** The elements that say whom a resource is about; the store keeps a patient found there in a column. */
const subjectElements = ['patient', 'subject', 'beneficiary', 'candidate', 'individual', 'for']

function isPatientColumn({ type, walks }: Row, resource: string): boolean {
  const elements = typeDef(resource)!.elements
  const single = subjectElements.filter((name) => {
    const element = elements.get(name)
    return element?.max === 1 && element.types.some((each) => each.code === 'Reference')
  })
  // With two such elements the column might hold the other one.
  if (type !== 'reference' || single.length !== 1 || walks.length !== 1) return false
  return [`${single[0]}:Reference`, `${single[0]}[Patient]:Reference`].includes(walks[0]!)
}

/** The code systems that a value set of R4 draws on. */
function openSystems(): (url: string) => string[] {
  const sets = new Map(
    entriesOf<ValueSet>('valuesets.json')
      .filter((each) => each.resourceType === 'ValueSet')
      .map((set) => [set.url, set]),
  )
  const systemsOf = (url: string): string[] =>
    (sets.get(url.split('|')[0]!)?.compose?.include ?? []).flatMap(({ system, valueSet }) => [
      ...(system ? [system] : []),
      ...(valueSet ?? []).flatMap(systemsOf),
    ])
  return (url) => [...new Set(systemsOf(url))]
}

function paramsText(rows: ReadonlyMap<string, readonly Row[]>, { codes, bits }: Numbers): string {
  const lines = [...rows].map(([type, list]) => {
    const params = list.map((row) => {
      const bit = bits[type]?.indexOf(row.code) ?? -1
      return JSON.stringify(compact(row, codes.indexOf(row.code) + 1, bit))
    })
    return `${JSON.stringify(type)}:[\n${params.join(',\n')}]`
  })
  const patient = definitionsFile<CompartmentDefinition>('compartmentdefinition-patient.json')
  const compartments: Record<string, Record<string, string[]>> = {
    Patient: Object.fromEntries(
      (patient.resource ?? []).filter((each) => each.param).map((each) => [each.code, each.param!]),
    ),
    ...readData<Record<string, Record<string, string[]>>>('compartments.json', {}),
  }
  const members = Object.entries(compartments).map(
    ([type, list]) => `${JSON.stringify(type)}:${JSON.stringify(list)}`,
  )
  return `{"params":{\n${lines.join(',\n')}},\n"compartments":{\n${members.join(',\n')}}}\n`
}

function compact(row: Row, number: number, bit: number): unknown[] {
  const cells: unknown[] = [row.code, number, bit, row.type, row.expression, row.walks]
  cells.push(row.targets, row.isPatientColumn ? 1 : 0, row.answeredBy, row.components, row.systems)
  const isEmpty = (cell: unknown) => cell === 0 || (Array.isArray(cell) && cell.length === 0)
  while (isEmpty(cells.at(-1))) cells.pop()
  return cells
}

interface Numbers {
  readonly codes: string[]
  readonly bits: Record<string, string[]>
}

/** A code's number is its place in the list plus one; a bit is its place in the list of its type. New ones go to the end. */
function numbersOf(rows: ReadonlyMap<string, readonly Row[]>): Numbers {
  const numbers = readData<Numbers>('numbers.generated.json', { codes: [], bits: {} })
  const append = (list: string[], more: Iterable<string>) => [...new Set([...list, ...more])]
  const codes = append(numbers.codes, [...new Set([...rows.values()].flat().map((row) => row.code))].sort())
  const bits: Numbers['bits'] = {}
  for (const [type, list] of rows) {
    const indexed = list
      .filter(({ walks, answeredBy }) => walks.length > 0 && answeredBy.length === 0)
      .map((row) => row.code)
    // Columns of the store answer these two.
    const named = indexed.filter((code) => code !== '_id' && code !== '_lastUpdated')
    bits[type] = append(numbers.bits[type] ?? [], named)
    // The common ones stand above those of the type.
    if (bits[type].length > (type === '*' ? 8 : 55)) throw new Error(`${type}: a bigint has room for 63 bits`)
  }
  return { codes, bits }
}

function numbersText({ codes, bits }: Numbers): string {
  const lines = Object.entries(bits).map(([type, list]) => `${JSON.stringify(type)}:${JSON.stringify(list)}`)
  return `{"codes":${JSON.stringify(codes)},\n"bits":{\n${lines.join(',\n')}}}\n`
}
