import { withoutMarks } from './letters.ts'
import { parseSyllable, writeSyllable } from './syllables.ts'

/** One word of a name in every form that names are compared in. */
export interface Word {
  /** Lower case, NFC, the tone in its one place. */
  readonly canonical: string
  /** No marks, đ as d. */
  readonly folded: string
  /** Folded, and i for a y that is the whole vowel: Lý = Lí, Quỳnh = Quình. */
  readonly variant: string
  /** Variant, and one letter for sounds that a region does not keep apart: s = x, tr = ch, n = l, d = đ = gi. */
  readonly sound: string
  readonly isSyllable: boolean
}

/** Names share their words: a few thousand make up nearly all. Bounded, so that hostile words cannot fill the memory. */
const remembered = new Map<string, Word>()
const mostRemembered = 8192

/** Forms of a word of letters, marks and `?`, given in lower case and NFC. */
export function readWord(word: string): Word {
  const known = remembered.get(word)
  if (known) return known
  const read = formsOf(word)
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(word, read)
  return read
}

function formsOf(word: string): Word {
  const syllable = parseSyllable(word)
  const canonical = syllable ? writeSyllable(syllable) : word
  const folded = foldWord(canonical)
  if (!syllable) return { canonical, folded, variant: folded, sound: soundOf(folded), isSyllable: false }
  const { onset, rime } = syllable
  const wholeVowel = onset === 'qu' ? rime[0] === 'y' : rime === 'y'
  const variant = wholeVowel ? `${folded.slice(0, onset.length)}i${folded.slice(onset.length + 1)}` : folded
  return { canonical, folded, variant, sound: soundOf(variant), isSyllable: true }
}

/** No marks and đ as d, letter by letter where it is Vietnamese; other scripts lose the marks Unicode can take off. */
function foldWord(word: string): string {
  let folded = ''
  for (let at = 0; at < word.length; at++) folded += withoutMarks(word.charCodeAt(at))
  for (let at = 0; at < folded.length; at++)
    if (folded.charCodeAt(at) > 126) return folded.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC')
  return folded
}

function soundOf(variant: string): string {
  if (variant.startsWith('gi') && variant.length > 2) {
    // giang is d + ang to every ear, giêng is d + iêng; gì alone is g + i.
    return variant[2] === 'e' ? `d${variant.slice(1)}` : `d${variant.slice(2)}`
  }
  if (variant.startsWith('tr')) return `ch${variant.slice(2)}`
  if (variant.startsWith('s')) return `x${variant.slice(1)}`
  if (variant.startsWith('l')) return `n${variant.slice(1)}`
  return variant
}
