/** Codes, numbers and dates, which most cells hold, have nothing to tidy. */
const notTidy = /[^\x21-\x7e]/
const untidy = /^\s|\s$|[^\S ]|\s\s/
const beyondLatin1 = /[^\u0000-\u00ff]/

/** Trimmed, single spaces; line breaks inside a note stay. */
export function tidied(text: string): string {
  if (!untidy.test(text)) return text
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim()
}

/** A value as it goes on: tidy, its letters composed (NFC); empty when it says nothing. */
export const tidyValue = (raw: string): string => (notTidy.test(raw) ? composed(tidied(raw)) : raw)

/** Whether the letters of a value were sent in pieces (NFD). */
export function isDecomposed(raw: string): boolean {
  const tidy = tidied(raw)
  return composed(tidy) !== tidy
}

const composed = (text: string): string => (beyondLatin1.test(text) ? text.normalize('NFC') : text)
