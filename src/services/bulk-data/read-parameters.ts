import { fail, ok, type Result } from '#foundation/result'
import { bulkProblems } from './bulk.problems.ts'
import type { BulkCall, BulkProblem, Pair } from './bulk.types.ts'

export type Part = Readonly<Record<string, unknown>>

/** What a Parameters resource holds; parts keep their own parts. */
export function partsOf(body: BulkCall['body']): Result<readonly Part[], BulkProblem> {
  if (body === null || body.kind === 'form') return ok([])
  if (body.kind !== 'json') return fail(bulkProblems.notParameters)
  const { value } = body.json
  if (!isPart(value) || value.resourceType !== 'Parameters') return fail(bulkProblems.notParameters)
  return ok(listOf(value.parameter))
}

export const listOf = (value: unknown): readonly Part[] => (Array.isArray(value) ? value.filter(isPart) : [])

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null

/** The parameters of a call as pairs, wherever they stand: query, form or Parameters. */
export function pairsOf(call: BulkCall): Result<readonly Pair[], BulkProblem> {
  const parts = partsOf(call.body)
  if (!parts.ok) return parts
  const fromForm = call.body?.kind === 'form' ? call.body.pairs : []
  const fromParts = parts.value.map((part): Pair => [String(part.name ?? ''), textOf(part)])
  return ok([...call.pairs, ...fromForm, ...fromParts])
}

/** `valueString`, `valueInstant`, `valueReference.reference`…: the value as a query would write it. */
export function textOf(part: Part): string {
  for (const name in part) {
    if (!name.startsWith('value')) continue
    const value = part[name]
    if (isPart(value)) return typeof value.reference === 'string' ? value.reference : ''
    return String(value)
  }
  return ''
}
