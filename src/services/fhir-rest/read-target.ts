import { fail, ok, type Result } from '#foundation/result'
import { resourceTypes as storedTypes } from '#gate/access'
import { fhirProblems, noSuchType } from './fhir.problems.ts'
import type { FhirProblem } from './fhir-problem.ts'

/** What a path under the base means. */
export type Target =
  | { readonly kind: 'system' }
  | { readonly kind: 'metadata' }
  | { readonly kind: 'type'; readonly type: string }
  | { readonly kind: 'instance'; readonly type: string; readonly id: string }
  | { readonly kind: 'version'; readonly type: string; readonly id: string; readonly version: number }
  | { readonly kind: 'history'; readonly type?: string; readonly id?: string }
  /** `_search` at the end of any of the three. */
  | { readonly kind: 'form'; readonly type?: string; readonly compartment?: Compartment }
  /** `/Patient/1/Observation`; `of` may be `*`. */
  | { readonly kind: 'compartment'; readonly compartment: Compartment; readonly of: string }
  | { readonly kind: 'operation'; readonly name: string; readonly type?: string; readonly id?: string }

export interface Compartment {
  readonly type: string
  readonly id: string
}

type Read = Result<Target, FhirProblem>

const types: ReadonlySet<string> = new Set(storedTypes)
/** The resource types of R4, abstract ones left out. */
export const resourceTypes = (): ReadonlySet<string> => types

const idForm = /^[A-Za-z0-9\-.]{1,64}$/
/** An id as FHIR allows it (R4, datatypes: id). */
export const isId = (text: string): boolean => idForm.test(text)

/** A path relative to the base, escapes undone: `Patient/1/_history/2`. */
export function readTarget(segments: readonly string[]): Read {
  const [first = '', second, third, fourth] = segments
  if (segments.length > 5) return fail(fhirProblems.noSuchPath)
  if (segments.length === 0 || (segments.length === 1 && first === '')) return ok({ kind: 'system' })
  if (!isUpper(first)) return segments.length === 1 ? ofSystem(first) : fail(fhirProblems.noSuchPath)
  if (!types.has(first)) return fail(noSuchType(first))
  if (second === undefined) return ok({ kind: 'type', type: first })
  if (!isId(second)) return third === undefined ? ofType(first, second) : fail(fhirProblems.badId)
  if (third === undefined) return ok({ kind: 'instance', type: first, id: second })
  if (fourth === undefined) return ofInstance(first, second, third)
  return segments.length === 4 ? deep(first, second, third, fourth) : fail(fhirProblems.noSuchPath)
}

const isUpper = (text: string) => text.charCodeAt(0) >= 65 && text.charCodeAt(0) <= 90

function ofSystem(word: string): Read {
  if (word === 'metadata') return ok({ kind: 'metadata' })
  if (word === '_history') return ok({ kind: 'history' })
  if (word === '_search') return ok({ kind: 'form' })
  return word.startsWith('$') ? ok({ kind: 'operation', name: word.slice(1) }) : fail(fhirProblems.noSuchPath)
}

function ofType(type: string, word: string): Read {
  if (word === '_history') return ok({ kind: 'history', type })
  if (word === '_search') return ok({ kind: 'form', type })
  return word.startsWith('$')
    ? ok({ kind: 'operation', name: word.slice(1), type })
    : fail(fhirProblems.badId)
}

function ofInstance(type: string, id: string, word: string): Read {
  if (word === '_history') return ok({ kind: 'history', type, id })
  if (word.startsWith('$')) return ok({ kind: 'operation', name: word.slice(1), type, id })
  if (word === '_search') return ok({ kind: 'form', compartment: { type, id } })
  if (word !== '*' && !types.has(word))
    return fail(isUpper(word) ? noSuchType(word) : fhirProblems.noSuchPath)
  return ok({ kind: 'compartment', compartment: { type, id }, of: word })
}

function deep(type: string, id: string, third: string, fourth: string): Read {
  if (third === '_history') {
    return /^[1-9]\d{0,8}$/.test(fourth)
      ? ok({ kind: 'version', type, id, version: Number(fourth) })
      : fail(fhirProblems.badVersion)
  }
  if (fourth !== '_search') return fail(fhirProblems.noSuchPath)
  const within = ofInstance(type, id, third)
  if (!within.ok || within.value.kind !== 'compartment') return fail(fhirProblems.noSuchPath)
  const { of } = within.value
  return ok({ kind: 'form', compartment: { type, id }, ...(of === '*' ? {} : { type: of }) })
}

/** The segments of a path as an entry of a Bundle writes it: relative, or absolute under our own base. */
export function segmentsOf(path: string): readonly string[] | null {
  if (path === '') return []
  const segments = path.replace(/^\//, '').split('/', 8)
  if (!path.includes('%')) return segments
  try {
    return segments.map(decodeURIComponent)
  } catch {
    return null
  }
}
