import { fail, ok } from '#foundation/result'
import type { CodeSystemIndex, Concept } from './code-system.ts'
import { displayOf, isUnder } from './hierarchy.ts'
import type { Library } from './library.ts'
import { problems } from './terminology.problems.ts'
import type {
  LookupOutcome,
  LookupRequest,
  Subsumption,
  SystemCode,
  TerminologyResult,
} from './terminology.types.ts'

/** CodeSystem/$lookup (FHIR R4 codesystem-operation-lookup.html). */
export function lookup(
  request: LookupRequest,
  { library }: { library: Library },
): TerminologyResult<LookupOutcome> {
  const { system, code, version } = request
  if (!system || !code) return fail(problems.missing('system và code, hoặc coding'))
  const found = conceptOf(library, version ? `${system}|${version}` : system, code)
  if (!found.ok) return found
  const { index, concept } = found.value
  const wanted = (name: string) => !request.property?.length || request.property.includes(name)
  const properties = concept.properties.filter(
    ({ code: name }) => wanted(name) && name !== 'parent' && name !== 'child',
  )
  const related = (name: 'parent' | 'child', concepts: readonly Concept[]) =>
    wanted(name) ? concepts.map((other) => ({ code: name, value: { valueCode: other.code } })) : []
  return ok({
    name: index.name,
    version: index.version,
    display: displayOf(concept, request.date, request.displayLanguage) ?? concept.code,
    abstract: concept.isAbstract,
    definition: concept.definition,
    designations: wanted('designation')
      ? concept.designations.map(({ language, use, value }) => ({ language, use, value }))
      : [],
    properties: [
      ...(concept.isInactive && wanted('inactive') && !properties.some((p) => p.code === 'inactive')
        ? [{ code: 'inactive', value: { valueBoolean: true } }]
        : []),
      ...properties,
      ...related('parent', concept.parents),
      ...related('child', concept.children),
    ],
  })
}

/** CodeSystem/$subsumes: what `a` is to `b`. */
export function subsumes(
  a: SystemCode,
  b: SystemCode,
  { library }: { library: Library },
): TerminologyResult<Subsumption> {
  if (a.system !== b.system) return fail(problems.noHierarchy(a.system, b.system))
  const first = conceptOf(library, a.system, a.code)
  if (!first.ok) return first
  const second = conceptOf(library, b.system, b.code)
  if (!second.ok) return second
  const [one, other] = [first.value.concept, second.value.concept]
  if (one === other) return ok('equivalent')
  if (isUnder(other, one)) return ok('subsumes')
  return ok(isUnder(one, other) ? 'subsumed-by' : 'not-subsumed')
}

function conceptOf(
  library: Library,
  canonical: string,
  code: string,
): TerminologyResult<{ index: CodeSystemIndex; concept: Concept }> {
  const index = library.codeSystem(canonical)
  if (!index || (index.concepts.size === 0 && !index.isComplete)) {
    return fail(problems.notFound('hệ mã', canonical))
  }
  const concept = index.concepts.get(code)
  return concept ? ok({ index, concept }) : fail(problems.codeUnknown(code, canonical))
}
