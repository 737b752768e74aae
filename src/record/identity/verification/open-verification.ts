import { readFileSync } from 'node:fs'
import { fail, ok, type Result } from '#foundation/result'
import { openPopulationClient, type PopulationClientOptions } from './client/open-population-client.ts'
import type { VerificationDeps, VerificationRules } from './deps.types.ts'
import { readDigestKey } from './digest-subject.ts'
import { runVerifications } from './run-verifications.ts'
import type { VerificationConfig } from './verification.config.ts'
import { verificationProblems } from './verification.problems.ts'

export type OuterDeps = Omit<VerificationDeps, 'port' | 'digestKey' | 'rules'>

export interface Verification {
  /** For the routes and the use cases of this room. */
  readonly deps: VerificationDeps
  /** Works on the queue until stopped; without a gateway there is nothing to do. */
  start(): { stop(): Promise<void> }
  /** Ends kept connections. */
  close(): void
}

/** Joins configuration and database; refuses a configuration that would ask without saying who we are. */
export function openVerification(config: VerificationConfig, outer: OuterDeps): Result<Verification> {
  const digestKey = config.MACH_POPULATION_KEY ? readDigestKey(config.MACH_POPULATION_KEY) : null
  const deps = { ...outer, digestKey, rules: rulesOf(config) }
  if (!config.MACH_POPULATION_URL)
    return ok({ deps: { ...deps, port: null }, start: () => ({ stop: async () => {} }), close: () => {} })
  if (!digestKey) return fail(verificationProblems.configIncomplete('thiếu MACH_POPULATION_KEY.'))
  const options = clientOptions(config, new URL(config.MACH_POPULATION_URL), outer)
  if (!options.ok) return options
  const port = openPopulationClient(options.value)
  const asking = { ...deps, digestKey, port }
  return ok({ deps: asking, start: () => runVerifications(asking), close: port.close })
}

const loopback = /^(127(\.\d{1,3}){3}|\[::1\]|localhost)$/
const isReadable = (url: URL) => url.protocol === 'http:' && !loopback.test(url.hostname)

function clientOptions(
  config: VerificationConfig,
  base: URL,
  { clock }: OuterDeps,
): Result<PopulationClientOptions> {
  const incomplete = (what: string) => fail(verificationProblems.configIncomplete(what))
  const tokenUrl = config.MACH_POPULATION_TOKEN_URL ? new URL(config.MACH_POPULATION_TOKEN_URL) : undefined
  if (isReadable(base) || (tokenUrl && isReadable(tokenUrl)))
    return incomplete('địa chỉ ngoài máy này phải dùng https.')
  const { MACH_POPULATION_CLIENT_ID: clientId, MACH_POPULATION_CLIENT_SECRET: clientSecret } = config
  const { MACH_POPULATION_TLS_CERT: cert, MACH_POPULATION_TLS_KEY: key, MACH_POPULATION_TLS_CA: ca } = config
  if (!clientId !== !clientSecret)
    return incomplete('cần cả MACH_POPULATION_CLIENT_ID và MACH_POPULATION_CLIENT_SECRET.')
  if (!cert !== !key) return incomplete('cần cả MACH_POPULATION_TLS_CERT và MACH_POPULATION_TLS_KEY.')
  if (!clientId && !cert) return incomplete('cần tài khoản (CLIENT_ID) hoặc chứng thư số (TLS_CERT).')
  try {
    return ok({
      base,
      credentials:
        clientId && clientSecret ? { clientId, clientSecret, ...(tokenUrl ? { url: tokenUrl } : {}) } : null,
      tls: {
        ...(cert && key ? { cert: readFileSync(cert), key: readFileSync(key) } : {}),
        ...(ca ? { ca: readFileSync(ca) } : {}),
      },
      timeoutMs: config.MACH_POPULATION_TIMEOUT_MS,
      perSecond: config.MACH_POPULATION_PER_SECOND,
      clock,
    })
  } catch {
    return incomplete('không đọc được tệp chứng thư số (MACH_POPULATION_TLS_…).')
  }
}

const rulesOf = (config: VerificationConfig): VerificationRules => ({
  reuse: config.MACH_POPULATION_REUSE,
  evidenceMs: config.MACH_POPULATION_EVIDENCE_DAYS * 86_400_000,
  keepMs: Math.max(config.MACH_POPULATION_KEEP_DAYS, config.MACH_POPULATION_EVIDENCE_DAYS) * 86_400_000,
  giveUpMs: config.MACH_POPULATION_GIVE_UP_HOURS * 3_600_000,
  deskMs: config.MACH_POPULATION_DESK_MS,
  // Three calls and their pauses.
  queueMs: config.MACH_POPULATION_TIMEOUT_MS * 3 + 5_000,
  retryMs: 5_000,
  longestMs: 15 * 60_000,
  lanes: config.MACH_POPULATION_LANES,
  pollMs: 1_000,
})
