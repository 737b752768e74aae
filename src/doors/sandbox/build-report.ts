import type { ConformanceReport, ReportFinding, ReportSituation, ReportTable } from './api.types.ts'
import type { Evidence, Finding } from './evidence.types.ts'
import { findBlockers } from './find-blockers.ts'
import type { Plan } from './plan.types.ts'
import { allPlans, profileVersionOf } from './read-plans.ts'
import type { RuleCard, Subject } from './sandbox.types.ts'
import { scoreEvidence } from './score-evidence.ts'

/** How long a report is believed: software and norms change (three norms in the two years to August 2026). */
const validDays = 365

/** Pure: the same evidence makes the same report, byte for byte. */
export function buildReport(
  subject: Subject,
  evidence: Evidence,
  lastAt: Date | null,
  rules: ReadonlyMap<string, RuleCard>,
): ConformanceReport {
  const plans = plansOf(subject)
  const keys = Object.values(evidence.keys)
  const score = scoreEvidence(evidence, plans, subject.services)
  const findings = findingsOf(evidence, rules)
  return {
    facilityCode: subject.facilityCode,
    vendor: subject.vendor,
    software: subject.software,
    softwareVersion: subject.softwareVersion,
    profileVersion: profileVersionOf(subject.plans),
    plans: plans.map(({ id, version, title, source, minimumMessages }) => ({
      id,
      version,
      title,
      source,
      messages: evidence.kinds[id] ?? 0,
      minimumMessages,
    })),
    madeAt: lastAt?.toISOString() ?? null,
    expiresAt: lastAt ? new Date(lastAt.getTime() + validDays * 86_400_000).toISOString() : null,
    files: evidence.files,
    messages: evidence.records,
    accepted: evidence.accepted,
    keys: keys.length,
    soundKeys: keys.filter((k) => k.sound).length,
    realLooking: evidence.realLooking,
    score,
    blockers: findBlockers(evidence, plans, subject.services, score.total),
    tables: plans.flatMap((plan) => tablesOf(plan, subject, evidence)),
    situations: plans.flatMap((plan) => situationsOf(plan, subject, evidence)),
    findings,
  }
}

export const plansOf = (subject: Pick<Subject, 'plans'>): Plan[] =>
  [...allPlans().values()].filter((plan) => subject.plans.includes(plan.id))

const offered = (subject: Subject, needs: Plan['tables'][number]['needs']) =>
  needs === undefined || subject.services.includes(needs)

function tablesOf(plan: Plan, subject: Subject, evidence: Evidence): ReportTable[] {
  const problems = new Map<string, Finding>()
  for (const finding of Object.values(evidence.findings)) {
    const at = `${finding.table}|${finding.field}`
    if (!problems.has(at)) problems.set(at, finding)
  }
  return plan.tables.map(({ table, title, needed, needs, fields }) => {
    const counted = evidence.tables[table]
    const rows = counted?.rows ?? 0
    const list = fields.map((field) => {
      const filled = counted?.fields[field] ?? 0
      const found = problems.get(`${table}|${field}`)
      return {
        field,
        filled,
        percent: rows === 0 ? 0 : Math.floor((100 * filled) / rows),
        problem: found ? { code: found.code, message: found.message, place: found.first } : null,
      }
    })
    return {
      plan: plan.id,
      table,
      title,
      needed: needed && offered(subject, needs),
      rows,
      seen: list.filter((f) => f.filled > 0).length,
      fields: list,
    }
  })
}

const situationsOf = (plan: Plan, subject: Subject, evidence: Evidence): ReportSituation[] =>
  plan.situations.map(({ id, title, how, required, needs }) => {
    const shown = evidence.situations[`${plan.id}/${id}`]
    return {
      plan: plan.id,
      id,
      title,
      how,
      required: required && offered(subject, needs),
      records: shown?.records ?? 0,
      place: shown?.first ?? null,
    }
  })

const order = { error: 0, warning: 1, info: 2 } as const

function findingsOf(evidence: Evidence, rules: ReadonlyMap<string, RuleCard>): ReportFinding[] {
  return Object.entries(evidence.findings)
    .sort(
      ([a, x], [b, y]) =>
        order[x.severity] - order[y.severity] || y.records - x.records || (a < b ? -1 : a > b ? 1 : 0),
    )
    .map(([, { first, ...finding }]) => {
      const rule = rules.get(finding.code)
      return {
        ...finding,
        isRule: rule !== undefined,
        blocksGoLive: rule?.blocksGoLive ?? finding.severity === 'error',
        title: rule?.title ?? null,
        place: first,
      }
    })
}
