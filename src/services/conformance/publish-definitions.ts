import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '#foundation/clock'
import type { Logger } from '#foundation/log'
import type { Actor, Change, FhirGate } from '#gate/access'
import { isSameDefinition } from './is-same-definition.ts'
import { identityOf, type OwnDefinition, ownDefinitions } from './own-definitions.ts'

export interface PublishDeps {
  readonly gate: Pick<FhirGate, 'readMany' | 'write'>
  /** On whose behalf the definitions are written. */
  readonly actor: Actor
  readonly clock: Clock
  readonly log: Logger
}

/** After the start: whoever waited for the server is answered first. */
const politeness = 200
/** Until the next attempt, when the database is away. */
const pause = 5_000

/** Until the definitions are in the store, or the server stops. */
export async function publishDefinitions(deps: PublishDeps, signal: AbortSignal): Promise<void> {
  await sleep(politeness, undefined, { signal }).catch(() => {})
  while (!signal.aborted) {
    try {
      await publishOnce(deps)
      return
    } catch (err) {
      if (signal.aborted) return
      deps.log.warn({ err }, 'the definitions will be published again')
      await sleep(pause, undefined, { signal }).catch(() => {})
    }
  }
}

/**
 * Writes those definitions that the store does not have as they are now; answers how many. Two servers that start at once
 * both find them missing and both write: for the second the same content is no change.
 */
export async function publishOnce({ gate, actor, clock, log }: PublishDeps): Promise<number> {
  const definitions = [...ownDefinitions().values()]
  const refs = definitions.map(({ resourceType: type, id }) => ({ type, id }))
  const stored = await gate.readMany(actor, 'management', refs)
  if (!stored.ok) throw new Error(stored.problem.code)
  const present = new Map(stored.value.map((one) => [`${one.type}/${one.id}`, one.json]))
  const changes: Change[] = []
  for (const definition of definitions) {
    const key = `${definition.resourceType}/${definition.id}`
    const json = present.get(key)
    const standing = json === undefined ? null : (JSON.parse(json) as Record<string, unknown>)
    if (standing !== null && identityOf(standing) !== identityOf(definition))
      log.warn({ key }, 'a resource of somebody else stands where a definition of ours would: it stays')
    else if (standing === null || !isSameDefinition(standing, definition)) changes.push(changeTo(definition))
  }
  if (changes.length === 0) return 0
  const written = await gate.write(actor, 'management', changes, { at: clock.now(), origin: 'conformance' })
  if (!written.ok) throw new Error(written.problem.code)
  return changes.length
}

/** The store writes id and meta into what it is given: it gets a copy. */
const changeTo = (definition: OwnDefinition): Change => ({
  op: 'update',
  type: definition.resourceType,
  at: definition.id,
  resource: { value: { ...definition }, write: (value) => JSON.stringify(value) },
})
