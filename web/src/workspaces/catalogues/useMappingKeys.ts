import { useEffect, useRef } from 'react'

interface Actions {
  readonly choose: (at: number) => void
  readonly none: () => void
  readonly later: () => void
  readonly undo: () => void
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

/** 1-9, N, L, U, unless somebody types, a dialog is open, or one-letter keys are switched off (WCAG 2.1.4). */
export function useMappingKeys(actions: Actions) {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return
      if (localStorage.getItem('mach.shortcuts') === 'off') return
      if (document.querySelector('[role="dialog"]') !== null) return
      const { choose, none, later, undo } = latest.current
      const letters: Record<string, () => void> = { n: none, l: later, u: undo }
      const action = /^[1-9]$/.test(event.key) ? () => choose(Number(event.key) - 1) : letters[event.key]
      if (!action) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
