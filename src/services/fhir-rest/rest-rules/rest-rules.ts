import { bundleRules } from './bundle-rules.ts'
import { type Ask, clientOf } from './client.ts'
import { conditionRules } from './condition-rules.ts'
import { formatRules } from './format-rules.ts'
import { operationRules } from './operation-rules.ts'
import { searchRules } from './search-rules.ts'
import { writeRules } from './write-rules.ts'

/** The rules of REST as sentences, told to any server: over the store in memory, and over the real one. */
export function restRules(ask: Ask): void {
  const client = clientOf(ask)
  writeRules(client)
  conditionRules(client)
  formatRules(client)
  searchRules(client)
  bundleRules(client)
  operationRules(client)
}
