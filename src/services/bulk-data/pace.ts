import type { BulkDeps, Pace } from './bulk.types.ts'

const usual: Pace = { lease: 15_000, poll: 1_000, settle: 1_000 }

export const paceOf = ({ pace }: Pick<BulkDeps, 'pace'>): Pace => ({ ...usual, ...pace })
