import { writeFileSync } from 'node:fs'
import type { ReliabilityBin } from '#foundation/linkage'
import { drawRecall, drawReliability, poolBins } from '#record/identity/evaluation'
import type { PopulationRun } from './runs.types.ts'

/** Chances of all runs of one strength as one series: in one run the middle bins hold too few pairs to tell. */
export const pooledByStrength = (runs: readonly PopulationRun[]): Reliability[] =>
  [...new Set(runs.map(({ errors }) => errors))].map((errors) => ({
    name: `chances, errors ×${errors}`,
    bins: poolBins(
      runs.filter((run) => run.errors === errors).map(({ linked }) => linked.evaluation.calibration.bins),
    ),
  }))

export interface Reliability {
  readonly name: string
  readonly bins: readonly ReliabilityBin[]
}

/** Draws both plots and answers where they are. */
export function writePlots(
  out: string,
  runs: readonly PopulationRun[],
  pooled: readonly Reliability[],
): string[] {
  const files = [
    [`${out}-reliability.svg`, drawReliability(pooled)],
    [
      `${out}-recall.svg`,
      drawRecall(
        runs.map(({ name, linked }) => ({ name, points: linked.evaluation.curve })),
        [
          { falsePerMillion: 1_000, recall: 0.92 },
          { falsePerMillion: 100, recall: 0.8 },
        ],
      ),
    ],
  ] as const
  for (const [path, text] of files) writeFileSync(path, text)
  return files.map(([path]) => `drawn: ${path}`)
}
