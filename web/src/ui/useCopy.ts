import { useEffect, useState } from 'react'

/** Copies a text and says for two seconds how it went. */
export function useCopy() {
  const [outcome, setOutcome] = useState<'copied' | 'failed'>()
  useEffect(() => {
    if (outcome === undefined) return
    const timer = setTimeout(() => setOutcome(undefined), 2_000)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = (text: string) => {
    // The clipboard is missing on plain http from another machine.
    if (navigator.clipboard === undefined) return setOutcome('failed')
    navigator.clipboard.writeText(text).then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    )
  }
  return { outcome, copy }
}
