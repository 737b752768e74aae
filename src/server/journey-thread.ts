import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Logger, LogLevel } from '#foundation/log'
import { projectRoot } from '#foundation/project'
import type { Walked } from '#record/journey'
import type { DatabasePlace } from './open-platform.ts'

export interface JourneyWorkerData {
  readonly place: DatabasePlace
  readonly batch: number
  readonly lanes: number
  readonly logLevel: LogLevel
}

export interface JourneyThread {
  /** Lets the batches on their way finish. */
  stop(): Promise<void>
  isAlive(): boolean
}

/** Runs the journey beside the HTTP thread, so that parsing and mapping never delay an answer. Comes back after a crash. */
export function startJourneyThread(
  data: JourneyWorkerData,
  log: Logger,
  onWalked: (walked: Walked) => void,
): JourneyThread {
  let isStopping = false
  let worker: Worker | null = null
  let isAlive = false
  const start = () => {
    worker = new Worker(...bodyOfWorker(data))
    worker.on('message', (message: { kind: string; walked: Walked }) => {
      isAlive = true
      if (message.kind === 'walked') onWalked(message.walked)
    })
    worker.on('error', (err) => log.error({ err }, 'journey thread failed'))
    worker.on('exit', () => {
      isAlive = false
      if (!isStopping) setTimeout(() => !isStopping && start(), 1_000)
    })
  }
  start()
  return {
    isAlive: () => isAlive,
    stop: async () => {
      isStopping = true
      const running = worker
      if (!running) return
      const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()))
      running.postMessage('stop')
      const patience = setTimeout(() => running.terminate(), 10_000)
      await ended
      clearTimeout(patience)
    },
  }
}

/** Visits make much short-lived garbage: a larger nursery halves the time spent collecting it. */
const resourceLimits = { maxYoungGenerationSizeMb: 192, maxOldGenerationSizeMb: 1024 }

/** From the bundle in production, from the sources under tsx. */
function bodyOfWorker(workerData: JourneyWorkerData): ConstructorParameters<typeof Worker> {
  const isBundle = !import.meta.filename.endsWith('.ts')
  if (isBundle) return [join(projectRoot(), 'dist/journey-worker.mjs'), { workerData, resourceLimits }]
  const body = JSON.stringify(join(import.meta.dirname, 'journey-worker.ts'))
  return [
    `import('tsx/esm/api').then(({ register }) => { register(); return import(${body}) })`,
    { workerData, eval: true },
  ]
}
