import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { openDropFolder } from '#doors/drop-folder'
import { type OpenGateway, openGateway } from '#doors/insurance-gateway'
import { type MllpDoor, startMllp } from '#doors/mllp'
import { fail, ok, type Result } from '#foundation/result'
import { loopbackActor } from '#gate/access'
import { type FileToKeep, keepFile, keepMessages, type ReceiptAnswer } from '#record/intake'
import { askIdentity } from './ask-identity.ts'
import { lookUpCard } from './look-up-card.ts'
import type { createMetrics } from './metrics.ts'
import type { Platform } from './open-platform.ts'

/** The ways in beside plain HTTP, as the configuration asks for them. */
export interface Doors {
  readonly gateway: OpenGateway
  readonly mllp: MllpDoor | null
  stop(): Promise<void>
}

/** Opens the doors. A door that cannot be opened is a sentence for the operator, and those already open are closed. */
export async function openDoors(
  platform: Platform,
  metrics: Pick<ReturnType<typeof createMetrics>, 'onKept' | 'onRefused'>,
): Promise<Result<Doors>> {
  const { config, db, clock, log, gate, identity } = platform
  const count = (answer: ReceiptAnswer) => {
    const accepted = answer.files.filter(({ status }) => status === 'accepted').length
    metrics.onKept({ accepted, setAside: answer.files.length - accepted })
  }
  const keep = async (file: FileToKeep) => {
    const kept = await keepFile(platform.keep, file)
    if (kept.ok) count(kept.value)
    else metrics.onRefused()
    return kept
  }
  // The machine itself asks on behalf of a facility that has signed in at the door.
  const actor = loopbackActor('127.0.0.1')!
  const gateway = await openGateway(config, {
    ...{ db, clock, log, keep, tempDir: platform.keep.tempDir },
    lookUpCard: lookUpCard(gate, actor),
  })
  if (!gateway.ok) return gateway
  const mllp = await startMllp(config, {
    clock,
    log,
    ask: identity && askIdentity(identity, gate, actor),
    keep: async (batch) => {
      const kept = await keepMessages(platform.keep, batch)
      for (const each of kept) each.ok ? count(each.value) : metrics.onRefused()
      return kept
    },
  })
  if (!mllp.ok) {
    await gateway.value.stop()
    return fail(mllp.problem)
  }
  if (config.MACH_DROP_FOLDER) await mkdir(resolve(config.MACH_DROP_FOLDER), { recursive: true })
  const folder = config.MACH_DROP_FOLDER
    ? openDropFolder({
        ...{ folder: resolve(config.MACH_DROP_FOLDER), keep, clock },
        stillMs: config.MACH_DROP_FOLDER_STILL_SECONDS * 1_000,
        pollMs: config.MACH_DROP_FOLDER_POLL_SECONDS * 1_000,
        onFailed: ({ facility, error }) =>
          log.warn({ err: error, facility }, 'a drop folder will be looked at again'),
      })
    : null
  return ok({
    gateway: gateway.value,
    mllp: mllp.value,
    stop: async () => {
      await Promise.all([gateway.value.stop(), mllp.value?.close(), folder?.stop()])
    },
  })
}
