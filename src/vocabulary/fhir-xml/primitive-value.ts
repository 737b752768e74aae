/** A primitive as JSON holds it; `raw` when its digits must be kept. Undefined: not of that type. */
export interface PrimitiveValue {
  readonly value: string | number | boolean
  readonly raw: string | null
}

const integer = /^(?:[+-]?[1-9][0-9]*|-?0)$/
const decimal = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/

export function primitiveValue(type: string, text: string): PrimitiveValue | undefined {
  switch (type) {
    case 'boolean':
      return text === 'true' || text === 'false' ? { value: text === 'true', raw: null } : undefined
    case 'decimal':
      return decimal.test(text) ? numberOf(text) : undefined
    case 'integer':
    case 'positiveInt':
    case 'unsignedInt':
      // R4 lets an integer begin with a plus sign; a JSON number may not.
      return integer.test(text) ? numberOf(text.startsWith('+') ? text.slice(1) : text) : undefined
    default:
      return { value: text, raw: null }
  }
}

function numberOf(text: string): PrimitiveValue | undefined {
  const value = Number(text)
  if (!Number.isFinite(value)) return undefined
  return { value, raw: String(value) === text ? null : text }
}
