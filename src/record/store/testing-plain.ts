import {
  type Condition,
  foldText,
  matcherOf,
  paramOf,
  type SearchParam,
  type SearchQuery,
  storedAs,
  whereFor,
} from '#vocabulary/search'
import type { Resource } from './testing-random.ts'

/** What a parameter's FHIRPath finds, by somebody else's FHIRPath. */
export type ValuesOf = (expression: string, resource: object) => unknown[]
type Present = ReadonlyMap<string, Resource>

const keyOf = (resource: Resource) => `${resource.resourceType}/${resource.id}`

/** Everything that a query finds among these resources, each looked at; what names other resources is answered the same way. */
export function plainAnswer(
  present: Present,
  query: Pick<SearchQuery, 'types' | 'where'>,
  valuesOf: ValuesOf,
): string[] {
  const resolved = new Map<Condition, (resource: Record<string, unknown>) => boolean>()
  for (const type of query.types) for (const each of whereFor(query, type)) resolve(each)
  const matches = matcherOf(query)
  return [...present.values()].filter((each) => matches(each, { resolved, base: 'http://here' })).map(keyOf)

  function resolve(condition: Condition): void {
    if (condition.kind === 'and' || condition.kind === 'or') condition.of.forEach(resolve)
    else if (condition.kind === 'not') resolve(condition.of)
    else if (condition.kind === 'chain') {
      const inner = condition.targets.map(({ type, inner: where }) => ({ types: [type], where }))
      const wanted = new Set(inner.flatMap((each) => plainAnswer(present, each, valuesOf)))
      resolved.set(condition, (resource) =>
        pointersOf(condition.param, resource, valuesOf).some((at) => wanted.has(at)),
      )
    } else if (condition.kind === 'has') {
      const { type, param, inner } = condition
      const pointing = plainAnswer(present, { types: [type], where: inner }, valuesOf)
      const wanted = new Set(pointing.flatMap((key) => pointersOf(param, present.get(key)!, valuesOf)))
      resolved.set(condition, (resource) => wanted.has(keyOf(resource as Resource)))
    } else if (condition.kind === 'list') {
      const { entry = [] } = (present.get(`List/${condition.id}`) ?? {}) as { entry?: Entry[] }
      const wanted = new Set(entry.filter((each) => !each.deleted).map((each) => each.item?.reference))
      resolved.set(condition, (resource) => wanted.has(keyOf(resource as Resource)))
    }
  }
}
type Entry = { item?: { reference?: string }; deleted?: boolean }

const pointersOf = (param: SearchParam, resource: object, valuesOf: ValuesOf): string[] =>
  valuesOf(param.expression, resource).flatMap((value) => (value as { reference?: string }).reference ?? [])

/** A second opinion on one condition, from what FHIRPath finds and the words of the specification; null where it has none. */
export function secondOpinion(
  resource: Resource,
  name: string,
  text: string,
  valuesOf: ValuesOf,
): boolean | null {
  const [code = '', modifier] = name.split(':')
  const param = code.includes('.') || code.startsWith('_') ? undefined : paramOf(resource.resourceType, code)
  if (!param) return null
  const values = storedAs(param).flatMap((each) => valuesOf(each.expression, resource)) as Loose[]
  if (modifier === 'missing') return (values.length === 0) === (text === 'true')
  const test = tests[`${param.type}:${modifier ?? ''}`]
  if (!test || /\|$|^\||\|,|,\|/.test(text)) return null
  const answers = text.split(/(?<!\\),/).map((asked) => test(values, asked.replaceAll('\\,', ',')))
  return answers.includes(null) ? null : answers.includes(true) !== (modifier === 'not')
}

type Loose = Record<string, unknown> & { coding?: Loose[] }
type Test = (values: readonly Loose[], asked: string) => boolean | null

const token: Test = (values, asked) => {
  const [system, code] = asked.includes('|') ? asked.split('|') : [undefined, asked]
  return values
    .flatMap((value) =>
      typeof value === 'object' ? (value.coding ?? [value]) : [{ code: String(value) } as Loose],
    )
    .some((each) => (each.code ?? each.value) === code && (system === undefined || each.system === system))
}

const wordsIn = (value: Loose): string[] =>
  typeof value === 'object'
    ? Object.values(value)
        .flat()
        .filter((each) => typeof each === 'string')
    : [value]

/** Only years, with the prefixes that years make easy to think about. */
const date: Test = (values, asked) => {
  const [, prefix = 'eq', year = ''] = /^(eq|sa|eb|gt|lt)?(\d{4})$/.exec(asked) ?? []
  if (year === '') return null
  return values.some((value) => {
    const { start, end } =
      typeof value === 'object' ? (value as { start?: string; end?: string }) : { start: value, end: value }
    const [from = '0000', to = '9999~'] = [start, end].map((each) => each && vietnamese(String(each)))
    if (prefix === 'eq') return from.startsWith(year) && to.startsWith(year)
    if (prefix === 'sa') return from.slice(0, 4) > year
    if (prefix === 'eb') return to.slice(0, 4) < year
    return prefix === 'gt' ? to.slice(0, 4) > year : from.slice(0, 4) < year
  })
}

/** A time as it is read on a clock in Vietnam. */
const vietnamese = (text: string) =>
  text.length > 10 ? new Date(Date.parse(text) + 7 * 3_600_000).toISOString() : text

const tests: Readonly<Record<string, Test>> = {
  'token:': token,
  'token:not': token,
  'string:exact': (values, asked) => values.flatMap(wordsIn).includes(asked),
  'string:contains': (values, asked) =>
    // A name is also found across its parts: only a hit in one part is certain.
    values.flatMap(wordsIn).some((each) => foldText(each).includes(foldText(asked))) || null,
  'reference:': (values, asked) =>
    /^\w+\/[^/]+$/.test(asked) ? values.some((value) => value.reference === asked) : null,
  'date:': date,
}
