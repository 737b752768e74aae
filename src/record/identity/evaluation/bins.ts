import type { ReliabilityBin } from '#foundation/linkage'

/** A share among fewer pairs than these is chance: of 200, one in two is off by three and a half points in one draw of three. */
const fewestInBin = 200

/** The largest distance between what was said and what was true, over bins that hold enough pairs to tell. */
export const worstBin = (bins: readonly ReliabilityBin[]): number =>
  bins
    .filter(({ pairs }) => pairs >= fewestInBin)
    .reduce((worst, bin) => Math.max(worst, Math.abs(bin.said - bin.true)), 0)

/** The same bins of several runs as one: the middle ones hold few pairs in each. */
export function poolBins(runs: readonly (readonly ReliabilityBin[])[]): ReliabilityBin[] {
  return (runs[0] ?? []).map(({ from, to }, at) => {
    const bins = runs.map((run) => run[at]!)
    const pairs = bins.reduce((sum, bin) => sum + bin.pairs, 0)
    const mean = (of: (bin: ReliabilityBin) => number) =>
      pairs === 0 ? 0 : bins.reduce((sum, bin) => sum + bin.pairs * of(bin), 0) / pairs
    return { from, to, pairs, said: mean((bin) => bin.said), true: mean((bin) => bin.true) }
  })
}
