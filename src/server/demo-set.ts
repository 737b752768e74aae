import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
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
 * The demonstration set enters through the same intake that hospitals use: one sample or more of every format, and the
 * small generated set of `fixtures/demo`. All of it is invented.
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
  for (const { path, claimedFacility } of files) {
    if (isStopping()) return
    const kept = await keepFile(platform.keep, {
      source: createReadStream(path),
      fileName: basename(path),
      claimedFacility,
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

interface DemoFile {
  readonly path: string
  /** A line list and a HoSoBenhAn do not say whose they are: whoever sends them does. */
  readonly claimedFacility: string | null
}

/** The line list comes before any mapping, so that the page for mapping its columns has something to do. */
const demoFolders: readonly (readonly [folder: string, claimedFacility: string | null])[] = [
  ['fixtures/bhyt', null],
  ['fixtures/ho-so-benh-an', '99906'],
  ['fixtures/fhir-bundle', null],
  ['fixtures/hl7-v2', null],
  ['fixtures/csv', '99905'],
  ['fixtures/demo', null],
]

async function demoFiles(): Promise<DemoFile[]> {
  const lists = await Promise.all(
    demoFolders.map(async ([folder, claimedFacility]) => {
      const names = (await readdir(join(projectRoot(), folder))).filter((name) => !name.endsWith('.md'))
      return names.sort().map((name) => ({ path: join(projectRoot(), folder, name), claimedFacility }))
    }),
  )
  return lists.flat()
}
