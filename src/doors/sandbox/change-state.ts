import { createHash } from 'node:crypto'
import { isUniqueViolation, type Tx } from '#foundation/db'
import { isUuid } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import type { ConformanceReport, SandboxState } from './api.types.ts'
import { buildReport } from './build-report.ts'
import { noEvidence } from './evidence.types.ts'
import type { SandboxDeps } from './open-sandbox.ts'
import { profileVersionOf } from './read-plans.ts'
import { problems } from './sandbox.problems.ts'
import {
  fixReport,
  forgetFiles,
  keepEvidence,
  lockSandbox,
  type SandboxWhole,
  takeStep,
} from './sandbox.queries.ts'
import { canStep } from './state-steps.ts'

export interface Step {
  readonly to: SandboxState
  readonly by: string
  readonly reason: string
  /** Written when the department lets a facility in although something blocks. */
  readonly exception: string | null
}

/** An exception of two words explains nothing to who reads it next year. */
const shortestException = 20

/** Moves a sandbox to another state; go-live stands on a report that was fixed, and on no blocker unless excepted in words. */
export async function changeState(
  deps: SandboxDeps,
  sandboxId: string,
  step: Step,
): Promise<Result<SandboxState>> {
  if (!isUuid(sandboxId)) return fail(problems.notFound)
  try {
    return await deps.db.transaction(async (tx) => {
      const sandbox = await lockSandbox(tx, sandboxId)
      if (!sandbox) return fail(problems.notFound)
      if (!canStep(sandbox.state, step.to)) return fail(problems.stepNotAllowed)
      const now = deps.clock.now()
      const prepared = await prepare(tx, deps, sandbox, step, now)
      if (!prepared.ok) return prepared
      const exception = prepared.value === 'with-exception' ? step.exception : null
      await takeStep(tx, sandboxId, { ...step, exception, from: sandbox.state }, now)
      return ok(step.to)
    })
  } catch (error) {
    // sandbox_live: one certificate at a time lets a facility in.
    if (isUniqueViolation(error)) return fail(problems.liveElsewhere)
    throw error
  }
}

type Prepared = Result<'plain' | 'with-exception'>

async function prepare(
  tx: Tx,
  deps: SandboxDeps,
  sandbox: SandboxWhole,
  step: Step,
  now: Date,
): Promise<Prepared> {
  if (step.to === 'draft') return startAgain(tx, deps, sandbox, now)
  if (step.to === 'testing' && sandbox.state === 'ready') {
    await fixReport(tx, sandbox.sandboxId, null)
    return ok('plain')
  }
  if (step.to === 'ready' || (step.to === 'live' && sandbox.state === 'testing')) {
    const report = buildReport(sandbox, sandbox.evidence, sandbox.lastMessageAt, deps.rules)
    const allowed = allow(report, step.to === 'live' ? step.exception : null)
    if (allowed.ok) await fixReport(tx, sandbox.sandboxId, { report, at: now, sha256: sha256Of(report) })
    return allowed
  }
  if (step.to !== 'live') return ok('plain')
  const report = sandbox.fixedReport
  return report && isCurrent(report, sandbox.plans, now)
    ? allow(report, step.exception)
    : fail(problems.noReport)
}

function allow(report: ConformanceReport, exception: string | null): Prepared {
  if (report.madeAt === null) return fail(problems.blocked)
  if (report.blockers.length === 0) return ok('plain')
  return exception && exception.trim().length >= shortestException
    ? ok('with-exception')
    : fail(problems.blocked)
}

/** Everything counted is forgotten; who decided what stays. */
async function startAgain(tx: Tx, deps: SandboxDeps, sandbox: SandboxWhole, now: Date): Promise<Prepared> {
  const evidence = noEvidence()
  const report = buildReport(sandbox, evidence, null, deps.rules)
  await forgetFiles(tx, sandbox.sandboxId)
  await keepEvidence(tx, sandbox.sandboxId, {
    evidence,
    score: report.score.total,
    blockers: report.blockers.length,
    state: sandbox.state,
    stateSince: now,
    lastMessageAt: null,
    expiresAt: sandbox.expiresAt,
  })
  return ok('plain')
}

/** A report speaks for the plans it was made with, and for a year. */
export const isCurrent = (report: ConformanceReport, plans: readonly string[], now: Date): boolean =>
  report.profileVersion === profileVersionOf(plans) &&
  report.expiresAt !== null &&
  Date.parse(report.expiresAt) > now.getTime()

/** Of the report's JSON, keys sorted, so that it can be checked after PostgreSQL has put them in its own order. */
export const sha256Of = (report: ConformanceReport): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(report)))
    .digest('hex')

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
