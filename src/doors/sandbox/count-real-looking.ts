import { parseCitizenId } from '#vocabulary/vietnam'
import type { Rows } from './rows-of.ts'

/** Invented citizen numbers are asked to end in 999xxx, so that a real person's can be told from them. */
const invented = /^\d{6}999\d{3}$/
const fields = ['SO_CCCD', 'SO_CCCD_NND', 'SO_GIAYTO', 'SOCMND_PASSPORT', 'PID-3', 'cccd_so'] as const

/** How many citizen numbers of a message look like somebody's. The numbers themselves are not kept. */
export function countRealLooking(rows: Rows): number {
  let count = 0
  for (const list of rows.values())
    for (const values of list)
      for (const field of fields) {
        const text = values[field]
        if (text && !invented.test(text) && parseCitizenId(text).ok) count++
      }
  return count
}
