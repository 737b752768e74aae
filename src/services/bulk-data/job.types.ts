import { z } from 'zod'
import type { Actor, Purpose } from '#gate/access'

const who = {
  /** The URL that was asked for, told again in the manifest. */
  request: z.string(),
  actor: z.custom<Actor>((value) => typeof value === 'object' && value !== null),
  purpose: z.custom<Purpose>((value) => typeof value === 'string'),
  base: z.string(),
}

export const askedExport = z.object({
  ...who,
  /** The moment of the kick-off: nothing changed from then on is in the files. */
  transactionTime: z.string(),
  /** `filters` are alternatives: searches of that type, without their `Type?`. None: all of the type. */
  types: z.array(z.object({ type: z.string(), filters: z.array(z.string()) })),
  since: z.string().nullable(),
  until: z.string().nullable(),
  patientIds: z.array(z.string()).nullable(),
  /** Tell also what was deleted since. */
  withDeleted: z.boolean(),
})
export type AskedExport = z.output<typeof askedExport>

export const askedImport = z.object({
  ...who,
  transactionTime: z.string(),
  inputs: z.array(
    z.object({
      /** As the sender calls it. */
      name: z.string(),
      /** Within the import folder, or within the job's own folder. */
      file: z.string(),
      isOwn: z.boolean(),
      type: z.string().nullable(),
    }),
  ),
  validate: z.boolean(),
})
export type AskedImport = z.output<typeof askedImport>

export const askedViews = z.object({
  ...who,
  /** The moment of the kick-off: nothing changed from then on is in the files. */
  transactionTime: z.string(),
  clientTrackingId: z.string().nullable(),
  format: z.enum(['json', 'ndjson', 'csv']),
  /** Does a table begin with the names of its columns? */
  header: z.boolean(),
  /** In the order of their files. The name is the client's and may hold anything. */
  views: z.array(z.object({ name: z.string(), definition: z.unknown() })),
  since: z.string().nullable(),
  patientIds: z.array(z.string()).nullable(),
})
export type AskedViews = z.output<typeof askedViews>

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

export interface Job {
  readonly jobId: string
  readonly kind: 'export' | 'import' | 'view-export'
  readonly state: JobState
  readonly asked: unknown
  readonly askedAt: Date
  readonly attempts: number
  readonly progress: unknown
  readonly problem: unknown
  readonly endedAt: Date | null
  readonly expiresAt: Date | null
}

export interface JobFile {
  readonly number: number
  readonly role: 'output' | 'deleted' | 'error'
  readonly type: string
  readonly name: string
  readonly isGzip: boolean
  readonly lines: number
  readonly bytes: number
}

/** Who works on a job: every write of progress names it, so that a worker that lost its job notices. */
export interface Hold {
  readonly jobId: string
  readonly worker: string
}

/** A job's work: says how far it is and gives up when the signal does. */
export interface Work {
  readonly job: Job
  readonly hold: Hold
  readonly folder: string
  readonly signal: AbortSignal
  /** Kept with the next sign of life. */
  report(progress: unknown): void
}
