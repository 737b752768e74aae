import { useLayoutEffect, useRef } from 'react'

/** A key meant for a field, not for the page. */
export const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

/**
 * One-letter keys of a page, unless somebody types, a dialog is open, or they are switched off (WCAG 2.1.4). `actionOf` says what
 * a key does here, if anything. `first`: this page's keys come before those of the whole app.
 */
export function usePageKeys(
  actionOf: (key: string) => (() => void) | undefined,
  { first = false }: { readonly first?: boolean } = {},
) {
  const latest = useRef(actionOf)
  // Before the page is painted: a key pressed as soon as something is seen is for what is seen.
  useLayoutEffect(() => {
    latest.current = actionOf
  })
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return
      if (localStorage.getItem('mach.shortcuts') === 'off') return
      if (document.querySelector('[role="dialog"]') !== null) return
      const action = latest.current(event.key)
      if (!action) return
      event.preventDefault()
      if (first) event.stopImmediatePropagation()
      action()
    }
    window.addEventListener('keydown', onKey, { capture: first })
    return () => window.removeEventListener('keydown', onKey, { capture: first })
  }, [first])
}
