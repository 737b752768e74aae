import { Worker } from 'node:worker_threads'
import { fail, ok, type Problem, type Result } from '#foundation/result'
import { catalogueProblems } from '../catalogues.problems.ts'
import { importLimits } from './import.types.ts'

export interface RawSheet {
  readonly sheet: string
  readonly data: readonly (readonly unknown[])[]
}

/**
 * Reads a workbook in a thread of its own: the library holds its thread for two seconds with 200,000 lines, and a workbook
 * made to eat memory ends that thread and nothing else.
 */
export function openWorkbook(bytes: Buffer): Promise<Result<readonly RawSheet[], Problem>> {
  const worker = new Worker(body, {
    eval: true,
    workerData: { library: import.meta.resolve('read-excel-file/node'), bytes },
    resourceLimits: { maxOldGenerationSizeMb: importLimits.workbookMemoryMb },
    // The thread needs none of what the process was started with (a loader of TypeScript, a small heap).
    execArgv: [],
  })
  return new Promise((resolve) => {
    const end = (answer: Result<readonly RawSheet[], Problem>) => {
      clearTimeout(patience)
      resolve(answer)
      void worker.terminate()
    }
    const patience = setTimeout(() => end(fail(catalogueProblems.unreadable)), importLimits.workbookMs)
    worker.once('message', (sheets: readonly RawSheet[]) => end(ok(sheets)))
    // A zip that is no workbook, one whose parts contradict each other, or one that ran out of memory.
    worker.once('error', () => end(fail(catalogueProblems.unreadable)))
    worker.once('exit', () => end(fail(catalogueProblems.unreadable)))
  })
}

/** Plain JavaScript in a text, so that the same lines run from the sources and from the bundle. */
const body = `
const { parentPort, workerData } = require('node:worker_threads')
import(workerData.library)
  .then(({ default: read }) => read(Buffer.from(workerData.bytes)))
  .then((sheets) => parentPort.postMessage(sheets), (error) => { throw error })
`
