import { type Queries, sql } from '#foundation/db'
import type { ConformanceReport, SandboxFile, SandboxState, SandboxStep } from './api.types.ts'
import type { Evidence } from './evidence.types.ts'
import type { Service } from './plan.types.ts'

export interface SandboxRow {
  readonly sandboxId: string
  readonly facilityCode: string
  readonly vendor: string
  readonly software: string
  readonly softwareVersion: string
  readonly plans: readonly string[]
  readonly services: readonly Service[]
  readonly state: SandboxState
  readonly stateSince: Date
  readonly openedAt: Date
  readonly expiresAt: Date
  readonly lastMessageAt: Date | null
  readonly messages: number
  readonly score: number
  readonly blockers: number
}

export interface SandboxWhole extends SandboxRow {
  readonly evidence: Evidence
  readonly fixedReport: ConformanceReport | null
  readonly fixedAt: Date | null
  readonly fixedSha256: string | null
}

const columns = sql`sandbox_id as "sandboxId", facility as "facilityCode", vendor, software,
  software_version as "softwareVersion", plans, services, state, state_since as "stateSince", opened_at as "openedAt",
  expires_at as "expiresAt", last_message_at as "lastMessageAt", messages, score, blockers`

const whole = sql`${columns}, evidence, fixed_report as "fixedReport",
  fixed_at as "fixedAt", fixed_sha256 as "fixedSha256"`

export const insertSandbox = (db: Queries, row: SandboxRow & { readonly evidence: Evidence }) =>
  db.run(sql`
    insert into sandbox.sandbox (sandbox_id, facility, vendor, software, software_version, plans, services, state,
      state_since, opened_at, expires_at, evidence, messages, score, blockers)
    values (${row.sandboxId}::uuid, ${row.facilityCode}, ${row.vendor}, ${row.software}, ${row.softwareVersion},
      ${JSON.stringify(row.plans)}::jsonb, ${JSON.stringify(row.services)}::jsonb, ${row.state}, ${row.stateSince},
      ${row.openedAt}, ${row.expiresAt}, ${JSON.stringify(row.evidence)}::jsonb, ${row.messages}, ${row.score}, ${row.blockers})`)

export const findSandbox = (db: Queries, sandboxId: string) =>
  db.maybe<SandboxWhole>(sql`select ${whole} from sandbox.sandbox where sandbox_id = ${sandboxId}::uuid`)

/** Held until the end of the transaction: two files of one sandbox are counted one after the other. */
export const lockSandbox = (db: Queries, sandboxId: string) =>
  db.maybe<SandboxWhole>(
    sql`select ${whole} from sandbox.sandbox where sandbox_id = ${sandboxId}::uuid for update`,
  )

export const listSandboxes = (db: Queries, limit: number) =>
  db.many<SandboxRow>(sql`
    select ${columns} from sandbox.sandbox order by (state = 'live') desc, opened_at desc limit ${limit}`)

export const keepEvidence = (
  db: Queries,
  sandboxId: string,
  change: {
    readonly evidence: Evidence
    readonly score: number
    readonly blockers: number
    readonly state: SandboxState
    readonly stateSince: Date
    readonly lastMessageAt: Date | null
    readonly expiresAt: Date
  },
) =>
  db.run(sql`
    update sandbox.sandbox set evidence = ${JSON.stringify(change.evidence)}::jsonb,
      messages = ${change.evidence.records}, score = ${change.score}, blockers = ${change.blockers}, state = ${change.state},
      state_since = ${change.stateSince}, last_message_at = ${change.lastMessageAt}, expires_at = ${change.expiresAt}
    where sandbox_id = ${sandboxId}::uuid`)

export const insertFile = (db: Queries, sandboxId: string, file: Omit<SandboxFile, 'receivedAt'>, at: Date) =>
  db.run(sql`
    insert into sandbox.file (sandbox_id, number, received_at, file_name, size, records, accepted, refusal)
    values (${sandboxId}::uuid, ${file.number}, ${at}, ${file.fileName}, ${file.size}, ${file.records},
      ${file.accepted}, ${file.refusal})`)

export const listFiles = (db: Queries, sandboxId: string, limit: number) =>
  db.many<Omit<SandboxFile, 'receivedAt'> & { readonly receivedAt: Date }>(sql`
    select number, received_at as "receivedAt", file_name as "fileName", size::float8 as size, records, accepted, refusal
    from sandbox.file where sandbox_id = ${sandboxId}::uuid order by number desc limit ${limit}`)

export const forgetFiles = (db: Queries, sandboxId: string) =>
  db.run(sql`delete from sandbox.file where sandbox_id = ${sandboxId}::uuid`)

export const takeStep = (db: Queries, sandboxId: string, step: Omit<SandboxStep, 'at'>, at: Date) =>
  db.run(sql`
    with moved as (
      update sandbox.sandbox set state = ${step.to}, state_since = ${at}
      where sandbox_id = ${sandboxId}::uuid and state = ${step.from} returning 1)
    insert into sandbox.step (sandbox_id, number, at, from_state, to_state, by_whom, reason, exception)
    select ${sandboxId}::uuid, coalesce((select max(number) from sandbox.step where sandbox_id = ${sandboxId}::uuid), 0) + 1,
      ${at}, ${step.from}, ${step.to}, ${step.by}, ${step.reason}, ${step.exception} from moved`)

export const listSteps = (db: Queries, sandboxId: string) =>
  db.many<Omit<SandboxStep, 'at'> & { readonly at: Date }>(sql`
    select at, from_state as "from", to_state as "to", by_whom as "by", reason, exception
    from sandbox.step where sandbox_id = ${sandboxId}::uuid order by number desc`)

export const fixReport = (
  db: Queries,
  sandboxId: string,
  fixed: { readonly report: ConformanceReport; readonly at: Date; readonly sha256: string } | null,
) =>
  db.run(sql`
    update sandbox.sandbox set fixed_report = ${fixed ? JSON.stringify(fixed.report) : null}::jsonb,
      fixed_at = ${fixed?.at ?? null}, fixed_sha256 = ${fixed?.sha256 ?? null}
    where sandbox_id = ${sandboxId}::uuid`)

export interface CertifiedRow {
  readonly facilityCode: string
  readonly vendor: string
  readonly software: string
  readonly softwareVersion: string
  readonly state: 'live' | 'suspended'
  readonly since: Date
  readonly profileVersion: string
  readonly score: number
  readonly sha256: string
  readonly expiresAt: string
  readonly hasException: boolean
}

/** Facilities that were let in, and those whose leave rests. */
export const listCertified = (db: Queries) =>
  db.many<CertifiedRow>(sql`
    select s.facility as "facilityCode", s.vendor, s.software, s.software_version as "softwareVersion", s.state,
      s.state_since as since, s.fixed_report->>'profileVersion' as "profileVersion",
      (s.fixed_report->'score'->>'total')::int as score, s.fixed_sha256 as sha256,
      s.fixed_report->>'expiresAt' as "expiresAt",
      (select t.exception is not null from sandbox.step t where t.sandbox_id = s.sandbox_id and t.to_state = 'live'
        order by t.number desc limit 1) as "hasException"
    from sandbox.sandbox s where s.state in ('live', 'suspended') and s.fixed_report is not null
    order by s.facility, s.state_since`)

/** Past their time; what a facility went live with stays as long as it counts. */
export const findExpired = (db: Queries, now: Date, limit: number) =>
  db.many<{ sandboxId: string }>(sql`
    select sandbox_id as "sandboxId" from sandbox.sandbox
    where expires_at < ${now} and state not in ('live', 'suspended') order by expires_at limit ${limit}`)

export async function forgetSandbox(db: Queries, sandboxId: string): Promise<void> {
  await forgetFiles(db, sandboxId)
  await db.run(sql`delete from sandbox.step where sandbox_id = ${sandboxId}::uuid`)
  await db.run(sql`delete from sandbox.sandbox where sandbox_id = ${sandboxId}::uuid`)
}
