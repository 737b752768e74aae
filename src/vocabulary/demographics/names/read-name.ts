import { featuresOf, nameless } from './features-of.ts'
import { type NameFeatures, nameFlags } from './names.types.ts'
import { orderWords } from './order-words.ts'
import { readPlaceholder } from './placeholders.ts'
import { readWord, type Word } from './read-word.ts'
import { recoverEncoding } from './recover-encoding.ts'
import { removeTitles } from './remove-titles.ts'
import {
  longestText,
  mostlyVietnamese,
  readWords,
  tidy,
  vietnameseShare,
  writtenWords,
} from './split-words.ts'
import { decodeTyping } from './typing-residue.ts'

/** Repairs can make room for one another (a title before a name in a legacy code); more than a few are a hostile text. */
const mostPasses = 6

/** Repairs are remembered over the passes; the other flags tell of the form reached last. */
const ofTheText = nameFlags.recovered | nameFlags.typingResidue | nameFlags.reordered | nameFlags.trimmed

/**
 * A name as it was written, in the forms that names are compared in. Any text may be given; reading `canonical` again gives the
 * same forms.
 */
export function readName(raw: string | null): NameFeatures {
  let [features, flags] = [readOnce(raw ?? ''), 0]
  for (let pass = 1; pass < mostPasses && features.kind === 'named' && !isSettled(features); pass++) {
    const again = readOnce(features.canonical)
    flags |= features.flags & ofTheText
    const isStable = again.kind === 'named' && again.canonical === features.canonical
    features = again
    if (isStable) break
  }
  return flags === 0 || features.kind === 'missing'
    ? features
    : { ...features, flags: features.flags | flags }
}

/** Nothing was repaired and every word is a syllable: another pass would find the same. */
const isSettled = ({ flags }: NameFeatures): boolean => (flags & ~nameFlags.unmarked) === 0

function readOnce(raw: string): NameFeatures {
  const text = raw.slice(0, longestText)
  const tidied = tidy(text)
  const written = writtenWords(tidied)
  if (written.length === 0) return nameless('missing', 0)
  const recovered = recoverEncoding(text, vietnameseShare(readWords(written)))
  if (recovered === null) return readText(tidied, written, 0)
  const meant = tidy(recovered)
  return readText(meant, writtenWords(meant), nameFlags.recovered)
}

const bracketed = /[([{<][^)\]}>]*[)\]}>]?/g

function readText(tidied: string, all: readonly string[], flags: number): NameFeatures {
  const written = withoutRemarks(tidied, all)
  const placeholder = readPlaceholder(written)
  if (placeholder?.kind === 'unknown') return nameless('unknown', flags)
  // A remark after a newborn holds its order: "con bà Lan (2)".
  const newbornOf = placeholder && written.length < all.length ? readPlaceholder(all) : placeholder
  if (newbornOf?.kind === 'newborn') return newborn(newbornOf.mother, newbornOf.birthOrder, flags)
  const own = removeTitles(withoutMother(written).filter((word) => !isNumber.test(word)))
  const isTrimmed = own.length < all.length || own.some((word) => hasDigit.test(word))
  return readOwn(own, isTrimmed ? flags | nameFlags.trimmed : flags)
}

const isNumber = /^\p{N}/u
const hasDigit = /\p{N}/u

/** Without what stands in brackets, unless that leaves less than two words. */
function withoutRemarks(tidied: string, all: readonly string[]): readonly string[] {
  const outside = tidied.replace(bracketed, ' ')
  if (outside === tidied) return all
  const written = writtenWords(outside)
  return written.length >= 2 ? written : all
}

/** "Trần Thị B con bà Nguyễn Thị C": the child has a name, and what follows it is a remark. */
function withoutMother(written: readonly string[]): readonly string[] {
  const at = written.findIndex(
    (word, place) => place >= 2 && word === 'con' && /^b[aà]$/.test(written[place + 1] ?? ''),
  )
  return at < 0 ? written : written.slice(0, at)
}

function newborn(mother: readonly string[], birthOrder: number | null, flags: number): NameFeatures {
  const named = mother.length === 0 ? null : readName(mother.join(' '))
  const mothers = named?.kind === 'named' ? named : null
  return { ...nameless('newborn', flags), mother: mothers, birthOrder }
}

function readOwn(written: readonly string[], flags: number): NameFeatures {
  const typed = readTyped(written)
  const read = typed ?? readWords(written)
  const spelt = writeOutSurname(read)
  if (spelt.length === 0) return nameless('missing', flags)
  if (isLost(spelt)) return nameless('unknown', flags | nameFlags.lossy)
  const ordered = orderWords(spelt)
  return featuresOf(
    ordered,
    flags |
      (typed ? nameFlags.typingResidue : 0) |
      (spelt === read ? 0 : nameFlags.trimmed) |
      (ordered === spelt ? 0 : nameFlags.reordered),
  )
}

/** Undigested keys are read only where the whole name is Vietnamese then: Bruce Lee is not Lê. */
function readTyped(written: readonly string[]): Word[] | null {
  let isChanged = false
  const meant = written.map((word) => {
    if (readWord(word).isSyllable || word.includes('?')) return word
    const decoded = word.length > 1 && !isNumber.test(word) ? decodeTyping(word) : null
    if (decoded === null || (word.length === 2 && hasDigit.test(word))) return word
    isChanged = true
    return decoded
  })
  if (!isChanged) return null
  const words = readWords(meant)
  return vietnameseShare(words) >= mostlyVietnamese ? words : null
}

/** "Ng. Văn An": no name begins with ng alone, and everybody writes Nguyễn so. */
const abbreviated = new Set(['ng', 'ng\u0303', 'ngg'])
const nguyen = readWord('nguyễn')
const writeOutSurname = (words: readonly Word[]): readonly Word[] =>
  words.length >= 2 && abbreviated.has(words[0]!.canonical) ? [nguyen, ...words.slice(1)] : words

/** A name of which two letters in five are lost would equal too many. */
function isLost(words: readonly Word[]): boolean {
  let [lost, letters] = [0, 0]
  for (const { folded } of words) {
    letters += folded.length
    for (let at = folded.indexOf('?'); at >= 0; at = folded.indexOf('?', at + 1)) lost += 1
  }
  return lost * 5 > letters * 2
}
