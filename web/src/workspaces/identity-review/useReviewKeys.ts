import type { ReviewAnswer } from '../../api/types'
import { usePageKeys } from '../../ui/usePageKeys'

interface Actions {
  readonly answer: (answer: ReviewAnswer) => void
  readonly undo: () => void
  readonly next: () => void
  readonly help: () => void
}

export const answerKeys = { same: '1', different: '2', 'cannot-tell': '3', 'ask-facility': '4' } as const

/** 1–4, Z, N, ?; the page's own help comes before that of the whole app. */
export function useReviewKeys({ answer, undo, next, help }: Actions) {
  const keys: Record<string, () => void> = { z: undo, n: next, '?': help }
  for (const [name, key] of Object.entries(answerKeys)) keys[key] = () => answer(name as ReviewAnswer)
  usePageKeys((key) => keys[key.toLowerCase()], { first: true })
}
