import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '#foundation/project'
import { cpuOf, cutFile, generatedFiles, readCut } from './read-visits.ts'
import type { Part } from './report.ts'

/** Cutting, decoding, parsing and checking BHYT files in memory: megabytes of file per second of CPU. */
export async function benchXmlReading({ visits = 1_000 } = {}): Promise<Part> {
  const folder = join(projectRoot(), 'fixtures', 'bhyt')
  const samples = readdirSync(folder)
    .filter((name) => name.endsWith('.xml'))
    .map((name) => readFileSync(join(folder, name)))
  const speed = (files: readonly Uint8Array[], times: number) => {
    const megabytes = files.reduce((sum, bytes) => sum + bytes.length, 0) / 1e6
    const cuts = files.flatMap(cutFile)
    const reading = cpuOf(() => cuts.forEach(readCut), times)
    const cutting = cpuOf(() => files.forEach(cutFile), times)
    return { read: (megabytes / reading) * 1_000, cut: (megabytes / cutting) * 1_000 }
  }
  const figures = (name: string, { read, cut }: ReturnType<typeof speed>) => [
    { name: `${name}: reading`, value: read, unit: 'MB/CPU-s', must: { at: 'least' as const, value: 50 } },
    { name: `${name}: cutting into records`, value: cut, unit: 'MB/CPU-s' },
  ]
  return {
    part: 'xml: reading BHYT files, validation included',
    figures: [
      ...figures('generated visits, one a file', speed(generatedFiles(visits), 8)),
      ...figures('long generated visits, one a file', speed(generatedFiles(visits / 4, 70), 8)),
      ...figures('the sample files', speed(samples, 60)),
    ],
    notes: ['CPU of the whole process, garbage collection included; no database, no disk'],
  }
}
