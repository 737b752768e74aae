import type { Tx } from '#foundation/db'
import { visitAccepted, type VisitAccepted } from './intake.events.ts'
import { closeSetAside, type FileToWrite } from './receipt.queries.ts'

export type IntakeAnnounce = (
  tx: Tx,
  events: readonly { readonly name: string; readonly version: number; readonly payload: VisitAccepted }[],
) => Promise<void>

/** Accepted records are announced; what stood set aside under the same key is closed by its correction. */
export async function closeSetAsideAndAnnounce(
  tx: Tx,
  announce: IntakeAnnounce,
  receiptId: string,
  files: readonly FileToWrite[],
  at: Date,
): Promise<void> {
  const accepted = files.filter((f) => f.status === 'accepted')
  if (accepted.length === 0) return
  const keys = accepted.flatMap((f) =>
    f.facility && f.visit_link_id ? [{ facility: f.facility, visitLinkId: f.visit_link_id }] : [],
  )
  await closeSetAside(tx, keys, at.toISOString())
  await announce(
    tx,
    accepted.map((f) => ({ name: visitAccepted, version: 1, payload: { receiptId, fileNumber: f.file_number } })),
  )
}
