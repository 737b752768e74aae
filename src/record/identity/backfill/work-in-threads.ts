import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Database } from '#foundation/db'
import { projectRoot } from '#foundation/project'
import { findSecret, findSettings } from '../links/context.queries.ts'
import type { LinkContext } from '../links/link-context.ts'
import type { LinkLimits } from '../links/links.types.ts'
import { type Helpers, type openWork, workHere } from './helpers.ts'

/** What a thread opens its context from: functions do not travel. */
export interface ThreadData {
  readonly settings: string
  readonly secret: string
  readonly modelNumber: number
  readonly limits: LinkLimits
  readonly helper: number
}

type Work = ReturnType<typeof openWork>
export type Task = Exclude<keyof Work, 'read'> | 'readTexts'
export interface Asked {
  readonly id: number
  readonly task: Task
  readonly given: readonly unknown[]
}
export type Answered =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string }

/** So many threads beside this one; where the model cannot be opened again from its settings, this one alone. */
export async function workInThreads(db: Database, context: LinkContext, count: number): Promise<Helpers> {
  const settings = await findSettings(db, context.modelNumber)
  if (settings === null || count === 0) return workHere(context)
  const { modelNumber, limits } = context
  const data = { settings, secret: await findSecret(db, 'keys'), modelNumber, limits }
  const threads = Array.from({ length: count }, (_, helper) => new Thread({ ...data, helper }))
  const freest = () => threads.reduce((x, y) => (y.waiting < x.waiting ? y : x))
  return {
    count,
    // As one text: an object of forty texts costs three times as much to hand over.
    read: (arrivals, first, now) => freest().ask('readTexts', JSON.stringify(arrivals), first, now),
    weigh: (...given) => freest().ask('weigh', ...given),
    settle: (...given) => freest().ask('settle', ...given),
    rest: async () => void (await Promise.all(threads.map((thread) => thread.ask('rest')))),
    end: async () => void (await Promise.all(threads.map((thread) => thread.end()))),
  }
}

/** Records make much short-lived garbage: a larger nursery halves the time spent collecting it. */
const resourceLimits = { maxYoungGenerationSizeMb: 128, maxOldGenerationSizeMb: 1_024 }

class Thread {
  readonly #worker: Worker
  readonly #asked = new Map<number, { resolve(answer: unknown): void; reject(error: unknown): void }>()
  #next = 0
  #failure: Error | null = null

  constructor(data: ThreadData) {
    this.#worker = new Worker(...bodyOfThread(data))
    this.#worker.on('message', (message: Answered) => {
      const asked = this.#asked.get(message.id)
      this.#asked.delete(message.id)
      if ('error' in message) asked?.reject(new Error(message.error))
      else asked?.resolve(message.answer)
    })
    this.#worker.on('error', (error: unknown) =>
      this.#fail(error instanceof Error ? error : new Error(String(error))),
    )
    this.#worker.on('exit', () => this.#fail(new Error('backfill: a thread ended')))
  }

  get waiting(): number {
    return this.#asked.size
  }

  ask<T>(task: Task, ...given: readonly unknown[]): Promise<T> {
    if (this.#failure) return Promise.reject(this.#failure)
    const id = this.#next++
    return new Promise<T>((resolve, reject) => {
      this.#asked.set(id, { resolve: resolve as (answer: unknown) => void, reject })
      this.#worker.postMessage({ id, task, given } satisfies Asked)
    })
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #fail(error: Error): void {
    this.#failure ??= error
    for (const { reject } of this.#asked.values()) reject(this.#failure)
    this.#asked.clear()
  }
}

/** From the bundle in production, from the sources under tsx. */
function bodyOfThread(workerData: ThreadData): ConstructorParameters<typeof Worker> {
  const isBundle = !import.meta.filename.endsWith('.ts')
  if (isBundle) return [join(projectRoot(), 'dist/backfill-thread.mjs'), { workerData, resourceLimits }]
  const body = JSON.stringify(join(import.meta.dirname, 'backfill-thread.ts'))
  return [
    `import('tsx/esm/api').then(({ register }) => { register(); return import(${body}) })`,
    { workerData, resourceLimits, eval: true },
  ]
}
