import type { Database, Tx } from '#foundation/db'
import type { MessageProblem } from '#vocabulary/bhyt'
import type { SentMessage } from '#vocabulary/messages'
import { checkRules } from '#vocabulary/rules'
import { bhytNow } from '#vocabulary/vietnam'
import { resolveMapping } from './csv/index.ts'
import type { PartHead } from './cut-records.ts'

/** What reading a file needs beside its bytes: the installation's column mappings, and the rules' second look. */
export interface LookAround {
  readonly completeHead: (head: PartHead) => Promise<PartHead>
  readonly check: (message: SentMessage) => readonly MessageProblem[]
}

export const lookAround = (db: Database | Tx, at: Date): LookAround => ({
  completeHead: async (head) =>
    head.format === 'csv'
      ? { ...head, kept: await resolveMapping(db, head.facilityCode, head.kept, 'cut') }
      : head,
  check: (message) => findBrokenRules(message, at),
})

/**
 * Rules advise: a visit whose sums are wrong is still a visit, and only what cannot be read is set aside. What the
 * insurance would refuse stays a warning here; the certification report weighs it as it is.
 */
export function findBrokenRules(message: SentMessage, at: Date): readonly MessageProblem[] {
  return rulesBroken(message, at).map((found) =>
    found.severity === 'error' ? { ...found, severity: 'warning' as const } : found,
  )
}

/** Every rule a message breaks, weighed as the rule says. Rules speak of tables; a paper that comes alone is no visit. */
export function rulesBroken(message: SentMessage, at: Date): readonly MessageProblem[] {
  if (!('tables' in message) || (message.kind === 'visit' && !message.tables.XML1)) return []
  return checkRules(message, { now: bhytNow(at) })
}
