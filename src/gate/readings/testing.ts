/** For tests of what asks the gate: a ledger in memory. */
import { ok } from '#foundation/result'
import type { NoteReadings, Reading } from '#gate/access'

export function ledgerInMemory() {
  const kept: Reading[] = []
  const note: NoteReadings = async (readings) => {
    kept.push(...readings)
    return ok(null)
  }
  return { kept, note }
}
