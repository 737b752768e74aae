import { z } from 'zod'

/** What the index announces when records change their person (design: identity.person-linked and its neighbours). */
export const linkEvents = {
  'identity.person-linked': 'link',
  'identity.person-unlinked': 'unlink',
  'identity.person-merged': 'merge',
  'identity.person-unmerged': 'unmerge',
} as const

/** The payload of each: a job is JSON that an earlier release may have written. */
export const linkEvent = z.object({
  /** The event in the index's own history; the notice has the same id, so that telling twice tells once. */
  eventId: z.uuid(),
  at: z.iso.datetime(),
  /** The persons as they are called now. */
  personIds: z.array(z.uuid()).max(1_000),
  /** Records that belong to another person than before, or are joined for the first time. */
  patientIds: z
    .array(z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/))
    .min(1)
    .max(10_000),
})
export type LinkEvent = z.output<typeof linkEvent>

export type LinkActivity = (typeof linkEvents)[keyof typeof linkEvents]

export const activityOf = (name: string): LinkActivity | undefined =>
  Object.hasOwn(linkEvents, name) ? linkEvents[name as keyof typeof linkEvents] : undefined
