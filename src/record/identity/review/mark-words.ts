import { joined, type Part } from './mask-digits.ts'

/** Long texts are for reading, not for proof: the rest of a hostile one is left out. */
const lettersAtMost = 300

/** A text as written; words that none of the others has, marks included, are marked. Capitals say nothing. */
export function markWords(text: string, others: readonly string[]): Part[] {
  const shown = text.normalize('NFC').slice(0, lettersAtMost)
  if (others.length === 0) return [{ text: shown, differs: false }]
  const known = new Set(others.flatMap(wordsOf))
  const pieces = shown.split(/(\s+)/).filter((piece) => piece !== '')
  return joined(
    pieces.map((piece) => ({ text: piece, differs: piece.trim() !== '' && !known.has(plain(piece)) })),
  )
}

const plain = (word: string) => word.toLocaleLowerCase('vi').replace(/[.,;:()]/g, '')

const wordsOf = (text: string): string[] =>
  text.normalize('NFC').slice(0, lettersAtMost).split(/\s+/).map(plain)

/** A date of birth (`yyyy-MM-dd`, shorter when less is known), day first, the parts that no other date has marked. */
export function markDate(date: string, others: readonly string[]): Part[] {
  const parts = date.split('-')
  const known = others.map((other) => other.split('-'))
  const dayFirst = parts
    .flatMap((text, at): Part[] => {
      const differs =
        known.length > 0 && !known.some((other) => other[at] === undefined || other[at] === text)
      return at === 0
        ? [{ text, differs }]
        : [
            { text: '/', differs: false },
            { text, differs },
          ]
    })
    .reverse()
  return joined(dayFirst)
}
