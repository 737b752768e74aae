import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { Contention } from '../links/contention.ts'
import { keyHasher } from '../links/key-hash.ts'
import type { LinkContext } from '../links/link-context.ts'
import type { IncomingRecord } from '../links/links.types.ts'
import { openVietnameseModel, readSettings } from '../model/index.ts'
import { openWork } from './helpers.ts'
import type { Answered, Asked, ThreadData } from './work-in-threads.ts'

/** The body of a thread: does what it is asked, one after the other. */
function listen({ settings, secret, modelNumber, limits, helper }: ThreadData): void {
  const read = readSettings(settings)
  if (!read.ok) throw new Error(read.problem.code)
  const model = openVietnameseModel(read.value)
  const links = { model, modelNumber, limits, hash: keyHasher(secret), contention: new Contention() }
  const work = openWork(links as LinkContext, helper)
  const tasks = {
    ...work,
    readTexts: (texts: string, first: number, now: Date) =>
      work.read(JSON.parse(texts) as IncomingRecord[], first, now),
  }
  parentPort?.on('message', ({ id, task, given }: Asked) => {
    const say = (answer: Answered) => parentPort?.postMessage(answer)
    try {
      say({ id, answer: (tasks[task] as (...given: readonly unknown[]) => unknown)(...given) })
    } catch (error) {
      say({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
}

if (!isMainThread) listen(workerData as ThreadData)
