/** Where a vendor tries its messages before a facility goes live, and the department lets it in. See README.md. */

/** The report as the screens and programs read it. */
export type { CertifiedList, ConformanceReport, SandboxState } from './api.types.ts'
/** Retention: forgets sandboxes past their time. */
export { forgetExpired } from './forget-expired.ts'
export type { ReadFile, ReadItem } from './receive-file.ts'
export { type SandboxLimits, sandboxConfig } from './sandbox.config.ts'
export { sandboxMigrations } from './sandbox.migrations.ts'
/** Everything under /api/sandbox, and /api/certified. */
export { sandboxRoutes } from './sandbox.routes.ts'
export type { RuleCard } from './sandbox.types.ts'
