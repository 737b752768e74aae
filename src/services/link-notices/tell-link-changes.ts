import type { Clock } from '#foundation/clock'
import type { Tx } from '#foundation/db'
import type { Events, Failed, Job } from '#foundation/events'
import type { Actor, FhirGate } from '#gate/access'
import { activityOf, linkEvent, linkEvents } from './link-event.ts'
import { noticeOf } from './notice-of.ts'

const queue = 'link-notices'

/** To be given to the events of every process that announces. */
export const linkNoticeSubscriptions: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.keys(linkEvents).map((name) => [name, [queue]]),
)

export interface LinkNoticeDeps {
  readonly gate: Pick<FhirGate, 'write'>
  readonly clock: Clock
  /** On whose behalf notices are written: the machine itself. */
  readonly actor: Actor
}

/** Writes a notice for each change of links; subscriptions to the topic `person-links-changed` are told of it. */
export function tellLinkChanges({ gate, clock, actor }: LinkNoticeDeps) {
  return async (_tx: Tx, jobs: readonly Job[]): Promise<readonly Failed[]> => {
    const failed: Failed[] = []
    for (const job of jobs) {
      const activity = activityOf(job.kind)
      const event = linkEvent.safeParse(job.payload)
      if (!activity || !event.success) {
        failed.push({ job, problemCode: 'LINK_NOTICE_UNREADABLE', bury: true })
        continue
      }
      const value = noticeOf(activity, event.data)
      const written = await gate.write(
        actor,
        'management',
        [
          {
            op: 'update',
            type: 'Provenance',
            at: value.id,
            ifNoneMatch: true,
            resource: { value: { ...value }, write: (each) => JSON.stringify(each) },
          },
        ],
        { at: clock.now(), origin: 'link-notices' },
      )
      // A conflict: it was told before the job could be taken off its queue.
      if (!written.ok && written.problem.kind !== 'conflict')
        failed.push({ job, problemCode: written.problem.code })
    }
    return failed
  }
}

/** Works on the queue until it is stopped. */
export function startLinkNotices(deps: LinkNoticeDeps & { readonly events: Pick<Events, 'runWorker'> }) {
  const stopping = new AbortController()
  const done = deps.events.runWorker({ queue, signal: stopping.signal, handle: tellLinkChanges(deps) })
  return {
    stop: async () => {
      stopping.abort()
      await done
    },
  }
}
