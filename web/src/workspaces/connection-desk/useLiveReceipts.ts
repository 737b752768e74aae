import { useQuery } from '@tanstack/react-query'
import { type RefObject, useEffect, useReducer, useState } from 'react'
import { fetchReceipts, type ReceiptFilter } from '../../api/intake'
import type { ReceiptLines } from '../../api/types'
import { nothingShown, type Shown, showFresh, split, takeNewest, takeOlder } from './merge-receipts'

type Change =
  | { readonly kind: 'newest'; readonly page: ReceiptLines; readonly hold: boolean }
  | { readonly kind: 'older'; readonly page: ReceiptLines }
  | { readonly kind: 'show' }

function change(shown: Shown, what: Change): Shown {
  if (what.kind === 'newest') return takeNewest(shown, what.page, what.hold)
  if (what.kind === 'older') return takeOlder(shown, what.page)
  return showFresh(shown)
}

/**
 * Receipts as they arrive. While somebody reads, points at or tabs through the list, new ones wait behind a button:
 * a row must not move away from under a finger.
 */
export function useLiveReceipts(filter: ReceiptFilter, list: RefObject<HTMLElement | null>) {
  const [paused, setPaused] = useState(false)
  const [shown, dispatch] = useReducer(change, nothingShown)
  const [loadingOlder, setLoadingOlder] = useState(false)
  const query = useQuery({
    queryKey: ['receipts', filter],
    queryFn: ({ signal }) => fetchReceipts(filter, undefined, signal),
    refetchInterval: paused ? false : 2_000,
    staleTime: 0,
  })
  useEffect(() => {
    if (query.data) dispatch({ kind: 'newest', page: query.data, hold: isBeingRead(list.current) })
  }, [query.data, list])

  const loadOlder = async () => {
    setLoadingOlder(true)
    try {
      const page = await fetchReceipts(filter, shown.known.at(-1)?.receiptId)
      dispatch({ kind: 'older', page })
    } finally {
      setLoadingOlder(false)
    }
  }
  return {
    ...split(shown),
    more: shown.more,
    query,
    paused,
    setPaused,
    loadOlder,
    loadingOlder,
    show: () => dispatch({ kind: 'show' }),
  }
}

const isBeingRead = (list: HTMLElement | null) =>
  list !== null &&
  (list.matches(':hover') || list.contains(document.activeElement) || list.getBoundingClientRect().top < 0)
