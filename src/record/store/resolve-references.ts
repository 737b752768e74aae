import type { Tx } from '#foundation/db'
import { readSearch, type SearchQuery } from '#vocabulary/search'
import { findMatches } from './find-targets.ts'
import { pathOfReference, rewriteReferences } from './rewrite-references.ts'
import { Refused, storeProblems } from './store.problems.ts'
import type { Change, ChangeOutcome } from './store.types.ts'

const conditional = /^([A-Z][A-Za-z]+)\?(.+)$/

/** Replaces `Patient?identifier=…` by what it finds, in every resource; each condition is asked once (FHIR R4 3.1.0.11.2). */
export async function resolveConditionalReferences(
  tx: Tx,
  changes: readonly Change[],
  base: string,
): Promise<void> {
  const asked = new Map<string, number>()
  for (const [index, change] of changes.entries()) {
    if (!('resource' in change)) continue
    rewriteReferences(
      change.resource.value,
      (reference) => {
        if (!asked.has(reference) && conditional.test(reference)) asked.set(reference, index)
        return undefined
      },
      none,
    )
  }
  if (asked.size === 0) return
  const queries: [reference: string, index: number, query: SearchQuery][] = []
  for (const [reference, index] of asked) {
    const [, type, text] = conditional.exec(reference)!
    const query = readSearch(type!, [...new URLSearchParams(text)], { base })
    if (!query.ok) throw new Refused(index, query.problem)
    if (query.value.ignored.length > 0 || query.value.where.length === 0)
      throw new Refused(index, storeProblems.conditionalReference(reference, 0))
    queries.push([reference, index, query.value])
  }
  const found = await findMatches(
    tx,
    queries.map(([, , query]) => query),
    2,
  )
  const answers = new Map<string, string>()
  for (const [reference, index, query] of queries) {
    const matches = found.get(query) ?? []
    if (matches.length !== 1)
      throw new Refused(index, storeProblems.conditionalReference(reference, matches.length))
    answers.set(reference, `${query.types[0]}/${matches[0]!.resource.id}`)
  }
  for (const change of changes) {
    if ('resource' in change)
      rewriteReferences(change.resource.value, (reference) => answers.get(reference), none)
  }
}

const none: ReadonlyMap<string, string> = new Map()

/** A fullUrl that is a RESTful address also answers to its relative form. */
const relative = /\/([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})$/

/** The ways the other entries may name an entry, each with its `Type/id`. */
export function namesOf(
  changes: readonly Change[],
  idOf: (index: number) => string | undefined,
): Map<string, string> {
  const names = new Map<string, string>()
  for (const [index, change] of changes.entries()) {
    const id = idOf(index)
    if (change.fullUrl === undefined || id === undefined) continue
    const type = change.op === 'create' ? change.resource.value.resourceType : change.type
    names.set(change.fullUrl, `${type}/${id}`)
    const short = relative.exec(change.fullUrl)?.[1]
    if (short && change.op === 'create') names.set(short, `${type}/${id}`)
  }
  return names
}

/** Makes the entries of a transaction point at each other's ids. An urn: reference to none of them is refused. */
export function pointAtEachOther(
  changes: readonly Change[],
  planned: readonly { index: number; id: string }[],
  outcomes: readonly (ChangeOutcome | undefined)[],
): void {
  const ids = new Map(planned.map(({ index, id }) => [index, id]))
  const names = namesOf(changes, (index) => ids.get(index) ?? outcomes[index]?.resource?.id)
  for (const [index, change] of changes.entries()) {
    if (!('resource' in change)) continue
    const { value } = change.resource
    rewriteReferences(
      value,
      (reference) => {
        const target = names.get(reference)
        if (target !== undefined) return target
        if (!reference.startsWith('urn:uuid:') && !reference.startsWith('urn:oid:')) return undefined
        const path = pathOfReference(value, reference, value.resourceType) ?? value.resourceType
        throw new Refused(index, storeProblems.danglingReference(reference, path))
      },
      names,
    )
  }
}
