/** How good is a linkage? Figures of the design note against a truth, and two plots. Pure; nothing here links. */

/** The same bins of several runs as one, and the one that lies furthest off. */
export { poolBins, worstBin } from './bins.ts'
/** How much is found at how many false pairs, as SVG. */
export { drawRecall } from './draw-recall.ts'
/** Whether chances are honest, as SVG. */
export { drawReliability } from './draw-reliability.ts'
export type { CurvePoint, Evaluation, Fate, Judged, JudgedPair } from './evaluate.types.ts'
/** Pairs, groups, review items and the truth to figures. */
export { evaluateLinkage } from './evaluate-linkage.ts'
