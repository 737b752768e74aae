import { worstBin } from '#record/identity/evaluation'
import type { Figure } from '../report.ts'
import type { Baseline } from './rule-baselines.ts'
import type { HardRun, PopulationRun } from './runs.types.ts'
import type { Reliability } from './write-plots.ts'

interface Metric {
  readonly name: string
  /** For the table of runs. */
  readonly short: string
  readonly unit: string
  readonly must?: Figure['must']
  readonly isBetterHigh: boolean
  of(run: PopulationRun): number
}

const least = (value: number) => ({ at: 'least' as const, value })
const most = (value: number) => ({ at: 'most' as const, value })

/** Targets: design note, section 13; issue 5, "Numbers". */
const metrics: readonly Metric[] = [
  higher(
    'best F1 of pairs by chance',
    'best F1',
    '%',
    least(97.5),
    ({ evaluation }) => 100 * evaluation.best.f1,
  ),
  higher('blocking recall', 'blocking', '%', least(98.5), ({ blockingRecall }) => 100 * blockingRecall),
  higher(
    'true pairs a key or the groups bring together',
    'reach',
    '%',
    undefined,
    ({ evaluation }) => 100 * evaluation.reach,
  ),
  higher(
    'recall by rank at ≤ 1,000 false pairs per M',
    '≤1,000/M',
    '%',
    least(92),
    ({ evaluation }) => 100 * evaluation.byRank.within1000.recall,
  ),
  higher(
    'recall by rank at ≤ 100 false pairs per M',
    '≤100/M',
    '%',
    least(80),
    ({ evaluation }) => 100 * evaluation.byRank.within100.recall,
  ),
  higher(
    'recall pair by pair, by chance alone, at ≤ 1,000',
    'alone ≤1,000/M',
    '%',
    undefined,
    ({ evaluation }) => 100 * evaluation.byChance.within1000.recall,
  ),
  higher(
    'recall pair by pair, by chance alone, at ≤ 100',
    '≤100/M',
    '%',
    undefined,
    ({ evaluation }) => 100 * evaluation.byChance.within100.recall,
  ),
  higher(
    'recall of automatic pairs',
    'auto rec.',
    '%',
    undefined,
    ({ evaluation }) => 100 * evaluation.auto.recall,
  ),
  lower(
    'false automatic pairs per M records',
    'auto F/M',
    '',
    undefined,
    ({ evaluation }) => (evaluation.auto.falsePositives * 1e6) / evaluation.records,
  ),
  higher(
    'recall of groups',
    'grp rec.',
    '%',
    undefined,
    ({ evaluation }) => 100 * evaluation.clusters.pairs.recall,
  ),
  higher('F1 of groups', 'groups F1', '%', undefined, ({ evaluation }) => 100 * evaluation.clusters.pairs.f1),
  lower(
    'false pairs in groups per M records',
    'grp F/M',
    '',
    undefined,
    ({ evaluation }) => (evaluation.clusters.pairs.falsePositives * 1e6) / evaluation.records,
  ),
  lower(
    'mixed groups per 1,000',
    'mixed ‰',
    '',
    most(0.5),
    ({ evaluation }) => evaluation.clusters.mixedPerThousand,
  ),
  lower('largest group', 'largest', 'records', undefined, ({ evaluation }) => evaluation.clusters.largest),
  higher(
    'persons exactly right',
    'exact',
    '%',
    undefined,
    ({ evaluation }) => 100 * evaluation.clusters.exactShare,
  ),
  higher('B³ F1', 'B³', '%', undefined, ({ evaluation }) => 100 * evaluation.clusters.bCubed.f1),
  lower(
    'calibration error',
    'calib.',
    'points',
    most(2),
    ({ evaluation }) => 100 * evaluation.calibration.error,
  ),
  lower(
    'review items per 1,000 records',
    'review ‰',
    '',
    most(30),
    ({ evaluation }) => evaluation.review.perThousand,
  ),
  higher('of them true', 'true', '%', least(50), ({ evaluation }) => 100 * evaluation.review.trueShare),
]

type Of = (linked: PopulationRun['linked']) => number

function higher(name: string, short: string, unit: string, must: Metric['must'], of: Of): Metric {
  return { name, short, unit, isBetterHigh: true, of: ({ linked }) => of(linked), ...(must ? { must } : {}) }
}

function lower(name: string, short: string, unit: string, must: Metric['must'], of: Of): Metric {
  return { ...higher(name, short, unit, must, of), isBetterHigh: false }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** The mean of each strength and the worst of all runs, each beside the target. */
export const populationFigures = (runs: readonly PopulationRun[]): Figure[] => {
  const strengths = [...new Set(runs.map(({ errors }) => errors))]
  return metrics.flatMap(({ name, unit, must, isBetterHigh, of }) => {
    const values = runs.map(of)
    const figure = (kind: string, value: number): Figure => ({
      name: `${name}, ${kind}`,
      value,
      unit,
      ...(must ? { must } : {}),
    })
    return [
      ...strengths.map((errors) =>
        figure(`mean ×${errors}`, mean(runs.filter((run) => run.errors === errors).map(of))),
      ),
      figure('worst', isBetterHigh ? Math.min(...values) : Math.max(...values)),
    ]
  })
}

/** How far off chances are where that can be told. */
export const reliabilityFigures = (series: readonly Reliability[]): Figure[] =>
  series.map(({ name, bins }) => ({
    name: `${name}: worst bin of 200 pairs or more`,
    value: 100 * worstBin(bins),
    unit: 'points',
    must: most(5),
  }))

export function speedFigures(runs: readonly PopulationRun[]): Figure[] {
  // The first runs warm the machine's compiler up; the middle one of all is what a longer run would see.
  const middle = (of: Of) =>
    [...runs.map(({ linked }) => of(linked))].sort((a, b) => a - b)[runs.length >> 1]!
  return [
    {
      name: 'weighing and guarding the candidates',
      value: middle(({ weighedPerSecond }) => weighedPerSecond),
      unit: 'pairs/s',
      must: least(300_000),
    },
    {
      name: 'the same by processor time',
      value: middle(({ weighedPerCpuSecond }) => weighedPerCpuSecond),
      unit: 'pairs/CPU-s',
    },
    {
      name: 'the same with keys and search for candidates',
      value: middle(({ comparedPerSecond }) => comparedPerSecond),
      unit: 'pairs/s',
    },
    {
      name: 'records, from words to groups',
      value: middle(({ recordsPerSecond }) => recordsPerSecond),
      unit: 'records/s',
    },
  ]
}

export const populationTable = (runs: readonly PopulationRun[]): string[] => [
  'Vietnamese populations, one run a line:',
  ...columns([
    ['', 'records', ...metrics.map(({ short }) => short)],
    ...runs.map((run) => [
      run.name,
      String(run.linked.evaluation.records),
      ...metrics.map(({ of }) => shown(of(run))),
    ]),
  ]),
]

/** Where recall goes, over all runs together. */
export function fateTable(runs: readonly PopulationRun[]): string[] {
  const counts = new Map<string, { truePairs: number; falsePairs: number }>()
  for (const { linked } of runs)
    for (const { fate, truePairs, falsePairs } of linked.evaluation.fates) {
      const known = counts.get(fate) ?? { truePairs: 0, falsePairs: 0 }
      counts.set(fate, {
        truePairs: known.truePairs + truePairs,
        falsePairs: known.falsePairs + falsePairs,
      })
    }
  const all = runs.reduce((sum, { linked }) => sum + linked.evaluation.truePairs, 0)
  return [
    'What became of pairs, all runs together:',
    ...columns([
      ['', 'true pairs', 'of all', 'false pairs'],
      ...[...counts]
        .sort(([, a], [, b]) => b.truePairs - a.truePairs)
        .map(([fate, { truePairs, falsePairs }]) => [
          fate,
          shown(truePairs),
          `${((100 * truePairs) / all).toFixed(2)} %`,
          shown(falsePairs),
        ]),
    ]),
  ]
}

export const reliabilityTable = (series: readonly Reliability[]): string[] => [
  'Chances in tenths, said → true (pairs):',
  ...columns(
    series.map(({ name, bins }) => [
      name,
      ...bins.map((bin) => `${percent(bin.said)} → ${percent(bin.true)} (${shown(bin.pairs)})`),
    ]),
  ),
]

const percent = (share: number) => (100 * share).toFixed(0)

export const baselineTable = (baselines: readonly Baseline[]): string[] => [
  'Rules on the first of these populations (in brackets: the design note on its own population):',
  ...columns([
    ['', 'F1', 'precision', 'recall', 'false pairs per M'],
    ...baselines.map(({ name, figures, falsePerMillion, noted }) => [
      name,
      `${figures.f1.toFixed(3)}${noted.f1 === null ? '' : ` (${noted.f1.toFixed(3)})`}`,
      figures.precision.toFixed(3),
      figures.recall.toFixed(3),
      `${shown(falsePerMillion)} (${shown(noted.falsePerMillion ?? Number.NaN)})`,
    ]),
  ]),
]

export const hardTable = (runs: readonly HardRun[]): string[] => [
  'Hard cases: of two persons, how many share a group (without a common number); of one, how many are one group:',
  ...columns(
    runs.flatMap(({ errors, kinds }) =>
      kinds.map(({ kind, cases, joined, joinedWithoutNumber }) => [
        `×${errors} ${kind}`,
        `${joined} of ${cases}`,
        `(${joinedWithoutNumber})`,
      ]),
    ),
  ),
]

const shown = (n: number) =>
  Math.abs(n) >= 1_000 ? Math.round(n).toLocaleString('en') : Number.isInteger(n) ? String(n) : n.toFixed(2)

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)))
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join('  ')
      .trimEnd(),
  )
}
