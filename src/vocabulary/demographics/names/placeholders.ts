import { surnameShare } from './name-tables.ts'
import { readWord } from './read-word.ts'

/** What stands in the name field of a child without a name, or of somebody nobody knows. */
export type Placeholder =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'newborn'; readonly mother: readonly string[]; readonly birthOrder: number | null }

/** Words by spelling and, for those who write no marks, by bare letters. */
interface WordSet {
  readonly exact: ReadonlySet<string>
  readonly bare: ReadonlySet<string>
}

const wordSet = (words: readonly string[]): WordSet => ({
  exact: new Set(words.map((each) => readWord(each).canonical)),
  bare: new Set(words.map((each) => readWord(each).folded)),
})

/** A word of the set, marked or bare: "vô danh" and "VO DANH", but not Võ Danh, who is somebody. */
function isOf(written: string | undefined, set: WordSet): boolean {
  if (written === undefined) return false
  const { canonical, folded } = readWord(written)
  return set.exact.has(canonical) || (canonical === folded && set.bare.has(folded))
}

const says = (written: string | undefined, meant: string): boolean => {
  if (written === undefined) return false
  const [read, asked] = [readWord(written), readWord(meant)]
  return (
    read.canonical === asked.canonical || (read.canonical === read.folded && read.folded === asked.folded)
  )
}

const startsWith = (written: readonly string[], phrase: string, at = 0): boolean =>
  phrase.split(' ').every((each, step) => says(written[at + step], each))

const unknownPhrases = [
  'vô danh',
  'khuyết danh',
  'không rõ',
  'không biết',
  'không tên',
  'không có tên',
  'không xác định',
  'chưa rõ',
  'chưa biết',
  'chưa xác định',
  'ko rõ',
  'unknown',
  'noname',
  'no name',
]
const unnamedPhrases = ['chưa đặt tên', 'chưa có tên']
/** What may follow or precede those phrases when they are written without marks: Võ Danh Tùng is a name. */
const aboutSomebody = wordSet(
  'nam nữ người bệnh nhân bn lạ nạn đàn ông bà phụ tên họ lai lịch danh tính'.split(' '),
)

const smallOnes = wordSet(
  'bé trẻ em cháu sơ sinh ss trai gái nam nữ bn bệnh nhân nhi song đôi của'.split(' '),
)
const motherWords = wordSet('của bà chị cô mẹ sản phụ sp'.split(' '))
const firstWords = wordSet([
  ...unknownPhrases.map((phrase) => phrase.split(' ')[0]!),
  ...unnamedPhrases.map((phrase) => phrase.split(' ')[0]!),
  ...aboutSomebody.exact,
  ...smallOnes.exact,
  'con',
  'cb',
  'c',
])

/** Null: the words are somebody's own name. */
export function readPlaceholder(written: readonly string[]): Placeholder | null {
  if (!isOf(written[0], firstWords) && orderOf(written[0] ?? '') === null) return null
  let at = 0
  while (at < written.length && isOf(written[at], aboutSomebody)) at += 1
  for (const from of at === 0 ? [0] : [0, at]) {
    if (unnamedPhrases.some((phrase) => startsWith(written, phrase, from)))
      return { kind: 'newborn', mother: [], birthOrder: null }
    if (unknownPhrases.some((phrase) => isUnknown(written, phrase, from))) return { kind: 'unknown' }
  }
  return readNewborn(written)
}

function isUnknown(written: readonly string[], phrase: string, at: number): boolean {
  if (!startsWith(written, phrase, at)) return false
  const end = at + phrase.split(' ').length
  const isSpelt = written.slice(at, end).join(' ') === phrase
  return isSpelt || written.slice(end).every((word) => isNumber.test(word) || isOf(word, aboutSomebody))
}

/** "Con bà X", "CB X", "bé gái 2 con bà X", "C/B X", "trẻ sơ sinh X", "con X": the mother's name follows the key. */
function readNewborn(written: readonly string[]): Placeholder | null {
  let [at, order, isBaby]: [number, number | null, boolean] = [0, null, false]
  while (at < written.length) {
    const counted = countedAt(written, at)
    if (!counted && !isOf(written[at], smallOnes) && !isNumber.test(written[at]!)) break
    if (written[at] === 'ss' || (says(written[at], 'sơ') && says(written[at + 1], 'sinh'))) isBaby = true
    order ??= counted?.order ?? null
    at += counted?.words ?? 1
  }
  const before = at
  if (says(written[at], 'con')) at += 1
  else if (written[at] === 'cb') at += 1
  else if (written[at] === 'c' && written[at + 1] === 'b') at += 2
  else if (!isBaby) return null
  const hasKey = at > before
  while (at < written.length) {
    const counted = countedAt(written, at)
    if (counted) {
      order ??= counted.order
      at += counted.words
    } else if (isOf(written[at], motherWords) || isNumber.test(written[at]!)) at += 1
    else break
  }
  const rest = written.slice(at)
  if (hasKey && written[before] === 'con' && at === before + 1 && !isBaby && !isSurname(rest[0])) return null
  const end = countAtEnd(rest)
  return {
    kind: 'newborn',
    mother: end ? rest.slice(0, -end.words) : rest,
    birthOrder: order ?? end?.order ?? null,
  }
}

const isNumber = /^\p{N}/u

const isSurname = (written: string | undefined): boolean =>
  written !== undefined && surnameShare(readWord(written)) > 0

/** 1 to 9, also b1, B2: the second of a delivery is rarely more than that, and larger numbers are something else. */
function orderOf(written: string): number | null {
  const match = /^[a-z]?([1-9])$/.exec(written)
  return match ? Number(match[1]) : null
}

const ordinals = ['đầu', 'hai', 'ba', 'tư']
const romans = ['i', 'ii', 'iii', 'iv']
const letters = ['a', 'b', 'c', 'd']

/** "1", "thứ hai", "thứ nhất", "đầu" between the key and the mother. */
function countedAt(written: readonly string[], at: number): { order: number; words: number } | null {
  const order = orderOf(written[at]!)
  if (order !== null) return { order, words: 1 }
  if (written[at] === 'đầu') return { order: 1, words: 1 }
  if (!says(written[at], 'thứ') || written[at + 1] === undefined) return null
  const next = orderOf(written[at + 1]!)
  if (next !== null) return { order: next, words: 2 }
  if (says(written[at + 1], 'nhất')) return { order: 1, words: 2 }
  const ordinal = ordinals.findIndex((each) => says(written[at + 1], each))
  return ordinal < 0 ? null : { order: ordinal + 1, words: 2 }
}

/** After a mother's whole name: 1, 2, A, B, I, II. With fewer than three words before it a letter may be her name. */
function countAtEnd(rest: readonly string[]): { order: number; words: number } | null {
  const last = rest.at(-1)
  if (last === undefined || rest.length < 2) return null
  const order = orderOf(last)
  if (order !== null) return { order, words: says(rest.at(-2), 'thứ') || says(rest.at(-2), 'số') ? 2 : 1 }
  if (rest.length < 4) return null
  const roman = romans.indexOf(last)
  const letter = letters.indexOf(last)
  const found = roman >= 0 ? roman : letter
  return found < 0 ? null : { order: found + 1, words: 1 }
}
