import { legacyReaders } from './legacy-encodings.ts'
import { surnameShare } from './name-tables.ts'
import { mostlyVietnamese, readWords, tidy, vietnameseShare, writtenWords } from './split-words.ts'

/** Letters outside ASCII: without one nothing was misread. */
const marked = /[^\0-\x7f]/
/** Signs and control characters between letters: no name has them, misread bytes do. */
const signs =
  /[\u0080-\u009f\u00a1-\u00ac\u00ae-\u00bf\u00d7\u00f7\u0192\u02c6\u02dc\u201a\u201c-\u203a\u20ac\u2122]/

/** A small letter between capitals: the TCVN bytes of DŨNG are DòNG, whose words are syllables all the same. */
const smallAmongCapitals = /\p{Lu}[\u00df-\u00ff]\p{Lu}/u
const isSuspect = (text: string): boolean => signs.test(text) || smallAmongCapitals.test(text)

/**
 * The text as it was meant when it was written in a legacy code and read in another; null when no reading makes it clearly
 * more Vietnamese. A foreign name in its own spelling stays what it is, because no reading of it gives syllables.
 */
export function recoverEncoding(text: string, share: number): string | null {
  if (!marked.test(text) || (share >= mostlyVietnamese && !isSuspect(text))) return null
  let [best, bestScore]: [string | null, number] = [null, share]
  for (const reader of legacyReaders) {
    const meant = reader(text)
    if (meant === null || meant === text) continue
    const words = readWords(writtenWords(tidy(meant)))
    const meantShare = vietnameseShare(words)
    if (meantShare < mostlyVietnamese) continue
    const score = meantShare + (surnameShare(words[0]!) > 0 ? 1 : 0)
    if (score > bestScore) [best, bestScore] = [meant, score]
  }
  return best
}
