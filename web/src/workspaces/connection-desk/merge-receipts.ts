import type { ReceiptLine } from '../../api/types'

/** The receipts on the screen: those known, and which of them is the topmost one shown. */
export interface Shown {
  readonly known: readonly ReceiptLine[]
  /** Everything above this one has arrived but waits behind the "new" button. */
  readonly topId: string | undefined
  readonly more: boolean
}

export const nothingShown: Shown = { known: [], topId: undefined, more: false }

/** Puts the newest page over what is known. A page that no longer touches the known rows replaces them. */
export function takeNewest(
  shown: Shown,
  page: { items: readonly ReceiptLine[]; more: boolean },
  hold: boolean,
): Shown {
  const last = page.items.at(-1)?.receiptId
  const touches = shown.known.findIndex(({ receiptId }) => receiptId === last)
  const older = touches < 0 ? [] : shown.known.slice(touches + 1)
  const known = [...page.items, ...older]
  const top = known.some(({ receiptId }) => receiptId === shown.topId) ? shown.topId : undefined
  return {
    known,
    topId: hold && top !== undefined ? top : known[0]?.receiptId,
    more: older.length > 0 ? shown.more : page.more,
  }
}

export const takeOlder = (shown: Shown, page: { items: readonly ReceiptLine[]; more: boolean }): Shown => {
  const have = new Set(shown.known.map(({ receiptId }) => receiptId))
  const known = [...shown.known, ...page.items.filter(({ receiptId }) => !have.has(receiptId))]
  return { ...shown, known, more: page.more }
}

export const showFresh = (shown: Shown): Shown => ({ ...shown, topId: shown.known[0]?.receiptId })

export function split(shown: Shown): { fresh: number; visible: readonly ReceiptLine[] } {
  const fresh = Math.max(
    0,
    shown.known.findIndex(({ receiptId }) => receiptId === shown.topId),
  )
  return { fresh, visible: shown.known.slice(fresh) }
}
