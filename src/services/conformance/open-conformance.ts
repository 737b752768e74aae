import type { Clock } from '#foundation/clock'
import type { Logger } from '#foundation/log'
import type { Actor, FhirGate } from '#gate/access'
import { guardDefinitions } from './guard-definitions.ts'
import { openProfileShelf } from './profile-shelf.ts'
import { publishDefinitions } from './publish-definitions.ts'

export interface ConformanceDeps {
  readonly gate: FhirGate
  readonly clock: Clock
  readonly log: Logger
  /** On whose behalf definitions are written and read: the machine itself. */
  readonly actor: Actor
}

export interface Publishing {
  /** The definitions are in the store. */
  readonly done: Promise<void>
  stop(): Promise<void>
}

/** What the other services are given to work with, and the work that begins when the server listens. */
export function openConformance(deps: ConformanceDeps) {
  const profiles = openProfileShelf(deps)
  return {
    /** To be used by everybody in place of the plain one. */
    gate: guardDefinitions(deps.gate, profiles.forget),
    profiles,
    publish(): Publishing {
      const stopping = new AbortController()
      const done = publishDefinitions(deps, stopping.signal)
      return {
        done,
        stop: async () => {
          stopping.abort()
          await done
        },
      }
    },
  }
}
