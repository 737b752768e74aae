/**
 * The sandbox and its conformance report as the screens read them. Source of truth: web/src/api/types.ts is generated from
 * this file and its neighbours (`npm run generate`).
 */

export type SandboxState = 'draft' | 'testing' | 'ready' | 'live' | 'suspended'

/** Where in what was sent: n-th file, its n-th record; never a value. */
export interface SandboxPlace {
  readonly file: number
  readonly record: number
  readonly table?: string
  readonly row?: number
  readonly field?: string
}

export interface ReportField {
  readonly field: string
  /** Filled in so many of the table's rows, in whole percent; 0 and never seen is what is missing. */
  readonly filled: number
  readonly percent: number
  readonly problem: { readonly code: string; readonly message: string; readonly place: SandboxPlace } | null
}
export interface ReportTable {
  readonly plan: string
  readonly table: string
  readonly title: string
  readonly needed: boolean
  readonly rows: number
  /** Fields seen filled at least once. */
  readonly seen: number
  readonly fields: readonly ReportField[]
}
export interface ReportSituation {
  readonly plan: string
  readonly id: string
  readonly title: string
  readonly how: string
  readonly required: boolean
  readonly records: number
  readonly place: SandboxPlace | null
}
export interface ReportFinding {
  readonly code: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly isRule: boolean
  readonly blocksGoLive: boolean
  readonly title: string | null
  readonly table: string | null
  readonly field: string | null
  readonly message: string
  readonly records: number
  readonly place: SandboxPlace
}
export interface ReportBlocker {
  readonly code: string
  readonly message: string
}
export interface ReportScore {
  readonly total: number
  /** How it comes about, in words and numbers. */
  readonly formula: string
  readonly parts: readonly {
    readonly id: 'sound' | 'fields' | 'situations' | 'rules'
    readonly title: string
    readonly weight: number
    readonly share: number
    readonly points: number
  }[]
}
// GET /api/sandbox/{id}/report, .pdf
export interface ConformanceReport {
  readonly facilityCode: string
  readonly vendor: string
  readonly software: string
  readonly softwareVersion: string
  /** Plans and their versions. */
  readonly profileVersion: string
  readonly plans: readonly {
    readonly id: string
    readonly version: string
    readonly title: string
    readonly source: string
    readonly messages: number
    readonly minimumMessages: number
  }[]
  /** When the last message it speaks of was received; null: none yet. */
  readonly madeAt: string | null
  readonly expiresAt: string | null
  readonly files: number
  readonly messages: number
  readonly accepted: number
  /** Different keys, and how many of them end sound. */
  readonly keys: number
  readonly soundKeys: number
  readonly realLooking: number
  readonly score: ReportScore
  readonly blockers: readonly ReportBlocker[]
  readonly tables: readonly ReportTable[]
  readonly situations: readonly ReportSituation[]
  readonly findings: readonly ReportFinding[]
}

export interface SandboxLine {
  readonly sandboxId: string
  readonly facilityCode: string
  readonly vendor: string
  readonly software: string
  readonly softwareVersion: string
  readonly plans: readonly string[]
  readonly services: readonly string[]
  readonly state: SandboxState
  readonly stateSince: string
  readonly openedAt: string
  readonly expiresAt: string
  readonly messages: number
  /** Of the evidence as it stands now. */
  readonly score: number
  readonly blockers: number
}
// GET /api/sandbox
export interface SandboxList {
  readonly items: readonly SandboxLine[]
  readonly plans: readonly {
    readonly id: string
    readonly title: string
    readonly version: string
  }[]
  readonly keepDays: number
}

export interface SandboxStep {
  readonly at: string
  readonly from: SandboxState
  readonly to: SandboxState
  readonly by: string
  readonly reason: string
  /** Why a blocker was passed over. */
  readonly exception: string | null
}
export interface SandboxFile {
  readonly number: number
  readonly receivedAt: string
  readonly fileName: string | null
  readonly size: number
  readonly records: number
  readonly accepted: number
  /** Why the whole file was turned away. */
  readonly refusal: string | null
}
// GET /api/sandbox/{id}
export interface SandboxPage extends SandboxLine {
  readonly address: string
  readonly maxMessages: number
  readonly maxBytes: number
  readonly report: ConformanceReport
  /** The report as it was when it was said to be ready; go-live stands on it. */
  readonly fixedReport: {
    readonly fixedAt: string
    readonly profileVersion: string
    readonly score: number
    readonly sha256: string
    readonly expiresAt: string
    readonly isCurrent: boolean
  } | null
  readonly next: readonly SandboxState[]
  readonly steps: readonly SandboxStep[]
  readonly files: readonly SandboxFile[]
}

// POST /api/sandbox/{id}/files?fileName=   any file the intake reads
export interface SandboxFileAnswer {
  readonly file: number
  readonly records: number
  readonly accepted: number
  readonly problems: readonly {
    readonly record: number
    readonly code: string
    readonly severity: 'error' | 'warning' | 'info'
    readonly table: string | null
    readonly row: number | null
    readonly field: string | null
    readonly message: string
  }[]
  readonly score: number
  readonly blockers: number
}

// GET /api/certified   public
export interface CertifiedList {
  readonly items: readonly {
    readonly facilityCode: string
    readonly vendor: string
    readonly software: string
    readonly softwareVersion: string
    readonly state: 'live' | 'suspended'
    readonly since: string
    readonly profileVersion: string
    readonly score: number
    readonly reportSha256: string
    readonly expiresAt: string
    readonly hasException: boolean
  }[]
}
