import { useEffect, useRef } from 'react'
import type { ReviewAnswer } from '../../api/types'

interface Actions {
  readonly answer: (answer: ReviewAnswer) => void
  readonly undo: () => void
  readonly next: () => void
  readonly help: () => void
}

export const answerKeys = { same: '1', different: '2', 'cannot-tell': '3', 'ask-facility': '4' } as const

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

/** 1–4, Z, N, ?, unless somebody types, a dialog is open, or one-letter keys are switched off (WCAG 2.1.4). */
export function useReviewKeys(actions: Actions) {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return
      if (localStorage.getItem('mach.shortcuts') === 'off') return
      if (document.querySelector('[role="dialog"]') !== null) return
      const { answer, undo, next, help } = latest.current
      const keys: Record<string, () => void> = { z: undo, n: next, '?': help }
      for (const [name, key] of Object.entries(answerKeys)) keys[key] = () => answer(name as ReviewAnswer)
      const action = keys[event.key.toLowerCase()]
      if (!action) return
      event.preventDefault()
      // The page's own help comes before that of the whole app.
      event.stopImmediatePropagation()
      action()
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [])
}
