import type { Tx } from '#foundation/db'
import type { Events, Failed, Job } from '#foundation/events'
import type { Problem } from '#foundation/result'
import { checkIdentifier, type LinkContext } from '../links/index.ts'
import type { VerificationDeps } from './deps.types.ts'
import { levels } from './levels.ts'
import { readStandings } from './read-standings.ts'
import type { Standing } from './standing.ts'
import { readSubject } from './subject-of-record.ts'
import { levelQueue, type RecordVerified } from './verification.events.ts'

export interface LevelDeps extends Pick<VerificationDeps, 'clock' | 'digestKey' | 'rules'> {
  readonly events: Pick<Events, 'runWorker' | 'enqueue'>
  /** Does something with the links in force (`IdentityIndex.under`). */
  readonly underLinks: <T>(work: (links: LinkContext) => Promise<T>) => Promise<T>
}

/** Works on the queue until stopped: a crash between an answer and what follows from it leaves the job where it was. */
export function startRaisingLevels(deps: LevelDeps): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const done = deps.events.runWorker<RecordVerified>({
    queue: levelQueue,
    signal: stopping.signal,
    // Several components locked in one transaction could wait for somebody who locks them in another order.
    batch: 1,
    handle: (tx, jobs) => raiseLevels(deps, tx, jobs),
  })
  return {
    stop: async () => {
      stopping.abort()
      await done
    },
  }
}

/**
 * The level of the record's number in the index becomes what stands proved now, whichever answer this job is of. Only what the
 * record's own facility may rely on counts: what another one asked is not shared by way of the index. When the proof ends,
 * the same is done again.
 */
async function raiseLevels(
  deps: LevelDeps,
  tx: Tx,
  jobs: readonly Job<RecordVerified>[],
): Promise<readonly Failed[]> {
  const failed: Failed[] = []
  for (const job of jobs) {
    const problem = await raiseLevel(deps, tx, job)
    if (problem) failed.push({ job, problemCode: problem.code })
  }
  return failed
}

async function raiseLevel(deps: LevelDeps, tx: Tx, job: Job<RecordVerified>): Promise<Problem | null> {
  const { clock, digestKey, rules, events } = deps
  const { recordId } = job.payload
  const subject = await readSubject(tx, recordId)
  // Whoever says another number now stands on it with nothing proved.
  if (!subject) return null
  const { facility, number, person } = subject
  const standings = await readStandings({ db: tx, clock, digestKey, rules }, [{ recordId, facility, person }])
  const standing = standings.get(recordId)!
  if (standing.until) {
    const again = { kind: job.kind, version: job.version, payload: job.payload }
    await events.enqueue(tx, levelQueue, [again], { runAt: standing.until })
  }
  const level = levelInIndex(standing)
  if (number.level === level) return null
  const { kind, value } = number
  const found = { patientId: recordId, kind, value, level }
  const checked = await deps.underLinks((links) => checkIdentifier(tx, found, links, clock.now()))
  // Gone or changed since it was read a moment ago.
  return checked.ok || checked.problem.kind === 'not-found' ? null : checked.problem
}

/** As the links count it, 0 to 4. A number that the database denies forbids nothing, whatever document was held. */
export const levelInIndex = ({ level, vetoes }: Standing): number =>
  vetoes ? levels.indexOf(level) : Math.min(levels.indexOf(level), levels.indexOf('document-seen'))
