import type { z } from 'zod'
import type { Clock } from '#foundation/clock'
import type { Logger } from '#foundation/log'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import type { RefusedMessage } from './connection.ts'
import type { Keep } from './gather.ts'
import type { mllpConfig } from './mllp.config.ts'
import { type MllpDoor, openMllp } from './open-mllp.ts'
import type { AskIdentity } from './queries/index.ts'
import { readFacilityNames, readSenders } from './senders.ts'

export type MllpConfig = z.output<typeof mllpConfig.schema>

const problems = {
  certificate: {
    code: 'MLLP_CERTIFICATE_MISSING',
    kind: 'incorrect',
    message: 'Cổng MLLP có TLS cần cả MACH_MLLP_CERT và MACH_MLLP_PRIVATE_KEY.',
  },
  cannotOpen: {
    code: 'MLLP_CANNOT_OPEN',
    kind: 'unavailable',
    message: 'Không mở được cổng MLLP: cổng đang bận hoặc tệp chứng thư không đọc được.',
  },
} as const satisfies Readonly<Record<string, Problem>>

/** Opens what the configuration asks for; null when both ports are off. */
export async function startMllp(
  config: MllpConfig,
  deps: {
    readonly keep: Keep
    readonly ask?: AskIdentity | null
    readonly clock: Clock
    readonly log: Logger
    readonly refused?: (refusal: RefusedMessage) => void
  },
): Promise<Result<MllpDoor | null>> {
  const { MACH_MLLP_PORT: port, MACH_MLLP_TLS_PORT: tlsPort, MACH_MLLP_CERT: cert } = config
  if (port === undefined && tlsPort === undefined) return ok(null)
  const key = config.MACH_MLLP_PRIVATE_KEY
  if (tlsPort !== undefined && (!cert || !key)) return fail(problems.certificate)
  try {
    const door = await openMllp({
      ...deps,
      host: config.MACH_MLLP_HOST,
      port,
      tls:
        tlsPort === undefined
          ? undefined
          : { port: tlsPort, cert: cert!, key: key!, ca: config.MACH_MLLP_CLIENT_CA },
      senders: readSenders(config.MACH_MLLP_SENDERS),
      aliases: readFacilityNames(config.MACH_MLLP_FACILITY_NAMES),
      maxBytes: config.MACH_MLLP_MAX_BYTES,
      connections: config.MACH_MLLP_CONNECTIONS,
      idleSeconds: config.MACH_MLLP_IDLE_SECONDS,
    })
    return ok(door)
  } catch (err) {
    deps.log.error({ err }, 'MLLP could not be opened')
    return fail(problems.cannotOpen)
  }
}
