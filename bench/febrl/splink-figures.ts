import type { FebrlSet } from './read-febrl.ts'

export interface SplinkFigures {
  readonly best: number
  readonly atHalf: number
  readonly at99: number
  readonly recallAtP999: number
}

/** Splink 4.0.9 on the same files, with and without the social security number; measured for the design of the index. */
export const SPLINK: Readonly<
  Record<FebrlSet, { readonly with: SplinkFigures; readonly without: SplinkFigures }>
> = {
  febrl1: {
    with: { best: 1, atHalf: 0.998, at99: 0.994, recallAtP999: 1 },
    without: { best: 0.996, atHalf: 0.9919, at99: 0.9691, recallAtP999: 0.992 },
  },
  febrl2: {
    with: { best: 0.9979, atHalf: 0.9971, at99: 0.9922, recallAtP999: 0.9959 },
    without: { best: 0.9867, atHalf: 0.9805, at99: 0.9543, recallAtP999: 0.9566 },
  },
  febrl3: {
    with: { best: 0.9974, atHalf: 0.996, at99: 0.9872, recallAtP999: 0.9956 },
    without: { best: 0.985, atHalf: 0.9779, at99: 0.9442, recallAtP999: 0.9596 },
  },
}
