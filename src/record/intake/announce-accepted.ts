import type { Tx } from '#foundation/db'
import { type VisitAccepted, visitAccepted } from './intake.events.ts'
import type { ReceivedFile } from './receipt.queries.ts'

export type IntakeAnnounce = (
  tx: Tx,
  events: readonly { readonly name: string; readonly version: number; readonly payload: VisitAccepted }[],
) => Promise<void>

export async function announceAccepted(
  tx: Tx,
  announce: IntakeAnnounce,
  files: readonly ReceivedFile[],
): Promise<void> {
  const accepted = files.filter(({ status }) => status === 'accepted')
  if (accepted.length === 0) return
  await announce(
    tx,
    accepted.map((f) => ({
      name: visitAccepted,
      version: 1,
      payload: {
        receiptId: f.receipt_id,
        fileNumber: f.file_number,
        ...(f.lane === 'live' ? {} : { lane: f.lane }),
      },
    })),
  )
}
