import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import { keepFile } from '#record/intake'
import type { Platform } from './open-platform.ts'

export interface DemoProgress {
  done: number
  total: number
}

/** The facilities of the synthetic samples and the habits of the software they would run. */
const facilities: readonly (readonly [code: string, name: string, vendor: string])[] = [
  ['99901', 'Phòng khám đa khoa Mẫu 1', 'HIS mẫu A'],
  ['99902', 'Bệnh viện đa khoa Mẫu 2', 'HIS mẫu B (.NET)'],
  ['99903', 'Bệnh viện Phụ sản Mẫu 3', 'HIS mẫu C'],
  ['99904', 'Trung tâm y tế khu vực Mẫu 4', 'HIS mẫu A'],
  ['99905', 'Trạm y tế Mẫu 5', 'HIS mẫu D'],
  ['99906', 'Bệnh viện tuyến cuối Mẫu 6', 'HIS mẫu B (.NET)'],
]

/** True until anything was ever received. */
export const isEmptyInstallation = async (platform: Platform): Promise<boolean> =>
  (await platform.desk.receipts({}, 1)).items.length === 0

/**
 * The demonstration set enters through the same intake that hospitals use: the sample files of `fixtures/bhyt`, then
 * the small generated set of `fixtures/demo`. All of it is invented.
 */
export async function loadDemoSet(
  platform: Platform,
  progress: DemoProgress,
  isStopping: () => boolean,
  onKept: (kept: { readonly accepted: number; readonly setAside: number }) => void,
): Promise<void> {
  for (const [code, name, vendor] of facilities)
    await platform.desk.nameFacility(code, { name, vendor }, true)
  const files = await demoFiles()
  progress.total = files.length
  for (const path of files) {
    if (isStopping()) return
    const kept = await keepFile(platform.keep, {
      source: createReadStream(path),
      fileName: path.split('/').at(-1)!,
      claimedFacility: null,
    })
    if (kept.ok) {
      const accepted = kept.value.files.filter((f) => f.status === 'accepted').length
      onKept({ accepted, setAside: kept.value.files.length - accepted })
    } else
      platform.log.warn({ codes: kept.problem.problems.map((p) => p.code) }, 'demonstration file refused')
    progress.done += 1
  }
  // Usable means visible: wait until the journey has stored what was accepted, but not for ever.
  for (let waited = 0; waited < 400 && !isStopping(); waited += 1) {
    const { ready } = await platform.events.queueDepth(platform.db, 'journey')
    if (ready === 0) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function demoFiles(): Promise<string[]> {
  const folders = ['fixtures/bhyt', 'fixtures/demo'].map((folder) => join(projectRoot(), folder))
  const lists = await Promise.all(
    folders.map(async (folder) => (await readdir(folder)).sort().map((name) => join(folder, name))),
  )
  return lists.flat().filter((path) => /\.(xml|json|gz|zip)$/.test(path))
}
