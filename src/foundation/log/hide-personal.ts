/** Keys whose values are people or payloads. Anything under such a key is not written. */
const hidden = new Set(
  (
    'payload body resource bundle patient person fullname givenname familyname displayname birthdate birthday address ' +
    'phone telecom email citizenid insurancecard insurancecardnumber identifier guardian password passwd secret token ' +
    'authorization cookie headers values parameters params query detail where content text xml raw'
  ).split(' '),
)

/**
 * Nine digits and more in a row may be a citizen number, an insurance card or a telephone. Neighbours are looked at so
 * that the all-digit end of a UUID or a hash is left alone.
 */
export const maskNumbers = (text: string): string =>
  text.replace(/(?<![0-9A-Fa-f-])\d{9,}(?![0-9A-Fa-f-])/g, '#')

/** A copy of what is to be logged without people in it. Ids under `…Id` keys stay: they are UUIDs. */
export function hidePersonal(entry: Record<string, unknown>): Record<string, unknown> {
  return clean(entry, 0) as Record<string, unknown>
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskNumbers(value)
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Error)
    return value
  if (depth > 4) return '[deep]'
  if (Array.isArray(value)) return value.slice(0, 50).map((each) => clean(each, depth + 1))
  const plain = Object.getPrototypeOf(value)
  // Requests, replies and other objects with a class are for their serializers.
  if (plain !== Object.prototype && plain !== null) return value
  const copy: Record<string, unknown> = {}
  for (const [key, each] of Object.entries(value)) {
    copy[key] = isHidden(key, each) ? '[hidden]' : clean(each, depth + 1)
  }
  return copy
}

/** A UUID under `person` or `patient` is an id and may be written. */
function isHidden(key: string, value: unknown): boolean {
  if (!hidden.has(key.toLowerCase().replace(/_/g, ''))) return false
  return !(typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value)) && value !== undefined
}
