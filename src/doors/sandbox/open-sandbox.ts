import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { newId, shardFor } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import { buildReport } from './build-report.ts'
import { noEvidence } from './evidence.types.ts'
import { allPlans } from './read-plans.ts'
import type { SandboxLimits } from './sandbox.config.ts'
import { problems } from './sandbox.problems.ts'
import { insertSandbox } from './sandbox.queries.ts'
import type { RuleCard, Subject } from './sandbox.types.ts'

export interface SandboxDeps {
  readonly db: Database
  readonly clock: Clock
  readonly limits: SandboxLimits
  /** What the rules say of themselves, by id; empty while there are none. */
  readonly rules: ReadonlyMap<string, RuleCard>
}

export const expiryOf = (now: Date, keepDays: number) => new Date(now.getTime() + keepDays * 86_400_000)

/** Opens a sandbox: its id is its address, and says nothing of the facility. */
export async function openSandbox(deps: SandboxDeps, subject: Subject): Promise<Result<string>> {
  if (subject.plans.some((id) => !allPlans().has(id))) return fail(problems.unknownPlan)
  const now = deps.clock.now()
  const sandboxId = newId(shardFor(subject.facilityCode), now.getTime())
  const evidence = noEvidence()
  const report = buildReport(subject, evidence, null, deps.rules)
  await insertSandbox(deps.db, {
    ...subject,
    sandboxId,
    state: 'draft',
    stateSince: now,
    openedAt: now,
    expiresAt: expiryOf(now, deps.limits.keepDays),
    lastMessageAt: null,
    messages: 0,
    score: report.score.total,
    blockers: report.blockers.length,
    evidence,
  })
  return ok(sandboxId)
}
