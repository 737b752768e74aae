import { z } from 'zod'

const queue = 'readings'

/** Every change of links: a record that leaves one person for another that exists is announced as linked. */
const kinds = ['linked', 'unlinked', 'merged', 'unmerged'].map((kind) => `identity.person-${kind}`)

/** To be given to the events of every process that announces. */
export const readingSubscriptions: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  kinds.map((kind) => [kind, [queue]]),
)

export const readingsQueue = queue

/** What is needed of the payload: a job is JSON that an earlier release may have written. */
const payload = z.object({
  eventId: z.uuid(),
  at: z.iso.datetime(),
  /** Records that belong to another person than before. */
  patientIds: z.array(z.uuid()).min(1),
})

export interface LinkEvent {
  readonly eventId: string
  readonly at: Date
  readonly patientIds: readonly string[]
}

export function readLinkEvent(job: { readonly kind: string; readonly payload: unknown }): LinkEvent | null {
  const read = kinds.includes(job.kind) ? payload.safeParse(job.payload) : null
  return read?.success ? { ...read.data, at: new Date(read.data.at) } : null
}
