import { fail, ok, type Result } from '#foundation/result'
import { isSearchType, paramOf, searchTypes } from '../load-params.ts'
import { reasons, searchProblems } from '../search.problems.ts'
import type { Condition, ReadSearchOptions, SearchQuery } from '../search.types.ts'
import { asStored } from './as-stored.ts'
import { readFilter } from './filter/read-filter.ts'
import { readCondition } from './read-condition.ts'
import { readInclude, readOption, readSort, type SearchOptions } from './read-options.ts'
import { Reading } from './reading.ts'

type Pair = readonly [name: string, value: string]

/**
 * Reads a search (FHIR R4 3.1.1): names and values after URL decoding. A wrong value of a known parameter fails; what is
 * not known goes to `ignored` with the reason, for the server to tell or refuse.
 * `type` null: all types, or those of `_type`.
 */
export function readSearch(
  type: string | null,
  pairs: readonly Pair[],
  options: ReadSearchOptions,
): Result<SearchQuery> {
  const types = readTypes(type, pairs)
  if (!types.ok) return types
  const reading = new Reading(options)
  const where: Condition[] = []
  const answer: SearchOptions = {
    ...{ sort: [], count: null, include: [], revinclude: [], total: null, summary: null, elements: null },
    ...{ contained: 'false', ignored: [], used: [] },
  }
  for (const pair of pairs) {
    if (pair[0] === '_type') {
      readTypePair(type, pair, answer)
      continue
    }
    const problem = readPair(reading, types.value, pair, where, answer)
    if (problem) return fail(problem)
  }
  const isOne = types.value.length === 1
  return ok({ ...answer, base: options.base, types: types.value, where: isOne ? where.map(asStored) : where })
}

/** The types asked: the one of the address, or those of `_type`. */
function readTypes(type: string | null, pairs: readonly Pair[]): Result<readonly string[]> {
  if (type !== null) return isSearchType(type) ? ok([type]) : fail(searchProblems.type(type))
  const asked = pairs.filter(([name]) => name === '_type').flatMap(([, value]) => value.split(',', 1_000))
  const named = [...new Set(asked.filter(Boolean))]
  const odd = named.find((each) => !isSearchType(each))
  if (odd !== undefined) return fail(searchProblems.type(odd))
  return ok(named.length > 0 ? named : searchTypes())
}

function readTypePair(type: string | null, pair: Pair, answer: SearchOptions): void {
  const [name, value] = pair
  if (type === null || value.split(',', 1_000).includes(type)) answer.used = [...answer.used, pair]
  else answer.ignored = [...answer.ignored, { name, reason: reasons.type }]
}

function readPair(
  reading: Reading,
  types: readonly string[],
  pair: Pair,
  where: Condition[],
  answer: SearchOptions,
) {
  const [name, value] = pair
  const use = (used: Pair = pair) => {
    answer.used = [...answer.used, used]
    return null
  }
  const ignore = (reason: string) => {
    answer.ignored = [...answer.ignored, { name, reason }]
    return null
  }
  const option = readOption(answer, name, value)
  if (option) return option.ok ? (isInContained(pair) ? ignore(reasons.contained) : use()) : option.problem
  if (name === '_sort') {
    const sort = readSort(value, types)
    answer.sort = [...answer.sort, ...sort.keys]
    answer.ignored = [...answer.ignored, ...sort.ignored]
    return sort.keys.length > 0 ? use([name, sort.used]) : null
  }
  const include = /^_(rev)?include(?::(iterate|recurse))?$/.exec(name)
  if (include) {
    const how = { isReverse: include[1] === 'rev', iterate: include[2] !== undefined }
    const read = readInclude(value, types, how)
    if (typeof read === 'string') return ignore(read)
    if (how.isReverse) answer.revinclude = [...answer.revinclude, ...read]
    else answer.include = [...answer.include, ...read]
    return use()
  }
  const [type = ''] = types
  const outcome =
    name === '_filter'
      ? readFilter(reading, type, value)
      : readCondition(reading, { type, name, value, whole: name, depth: 0 })
  if (outcome.kind === 'problem') return outcome.problem
  if (outcome.kind === 'ignored') return ignore(outcome.reason)
  if (types.length > 1 && !isOfAll(outcome.condition, types)) return ignore(reasons.unknownInSome)
  where.push(outcome.condition)
  return use()
}

/** Have all types the parameters of a condition, of the same kind? */
/** Contained resources are not searched by themselves: said, not passed over. */
const isInContained = ([name, value]: Pair): boolean =>
  name === '_containedType' || (name === '_contained' && value !== 'false')

function isOfAll(condition: Condition, types: readonly string[]): boolean {
  if (condition.kind === 'and' || condition.kind === 'or')
    return condition.of.every((each) => isOfAll(each, types))
  if (condition.kind === 'not') return isOfAll(condition.of, types)
  if (condition.kind === 'text') return types.every((type) => paramOf(type, '_text'))
  if (condition.kind === 'has' || !('param' in condition)) return true
  const { code, type: kind } = condition.param
  return types.every((type) => paramOf(type, code)?.type === kind)
}
