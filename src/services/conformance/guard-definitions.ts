import { fail } from '#foundation/result'
import type { Actor, Change, FhirGate, Purpose } from '#gate/access'
import { conformanceProblems } from './conformance.problems.ts'
import { isSameDefinition } from './is-same-definition.ts'
import { identityOf, ownDefinitions } from './own-definitions.ts'

const types: ReadonlySet<string> = new Set(['StructureDefinition', 'CodeSystem', 'ValueSet', 'NamingSystem'])

const typeOf = (change: Change): string =>
  change.op === 'create' ? change.resource.value.resourceType : change.type

/** Matches of a conditional delete of several; for any other change the store refuses a condition that finds two. */
const mostMatches = 1_000

/**
 * The gate, but what the product defines itself cannot be changed or deleted through it: by id, by a condition, in a
 * transaction, by an import. `onWritten` is told of every write that touched a StructureDefinition.
 */
export function guardDefinitions(gate: FhirGate, onWritten: () => void): FhirGate {
  return {
    ...gate,
    async write(actor, purpose, changes, context) {
      if (!changes.some((change) => types.has(typeOf(change))))
        return gate.write(actor, purpose, changes, context)
      for (const [index, change] of changes.entries()) {
        const touched = await touchedBy(gate, actor, purpose, change)
        if (touched !== null) return fail({ ...conformanceProblems.ownDefinition(touched), index })
      }
      const written = await gate.write(actor, purpose, changes, context)
      if (changes.some((change) => typeOf(change) === 'StructureDefinition')) onWritten()
      return written
    },
  }
}

/** `Type/id` of the definition of ours that a change would alter; null for none. */
async function touchedBy(
  gate: FhirGate,
  actor: Actor | null,
  purpose: Purpose,
  change: Change,
): Promise<string | null> {
  if (change.op === 'create' || !types.has(change.type)) return null
  const ids = typeof change.at === 'string' ? [change.at] : await idsFound(gate, actor, purpose, change)
  for (const id of ids) {
    const key = `${change.type}/${id}`
    const own = ownDefinitions().get(key)
    if (!own) continue
    // The same again is no change: what was exported here can be imported here.
    if (change.op === 'update' && isSameDefinition(change.resource.value, own)) continue
    const stored = await gate.read(actor, purpose, change.type, id)
    const isTheirs =
      stored.ok && !stored.value.deleted && identityOf(JSON.parse(stored.value.json)) !== identityOf(own)
    if (!isTheirs) return key
  }
  return null
}

/** Where a conditional change may lead: to what its query finds, or to the id that its resource brings. */
async function idsFound(
  gate: FhirGate,
  actor: Actor | null,
  purpose: Purpose,
  change: Exclude<Change, { op: 'create' }>,
): Promise<readonly string[]> {
  const given = change.op === 'update' ? change.resource.value.id : undefined
  const ids = typeof given === 'string' ? [given] : []
  if (typeof change.at === 'string') return ids
  const found = await gate.search(actor, purpose, change.at, {
    count: change.op === 'delete' && change.many ? mostMatches : 2,
  })
  return found.ok ? [...ids, ...found.value.matches.map(({ id }) => id)] : ids
}
