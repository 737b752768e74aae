import type { ValueItem } from '../../api/types'
import { useFormat } from '../../ui/useFormat'

/** A number in the reader's way of writing, or the sender's own words. */
export function ValueText({ value }: { value: Pick<ValueItem, 'value' | 'text' | 'unit'> }) {
  const format = useFormat()
  return (
    <span className="value-text">
      {value.value === null ? value.text : format.number(value.value)}
      {value.unit && <span className="unit"> {value.unit}</span>}
    </span>
  )
}
