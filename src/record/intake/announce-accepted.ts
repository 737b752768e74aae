import type { Tx } from '#foundation/db'
import { type VisitAccepted, visitAccepted } from './intake.events.ts'
import type { FileToWrite, ReceivedFile } from './receipt.queries.ts'

export type IntakeAnnounce = (
  tx: Tx,
  events: readonly { readonly name: string; readonly version: number; readonly payload: VisitAccepted }[],
) => Promise<void>

const acceptedOf = <F extends FileToWrite>(files: readonly F[]) =>
  files.filter((f) => f.status === 'accepted')

/** The keys under which earlier set-aside records are closed by these. */
export const correctedBy = (files: readonly FileToWrite[]) =>
  acceptedOf(files).flatMap((f) =>
    f.facility && f.visit_link_id ? [{ facility: f.facility, visitLinkId: f.visit_link_id }] : [],
  )

export async function announceAccepted(
  tx: Tx,
  announce: IntakeAnnounce,
  files: readonly ReceivedFile[],
): Promise<void> {
  const accepted = acceptedOf(files)
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
