import type { ConceptMap, ConceptMapGroup } from 'fhir/r4'
import { fail, ok } from '#foundation/result'
import { withAncestors } from './hierarchy.ts'
import type { Library } from './library.ts'
import { problems } from './terminology.problems.ts'
import type { ClosureRequest, SystemCode, TerminologyResult } from './terminology.types.ts'

const mostConcepts = 100_000

/**
 * What new concepts add to a closure table (FHIR R4 terminology-service.html 4.7.11): every pair of a concept and one
 * above it, both in the table, that is not there yet. `subsumes` stands at the target: the target subsumes the source.
 */
export function extendClosure(
  { name, known, added }: ClosureRequest,
  { library }: { library: Library },
): TerminologyResult<ConceptMap> {
  if (name === '') return fail(problems.closureName())
  if (known.length + added.length > mostConcepts) return fail(problems.tooCostly(mostConcepts))
  const before = new Set(known.map(keyOf))
  const fresh = added.filter((item) => !before.has(keyOf(item)))
  const now = new Set(fresh.map(keyOf))
  const groups = new Map<string, ConceptMapGroup>()
  const addPairs = (item: SystemCode, isWanted: (key: string) => boolean) => {
    const above = ancestorCodes(library, item).filter((code) =>
      isWanted(keyOf({ system: item.system, code })),
    )
    if (above.length === 0) return
    let group = groups.get(item.system)
    if (!group) {
      group = { source: item.system, target: item.system, element: [] }
      groups.set(item.system, group)
    }
    const target = above.map((code) => ({ code, equivalence: 'subsumes' as const }))
    group.element.push({ code: item.code, target })
  }
  const seen = new Set<string>()
  for (const item of fresh) {
    const key = keyOf(item)
    if (seen.has(key)) continue
    seen.add(key)
    addPairs(item, (other) => now.has(other) || before.has(other))
  }
  for (const item of known) addPairs(item, (other) => now.has(other))
  return ok({
    resourceType: 'ConceptMap',
    name,
    status: 'active',
    ...(groups.size > 0 && { group: [...groups.values()] }),
  })
}

const keyOf = ({ system, code }: SystemCode) => `${system}\n${code}`

function ancestorCodes(library: Library, { system, code }: SystemCode): string[] {
  const concept = library.codeSystem(system)?.concepts.get(code)
  return concept
    ? withAncestors(concept)
        .slice(1)
        .map((above) => above.code)
    : []
}
