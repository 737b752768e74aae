import type { Part } from '../report.ts'
import { type FebrlResult, linkFebrl } from './link-febrl.ts'
import { linkMany } from './link-many.ts'
import { FEBRL_SETS, febrlIsHere } from './read-febrl.ts'
import { SPLINK } from './splink-figures.ts'

const least = (value: number) => ({ at: 'least' as const, value })

/** Every set with and without its number; empty when the files are not beside the repository. */
export const linkAllFebrl = (): FebrlResult[] =>
  febrlIsHere()
    ? FEBRL_SETS.flatMap((set) => [true, false].map((withNumber) => linkFebrl(set, { withNumber })))
    : []

const nameOf = (r: FebrlResult) => `${r.set} ${r.withNumber ? 'with' : 'without'} number`
const splinkOf = (r: FebrlResult) => SPLINK[r.set][r.withNumber ? 'with' : 'without']

/** The linkage engine: accuracy on Febrl at a threshold fixed in advance, and speed on invented records. */
export async function benchFebrl({ records = 200_000 } = {}): Promise<Part> {
  const results = linkAllFebrl()
  const many = linkMany(records)
  return {
    part: 'febrl: the linkage engine without labels',
    figures: [
      ...results.map((r) => ({
        name: `${nameOf(r)}: F1 at p ≥ 0.5`,
        value: 100 * r.atHalf.f1,
        unit: '%',
        must: least(r.set === 'febrl3' && !r.withNumber ? 98.5 : 100 * splinkOf(r).atHalf),
      })),
      ...results.map((r) => ({
        name: `${nameOf(r)}: calibration error`,
        value: 100 * r.calibrationError,
        unit: 'points',
        must: { at: 'most' as const, value: 2 },
      })),
      {
        name: 'blocking, comparing, weighing',
        value: many.pairsPerSecond,
        unit: 'pairs/s',
        must: least(300_000),
      },
      { name: 'the same by CPU, one thread', value: many.pairsPerCpuSecond, unit: 'pairs/CPU-s' },
      { name: 'features', value: many.featuresMicroseconds, unit: 'µs/record' },
      { name: 'block index', value: many.indexSeconds, unit: 's' },
      { name: 'resident memory', value: many.residentMegabytes, unit: 'MB' },
    ],
    notes:
      results.length > 0
        ? splinkTable(results)
        : ['the Febrl files are not beside the repository: accuracy left out'],
  }
}

function splinkTable(results: readonly FebrlResult[]): string[] {
  const cell = (own: number, splink: number) => `${own.toFixed(4)} / ${splink.toFixed(4)}`.padEnd(17)
  const head = ['best F1', 'at p ≥ 0.5', 'at p ≥ 0.99', 'recall at P ≥ 0.999'].map((name) => name.padEnd(17))
  return [
    'ours / Splink 4.0.9, all true pairs counted:',
    `${''.padEnd(24)}${head.join('  ')}  blocking recall`,
    ...results.map((r) => {
      const splink = splinkOf(r)
      const cells = [
        cell(r.best.f1, splink.best),
        cell(r.atHalf.f1, splink.atHalf),
        cell(r.at99.f1, splink.at99),
        cell(r.recallAtP999, splink.recallAtP999),
      ]
      return `${nameOf(r).padEnd(24)}${cells.join('  ')}  ${r.blocks.recall?.toFixed(4)} of ${r.blocks.candidates} candidates`
    }),
  ]
}
