interface Props {
  readonly label: string
  /** The choice that filters nothing. */
  readonly all: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly options: readonly { readonly value: string; readonly text: string }[]
}

/** The browser's own select: quick on an old phone, known to every keyboard. */
export function SelectField({ label, all, value, onChange, options }: Props) {
  return (
    <label className="select-field">
      {label}
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{all}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </label>
  )
}
