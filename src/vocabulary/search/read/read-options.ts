import { fail, ok, type Result } from '#foundation/result'
import { isSearchType, paramOf, paramsOf, searchTypes, storedAs } from '../load-params.ts'
import { reasons, searchProblems } from '../search.problems.ts'
import type { Include, SearchParam, SearchQuery, SortKey } from '../search.types.ts'

/** What a search says about its answer (FHIR R4 3.1.1.5). */
export type SearchOptions = {
  -readonly [K in keyof Omit<SearchQuery, 'types' | 'where' | 'base'>]: SearchQuery[K]
}
type Ignored = SearchQuery['ignored'][number]

const oneOf =
  <K extends 'total' | 'summary' | 'contained'>(key: K, ...values: string[]) =>
  (options: SearchOptions, name: string, value: string): Result<null> => {
    if (!values.includes(value)) return fail(searchProblems.option(name, values.join(', ')))
    options[key] = value as SearchOptions[K]
    return ok(null)
  }

const largest = 2_147_483_647

const readers: Readonly<
  Record<string, (options: SearchOptions, name: string, value: string) => Result<null>>
> = {
  _count: (options, name, value) => {
    if (!/^\d+$/.test(value)) return fail(searchProblems.option(name, 'một số nguyên từ 0'))
    options.count = Math.min(largest, Number(value))
    return ok(null)
  },
  _total: oneOf('total', 'none', 'estimate', 'accurate'),
  _summary: oneOf('summary', 'true', 'text', 'data', 'count', 'false'),
  _contained: oneOf('contained', 'false', 'true', 'both'),
  _containedType: (_options, name, value) =>
    value === 'container' || value === 'contained'
      ? ok(null)
      : fail(searchProblems.option(name, 'container, contained')),
  _elements: (options, _name, value) => {
    const names = value.split(',', 1_000).map((each) => each.trim())
    options.elements = [...new Set([...(options.elements ?? []), ...names])].filter(Boolean)
    return ok(null)
  },
}

/** Reads a parameter about the answer; null when it is none. */
export const readOption = (options: SearchOptions, name: string, value: string): Result<null> | null =>
  Object.hasOwn(readers, name) ? readers[name]!(options, name, value) : null

/** `_sort=-date,family`: keys that cannot be sorted by are left out and told. */
export function readSort(
  value: string,
  types: readonly string[],
): { keys: SortKey[]; used: string; ignored: Ignored[] } {
  const keys: SortKey[] = []
  const used: string[] = []
  const left: Ignored[] = []
  for (const text of value
    .split(',', 20)
    .map((each) => each.trim())
    .filter(Boolean)) {
    const descending = text.startsWith('-')
    const code = descending ? text.slice(1) : text
    const isColumn = code === '_id' || code === '_lastUpdated'
    const params = types.map((type) => paramOf(type, code))
    const isSortable = params.every((param) => param && param.walks.length > 0 && param.type !== 'composite')
    if (!isColumn && (!isSortable || params[0]?.type === 'special'))
      left.push({ name: '_sort', reason: reasons.sort(code) })
    else {
      keys.push({ code, param: isColumn ? null : params[0]!, descending })
      used.push(text)
    }
  }
  return { keys, used: used.join(','), ignored: left }
}

/** `Observation:patient`, `Observation:patient:Patient`, `Observation:*`, `*`; a reason when it cannot be understood. */
export function readInclude(
  value: string,
  types: readonly string[],
  { isReverse, iterate }: { isReverse: boolean; iterate: boolean },
): Include[] | string {
  if (value === '*') {
    if (isReverse) return reasons.revincludeAll
    // Repeated, it follows what was included, of whatever type that is.
    const sources = iterate ? searchTypes() : types
    return sources.map((source) => ({ source, param: null, target: null, iterate }))
  }
  const [source = '', code = '', target, ...more] = value.split(':')
  if (!isSearchType(source) || more.length > 0) return reasons.include
  if (target !== undefined && target !== '' && !isSearchType(target)) return reasons.include
  const common = { source, target: target || null, iterate }
  if (code === '*') return [{ ...common, param: null }]
  const param = paramOf(source, code)
  if (param?.type !== 'reference') return reasons.include
  return storedAs(param).map((each) => ({ ...common, param: each }))
}

/** The reference parameters of a type, each kind of link once: what `*` stands for. */
export const linkParams = (type: string): readonly SearchParam[] =>
  paramsOf(type).filter((param) => param.type === 'reference' && param.answeredBy.length === 0)
