import { foldName } from '#vocabulary/vietnam'

/**
 * The form in which strings are compared, for writing and asking alike: no tone marks, đ as d, no case, single spaces for
 * everything that is neither letter nor digit (FHIR R4 3.1.1.4.8: case and accents are ignored, punctuation may be).
 * A text without letters and digits stays as it is, or it would be found by anything.
 */
export function foldText(text: string): string {
  const folded = isPlain(text) ? foldPlain(text) : foldName(text)
  return folded || text.trim().toLowerCase()
}

function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 126) return false
  return true
}

const foldPlain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
