import type { LedgerEntry } from '#gate/access'
import { concerns, type Matches, type Triggers } from './compile-triggers.ts'

type Written = LedgerEntry['resources'][number]
type Members = Record<string, unknown>

/** A resource that was written, parsed when somebody first asks, its former version read when somebody first asks. */
export interface Change {
  readonly written: Written
  current(): Members | null
  previous(): Promise<Members | null>
}

export function changeOf(written: Written, readFormer: () => Promise<string | null>): Change {
  let now: Members | null | undefined
  let former: Promise<Members | null> | undefined
  return {
    written,
    current: () => {
      if (now === undefined) now = written.deleted ? null : (JSON.parse(written.json) as Members)
      return now
    },
    previous: () => {
      former ??= readFormer().then((json) => (json ? (JSON.parse(json) as Members) : null))
      return former
    },
  }
}

const interactions = { POST: 'create', PUT: 'update', DELETE: 'delete' } as const

/**
 * R5, SubscriptionTopic.resourceTrigger: the interaction, the state before and the state after. A new resource passes
 * the test of the state before (`resultForCreate: test-passes`); of a deleted one the filters see what it was.
 */
export async function isTriggered({ all, filters }: Triggers, change: Change): Promise<boolean> {
  const { type, method } = change.written
  for (const trigger of all) {
    if (!concerns(trigger, type) || !trigger.interactions.has(interactions[method])) continue
    const current = change.current()
    if (trigger.current && !(current && trigger.current(current))) continue
    if (trigger.previous && method !== 'POST') {
      const previous = await change.previous()
      if (previous && !trigger.previous(previous)) continue
    }
    const judged = filters.get(type)
    if (!judged || (await passes(judged, change))) return true
  }
  return false
}

async function passes(filters: readonly Matches[], change: Change): Promise<boolean> {
  const resource = change.current() ?? (await change.previous())
  return resource !== null && filters.every((matches) => matches(resource))
}
