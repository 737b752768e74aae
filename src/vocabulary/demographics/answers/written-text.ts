/** Longer than any name or address: what a stranger sends beyond is not read. */
const mostSigns = 400

/** A text as somebody wrote it, of bounded length; null when nothing was written, or something that is no text. */
export function writtenText(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const text = (value.length > mostSigns ? value.slice(0, mostSigns) : value).trim()
  return text === '' ? null : text
}
