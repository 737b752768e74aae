import { Buffer, isUtf8 } from 'node:buffer'
import type { Separators } from './separators.ts'

/** Signs that no text holds, and that a database or JSON cannot: they are left out wherever they come from. */
const unprintable =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g
const mayBeUnprintable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uD800-\uDFFF]/

export const withoutUnprintable = (text: string): string =>
  mayBeUnprintable.test(text) ? text.replace(unprintable, '') : text

/**
 * Opens the escape sequences of HL7 v2.5.1, 2.7. What is not one stays as sent: `5\6` is five, a stroke and six, and the
 * sequences for other character sets (\C..\ \M..\) and of vendors (\Z..\) keep their letters, so that nothing is lost.
 */
export function unescapeText(text: string, separators: Separators): string {
  const { escape: stroke } = separators
  if (stroke === '' || !text.includes(stroke)) return text
  let out = ''
  let at = 0
  while (at < text.length) {
    const start = text.indexOf(stroke, at)
    if (start < 0) break
    const end = text.indexOf(stroke, start + 1)
    if (end < 0) break
    const meaning = end - start > longestSequence ? null : meaningOf(text.slice(start + 1, end), separators)
    out += text.slice(at, start)
    if (meaning === null) {
      // The second stroke may begin a sequence of its own.
      out += text.slice(start, end)
      at = end
    } else {
      out += meaning
      at = end + 1
    }
  }
  return withoutUnprintable(out + text.slice(at))
}

/** \X..\ may hold much; a stroke that meets another one a page later does not. */
const longestSequence = 4_000

function meaningOf(sequence: string, separators: Separators): string | null {
  switch (sequence) {
    case 'F':
      return separators.field
    case 'S':
      return separators.component
    case 'R':
      return separators.repetition
    case 'T':
      return separators.subcomponent
    case 'E':
      return separators.escape
    case 'H':
    case 'N':
      return ''
    case '.br':
    case '.ce':
      return '\n'
    case '.fi':
    case '.nf':
      return ''
  }
  if (sequence[0] === 'X') return ofHex(sequence.slice(1))
  const command = /^\.(sp|in|ti|sk)\s*\+?(-?\d{1,2})?$/.exec(sequence)
  if (!command) return null
  if (command[1] === 'sp') return '\n'.repeat(Math.min(Math.max(Number(command[2] ?? 1), 1), 20))
  return command[1] === 'sk' ? ' '.repeat(Math.min(Math.max(Number(command[2] ?? 1), 1), 40)) : ''
}

/** \X0D0A\: bytes. Letters beyond ASCII are UTF-8 when they can be, else ISO 8859-1; line ends become one. */
function ofHex(hex: string): string | null {
  if (hex.length === 0 || hex.length % 2 || !/^[0-9A-Fa-f]+$/.test(hex)) return null
  const bytes = Buffer.from(hex, 'hex')
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1').replace(/\r\n?/g, '\n')
}

/** Writes a text so that `unescapeText` gives it back. */
export function escapeText(text: string, separators: Separators): string {
  const { field, component, repetition, escape: stroke, subcomponent } = separators
  let out = ''
  for (const sign of text) {
    if (sign === stroke) out += `${stroke}E${stroke}`
    else if (sign === field) out += `${stroke}F${stroke}`
    else if (sign === component) out += `${stroke}S${stroke}`
    else if (sign === repetition) out += `${stroke}R${stroke}`
    else if (sign === subcomponent) out += `${stroke}T${stroke}`
    else if (sign === '\n') out += `${stroke}.br${stroke}`
    else out += sign
  }
  return out
}
