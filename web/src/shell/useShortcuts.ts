import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { isTyping } from '../ui/usePageKeys'
import { paths } from './paths'

const storageKey = 'mach.shortcuts'

const focusSearch = () => document.querySelector<HTMLInputElement>('[data-page-search]')?.focus()

/** Moves along the page's list: everything that carries data-row, in page order. */
function moveInList(step: 1 | -1) {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
  const at = rows.indexOf(document.activeElement as HTMLElement)
  const next = at < 0 ? rows[0] : rows[Math.min(rows.length - 1, Math.max(0, at + step))]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

/** Arrows walk the rows of a list of links; elsewhere they scroll, as everywhere. */
function useArrows() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null
      if (step === null || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      if (!document.activeElement?.matches('a[data-row]')) return
      event.preventDefault()
      moveInList(step)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

export interface Shortcuts {
  readonly enabled: boolean
  readonly setEnabled: (enabled: boolean) => void
}

/** `/` search, `g h`, `g k`, `j`/`k`, `?`. Can be switched off (WCAG 2.1.4), since voice input types letters. */
export function useShortcuts(onHelp: () => void): Shortcuts {
  const navigate = useNavigate()
  const [enabled, setEnabled] = useState(() => localStorage.getItem(storageKey) !== 'off')
  const afterG = useRef(0)
  useArrows()
  useEffect(() => {
    if (!enabled) return
    const keys: Record<string, () => void> = {
      '/': focusSearch,
      '?': onHelp,
      j: () => moveInList(1),
      k: () => moveInList(-1),
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (document.querySelector('[role="dialog"]') !== null) return
      const second = Date.now() - afterG.current < 1_500
      afterG.current = event.key === 'g' ? Date.now() : 0
      const action =
        second && event.key === 'h'
          ? () => void navigate({ to: paths.search })
          : second && event.key === 'k'
            ? () => void navigate({ to: paths.desk })
            : keys[event.key]
      if (!action) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [enabled, navigate, onHelp])
  return {
    enabled,
    setEnabled: (next) => {
      localStorage.setItem(storageKey, next ? 'on' : 'off')
      setEnabled(next)
    },
  }
}
