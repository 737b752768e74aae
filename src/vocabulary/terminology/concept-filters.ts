import { fail, ok } from '#foundation/result'
import type { CodeSystemIndex, Concept } from './code-system.ts'
import { isUnder, withAncestors, withDescendants } from './hierarchy.ts'
import { compileRegex } from './match-regex.ts'
import { type Json, textOf } from './read-json.ts'
import { problems } from './terminology.problems.ts'
import type { PropertyValue, TerminologyResult } from './terminology.types.ts'

type Test = (concept: Concept) => boolean

const nobody: Test = () => false

/**
 * One `filter` of a value set as a test of concepts (FHIR R4 valueset.html 4.9.5, valueset-filter-operator). A filter
 * that names a concept the system does not have finds nobody, except `is-not-a`, which then excludes nobody.
 */
export function conceptTest(
  filter: Json,
  system: Pick<CodeSystemIndex, 'concepts'>,
  spend: (steps: number) => void,
): TerminologyResult<Test> {
  const property = textOf(filter.property) ?? ''
  const op = textOf(filter.op) ?? ''
  const value = typeof filter.value === 'string' ? filter.value : ''
  const named = system.concepts.get(value)
  switch (op) {
    case 'is-a':
      return ok(named ? oneOf(withDescendants(named)) : nobody)
    case 'descendent-of':
      return ok(named ? oneOf(withDescendants(named).slice(1)) : nobody)
    case 'is-not-a':
      return ok<Test>(named ? (concept) => !isUnder(concept, named) : () => true)
    case 'generalizes':
      return ok(named ? oneOf(withAncestors(named)) : nobody)
    case '=':
      return ok(equals(property, value))
    case 'in': {
      const values = new Set(value.split(',').map((text) => text.trim()))
      return ok((concept) => valuesOf(concept, property).some((text) => values.has(text)))
    }
    case 'not-in': {
      const values = new Set(value.split(',').map((text) => text.trim()))
      return ok((concept) => !valuesOf(concept, property).some((text) => values.has(text)))
    }
    case 'exists': {
      const wanted = value !== 'false'
      return ok((concept) => valuesOf(concept, property).length > 0 === wanted)
    }
    case 'regex': {
      const test = compileRegex(value, spend)
      if (!test.ok) return fail(problems.regex(test.problem))
      return ok((concept) => valuesOf(concept, property).some(test.value))
    }
    default:
      return fail(problems.filterUnknown(property, op))
  }
}

function oneOf(concepts: readonly Concept[]): Test {
  const set = new Set(concepts)
  return (concept) => set.has(concept)
}

function equals(property: string, value: string): Test {
  // `concept = X` is read as the code itself; FHIR gives `concept` no other value.
  return (concept) => valuesOf(concept, property).includes(value)
}

/** What a concept has under a name, as texts: its code, display, hierarchy and properties alike. */
function valuesOf(concept: Concept, property: string): readonly string[] {
  switch (property) {
    case 'code':
    case 'concept':
      return [concept.code]
    case 'display':
      return concept.display === undefined ? [] : [concept.display]
    case 'definition':
      return concept.definition === undefined ? [] : [concept.definition]
    case 'parent':
      return concept.parents.map((parent) => parent.code)
    case 'child':
      return concept.children.map((child) => child.code)
    case 'inactive':
      return [String(concept.isInactive)]
    case 'notSelectable':
    case 'abstract':
      return [String(concept.isAbstract)]
    default:
      return concept.properties.filter((given) => given.code === property).map((given) => text(given.value))
  }
}

function text(value: PropertyValue): string {
  if ('valueCoding' in value) return value.valueCoding.code ?? ''
  return String(Object.values(value)[0])
}
