/** Letters that other keyboards put in place of đ: eth, Icelandic, looks the same and sorts elsewhere. */
const eth = /[ÐðĐđ]/g
const invisible = /[\u00AD\u200B-\u200F\u2060\uFEFF]/g

/** The sender's spelling, with one space between syllables and one way to write every letter. Case is kept. */
export function tidyName(text: string): string {
  return text
    .normalize('NFC')
    .replace(invisible, '')
    .replace(/\u00D0/g, 'Đ')
    .replace(/\u00F0/g, 'đ')
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * The form in which names are compared and searched: no case, no tone or vowel marks, đ as d, single spaces.
 * Used for writing and for asking alike; PostgreSQL's `unaccent()` is not immutable and cannot stand in an index.
 */
export function foldName(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(invisible, '')
    .replace(eth, 'd')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

export interface NameParts {
  readonly family: string
  /** Middle syllables (tên đệm) together, then the name people are called by: Vietnamese order. */
  readonly given: readonly string[]
}

/** Họ, tên đệm, tên: the first syllable, the middle and the last. Null for a name of one syllable. */
export function splitName(text: string): NameParts | null {
  const syllables = tidyName(text).split(' ')
  if (syllables.length < 2) return null
  const middle = syllables.slice(1, -1).join(' ')
  const last = syllables[syllables.length - 1]!
  return { family: syllables[0]!, given: middle ? [middle, last] : [last] }
}
