import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError } from '../../api/client'
import {
  answerItem,
  keepItem,
  leaveDesk,
  type ReviewFilter,
  takeItem,
  takeNext,
  undoAnswer,
} from '../../api/review'
import type { ReviewAnswer, ReviewAnswered, ReviewItemView, ReviewTaken } from '../../api/types'

const keepEvery = 4 * 60_000
/** As many as the server takes; whoever has passed more starts over. */
const skippedAtMost = 200

export interface Said {
  readonly what: ReviewAnswer | 'undone'
  readonly state?: ReviewAnswered['state']
  readonly disagree?: boolean
}

export type Review = ReturnType<typeof useReview>

/**
 * The item this clerk holds, and what may be done with it. One question to the server at a time: a key pressed twice is one
 * answer. The item is let go when the page goes.
 */
export function useReview(clerk: string, filter: ReviewFilter, asked: string | undefined) {
  const client = useQueryClient()
  const [item, setItem] = useState<ReviewItemView | null | undefined>(undefined)
  const [said, setSaid] = useState<Said | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [pending, setPending] = useState(false)
  const [answered, setAnswered] = useState(0)
  const busy = useRef(false)
  const turn = useRef(0)
  const skip = useRef<readonly string[]>([])
  const filterText = JSON.stringify(filter)

  /** What `work` brings is shown, unless something newer was asked meanwhile. */
  const run = useCallback(
    async (work: () => Promise<ReviewTaken>, isAnew = false) => {
      if (busy.current && !isAnew) return
      turn.current += 1
      const mine = turn.current
      const isStill = () => turn.current === mine
      busy.current = true
      setPending(true)
      setError(null)
      try {
        const taken = await work()
        if (isStill()) setItem(taken.item)
      } catch (problem) {
        if (isStill()) setError(problem)
      } finally {
        if (isStill()) {
          busy.current = false
          setPending(false)
        }
        void client.invalidateQueries({ queryKey: ['review-counts'] })
      }
    },
    [client],
  )
  const goOn = useCallback(
    () => takeNext(clerk, JSON.parse(filterText) as ReviewFilter, skip.current),
    [clerk, filterText],
  )

  useEffect(() => {
    skip.current = []
    setItem(undefined)
    void run(() => (asked === undefined ? goOn() : takeItem(clerk, asked)), true)
  }, [clerk, goOn, asked, run])

  useLeaving(clerk)

  const itemId = item?.itemId
  useEffect(() => {
    if (itemId === undefined) return
    const timer = setInterval(() => void keepItem(clerk, itemId).catch(setError), keepEvery)
    return () => clearInterval(timer)
  }, [clerk, itemId])

  return {
    item,
    said,
    error,
    pending,
    /** In this visit to the page. */
    answered,
    next: () =>
      void run(() => {
        skip.current = item ? [...skip.current, item.itemId].slice(-skippedAtMost) : []
        setSaid(null)
        return goOn()
      }),
    answer: (answer: ReviewAnswer, why: string) =>
      void run(async () => {
        if (!item) return { item: null }
        try {
          const { state, disagree } = await answerItem(clerk, item.itemId, { answer, seen: item.seen, why })
          setSaid({ what: answer, state, disagree })
          setAnswered((before) => before + 1)
        } catch (problem) {
          // What has changed is shown as it is now, and asked again.
          if (problem instanceof ApiError && problem.code === 'IDENTITY_REVIEW_CHANGED')
            setItem((await takeItem(clerk, item.itemId)).item)
          throw problem
        }
        return goOn()
      }),
    undo: () =>
      void run(async () => {
        const { itemId: undone } = await undoAnswer(clerk)
        setSaid({ what: 'undone' })
        setAnswered((before) => Math.max(0, before - 1))
        return takeItem(clerk, undone)
      }),
  }
}

let leaving: ReturnType<typeof setTimeout> | undefined

/**
 * What the clerk holds is let go when the page goes. A page that is put up again at once (the router does so while its parts
 * arrive) has not gone: its leaving would let go what it has just taken.
 */
function useLeaving(clerk: string) {
  useEffect(() => {
    clearTimeout(leaving)
    const leave = () => leaveDesk(clerk)
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leaving = setTimeout(leave, 500)
    }
  }, [clerk])
}
