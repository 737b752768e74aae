import type { Scheme } from '../scheme.types.ts'
import { type HotValues, keysIn } from './hot-values.ts'

export interface BlockKey {
  readonly block: string
  readonly key: string
}

/** All keys of one record under a frozen list of hot values: what an index that is kept elsewhere stores and looks up. */
export function openKeys<F>(scheme: Scheme<F>, hotValues: HotValues): (features: F) => BlockKey[] {
  const blocks = scheme.blocks.map((block) => ({ block, hot: new Set(hotValues[block.name] ?? []) }))
  return (features) =>
    blocks.flatMap(({ block, hot }) =>
      [...new Set(keysIn(block, features, hot))].map((key) => ({ block: block.name, key })),
    )
}
