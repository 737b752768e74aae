import { isUuid } from '#foundation/ids'
import { fail, ok, type Result } from '#foundation/result'
import type { CertifiedList, ConformanceReport, SandboxLine, SandboxList, SandboxPage } from './api.types.ts'
import { buildReport } from './build-report.ts'
import { isCurrent } from './change-state.ts'
import type { SandboxDeps } from './open-sandbox.ts'
import { allPlans } from './read-plans.ts'
import { problems } from './sandbox.problems.ts'
import {
  findSandbox,
  listCertified,
  listFiles,
  listSandboxes,
  listSteps,
  type SandboxRow,
  type SandboxWhole,
} from './sandbox.queries.ts'
import { stepsFrom } from './state-steps.ts'

const mostListed = 1_000
const filesShown = 50

export async function readList(deps: SandboxDeps): Promise<SandboxList> {
  const rows = await listSandboxes(deps.db, mostListed)
  return {
    items: rows.map(lineOf),
    plans: [...allPlans().values()].map(({ id, title, version }) => ({ id, title, version })),
    keepDays: deps.limits.keepDays,
  }
}

const lineOf = (row: SandboxRow): SandboxLine => ({
  sandboxId: row.sandboxId,
  facilityCode: row.facilityCode,
  vendor: row.vendor,
  software: row.software,
  softwareVersion: row.softwareVersion,
  plans: row.plans,
  services: row.services,
  state: row.state,
  stateSince: row.stateSince.toISOString(),
  openedAt: row.openedAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  messages: row.messages,
  score: row.score,
  blockers: row.blockers,
})

export async function readPage(deps: SandboxDeps, sandboxId: string): Promise<Result<SandboxPage>> {
  const row = isUuid(sandboxId) ? await findSandbox(deps.db, sandboxId) : undefined
  if (!row) return fail(problems.notFound)
  const [steps, files] = await Promise.all([
    listSteps(deps.db, sandboxId),
    listFiles(deps.db, sandboxId, filesShown),
  ])
  return ok({
    ...lineOf(row),
    address: `/api/sandbox/${sandboxId}/files`,
    maxMessages: deps.limits.maxMessages,
    maxBytes: deps.limits.maxBytes,
    report: reportOf(deps, row),
    fixedReport: fixedOf(row, deps.clock.now()),
    next: stepsFrom(row.state),
    steps: steps.map((step) => ({ ...step, at: step.at.toISOString() })),
    files: files.map((file) => ({ ...file, receivedAt: file.receivedAt.toISOString() })),
  })
}

/** The report as the evidence stands now, or as it was when it was fixed. */
export async function readReport(
  deps: SandboxDeps,
  sandboxId: string,
  which: 'now' | 'fixed',
): Promise<Result<ConformanceReport>> {
  const row = isUuid(sandboxId) ? await findSandbox(deps.db, sandboxId) : undefined
  if (!row) return fail(problems.notFound)
  if (which === 'now') return ok(reportOf(deps, row))
  return row.fixedReport ? ok(row.fixedReport) : fail(problems.noReport)
}

const reportOf = (deps: SandboxDeps, row: SandboxWhole) =>
  buildReport(row, row.evidence, row.lastMessageAt, deps.rules)

function fixedOf(row: SandboxWhole, now: Date): SandboxPage['fixedReport'] {
  if (!row.fixedReport || !row.fixedAt || !row.fixedSha256) return null
  return {
    fixedAt: row.fixedAt.toISOString(),
    profileVersion: row.fixedReport.profileVersion,
    score: row.fixedReport.score.total,
    sha256: row.fixedSha256,
    expiresAt: row.fixedReport.expiresAt ?? row.expiresAt.toISOString(),
    isCurrent: isCurrent(row.fixedReport, row.plans, now),
  }
}

export async function readCertified(deps: SandboxDeps): Promise<CertifiedList> {
  const rows = await listCertified(deps.db)
  return {
    items: rows.map(({ sha256, since, ...row }) => ({
      ...row,
      since: since.toISOString(),
      reportSha256: sha256,
      hasException: row.hasException ?? false,
    })),
  }
}
