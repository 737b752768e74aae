import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '#foundation/clock'
import { openDatabase } from '#foundation/db'
import { createEvents } from '#foundation/events'
import { createLogger } from '#foundation/log'
import { noteLocalCodes, openCatalogues, openTranslators } from '#record/catalogues'
import { openIdentityIndex } from '#record/identity'
import { runJourney } from '#record/journey'
import { announceLinks } from './announce-links.ts'
import { eventSubscriptions } from './event-subscriptions.ts'
import type { JourneyWorkerData } from './journey-thread.ts'

/** The body of the worker thread: walks the journey until it is told to stop. */
async function work({ place, batch, lanes, logLevel }: JourneyWorkerData): Promise<void> {
  const stop = new AbortController()
  parentPort?.on('message', (message) => {
    if (message === 'stop') stop.abort()
  })
  const log = createLogger({ level: logLevel }).child({ thread: 'journey' })
  const db = openDatabase({ ...place, max: lanes + 2, log, applicationName: `mach journey #${process.pid}` })
  const events = createEvents({ db, subscriptions: eventSubscriptions, clock: systemClock, log })
  const clock = systemClock
  const translators = openTranslators({ db, clock, catalogues: openCatalogues(db, clock) })
  parentPort?.postMessage({ kind: 'ready' })
  await runJourney(
    {
      events,
      identity: openIdentityIndex({ db, clock, announce: announceLinks(events) }),
      clock,
      log,
      batch,
      concurrency: lanes,
      codes: { translators, note: (seen) => noteLocalCodes({ db, clock }, seen) },
      onWalked: (walked) => parentPort?.postMessage({ kind: 'walked', walked }),
    },
    stop.signal,
  )
  await db.close()
  parentPort?.close()
}

if (!isMainThread) await work(workerData as JourneyWorkerData)
