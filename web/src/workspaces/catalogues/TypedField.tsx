import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'

interface Props {
  readonly label: string
  readonly hint?: string
  /** What the page has been asked; changes from outside (Back, a link) are shown. */
  readonly value: string
  readonly onChange: (text: string) => void
  /** `/` goes here. */
  readonly isPageSearch?: boolean
  readonly autoFocus?: boolean
}

/** A search box: what is typed stands at once and is asked after a short pause. */
export function TypedField({ label, hint, value, onChange, isPageSearch = false, autoFocus = false }: Props) {
  const [text, setText] = useState(value)
  const asked = useRef(value)
  const box = useRef<HTMLInputElement>(null)
  const ask = useDebouncedCallback((next: string) => {
    asked.current = next
    onChange(next)
  }, 250)
  useEffect(() => {
    if (value === asked.current) return
    asked.current = value
    setText(value)
  }, [value])
  useEffect(() => {
    if (autoFocus) box.current?.focus({ preventScroll: true })
  }, [autoFocus])
  return (
    <label className="text-field is-search">
      {label}
      <input
        ref={box}
        type="search"
        value={text}
        placeholder={hint}
        autoComplete="off"
        spellCheck={false}
        data-page-search={isPageSearch || undefined}
        onChange={(event) => {
          setText(event.currentTarget.value)
          ask(event.currentTarget.value)
        }}
      />
    </label>
  )
}
