import type { ReactNode } from 'react'

interface Props {
  readonly type: 'checkbox' | 'radio'
  /** Radios of one question share it. */
  readonly name?: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  readonly children: ReactNode
}

/** The browser's own box: known to every keyboard, and drawn without another style sheet. */
export function TickBox({ type, name, checked, onChange, children }: Props) {
  return (
    <label className="tick-box">
      <input
        type={type}
        name={name}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{children}</span>
    </label>
  )
}
