import { fail, ok, type Result } from '#foundation/result'
import { readSearch, type SearchQuery } from '#vocabulary/search'
import type { Terminology } from '#vocabulary/terminology'
import type { Caller } from '../call.types.ts'
import { fhirProblems, notUnderstood } from '../fhir.problems.ts'
import type { FhirProblem } from '../fhir-problem.ts'
import { type Pair, readPairs } from '../read-pairs.ts'

/** Parameters about the answer's looks, which search knows nothing of. */
const looks: ReadonlySet<string> = new Set(['_format', '_pretty', '_page'])

/** A search as the vocabulary reads it. */
export function readQuery(
  { service, base }: Caller,
  type: string | null,
  pairs: readonly Pair[],
  terminology: Terminology = service.terminology,
): Result<SearchQuery, FhirProblem> {
  const asked = pairs.some(([name]) => looks.has(name)) ? pairs.filter(([name]) => !looks.has(name)) : pairs
  return readSearch(type, asked, { terminology, base })
}

/**
 * The criteria of a conditional write. Stricter than a search: a parameter that is not understood would make the write
 * touch more than the sender meant, and none at all would make it touch anything.
 */
export function readCriteria(
  caller: Caller,
  type: string,
  given: string | readonly Pair[],
): Result<SearchQuery, FhirProblem> {
  const pairs = typeof given === 'string' ? readPairs(withoutType(given, type)) : ok(given)
  if (!pairs.ok) return pairs
  const query = readQuery(caller, type, pairs.value)
  if (!query.ok) return query
  if (query.value.ignored.length > 0) return fail(notUnderstood(query.value.ignored))
  return query.value.where.length > 0 ? query : fail(fhirProblems.noCriteria)
}

/** `If-None-Exist: identifier=x`; some clients send `?identifier=x` or `Patient?identifier=x`. */
function withoutType(text: string, type: string): string {
  const bare = text.startsWith(`${type}?`) ? text.slice(type.length) : text
  return bare.startsWith('?') ? bare.slice(1) : bare
}
