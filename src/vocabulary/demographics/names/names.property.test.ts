import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareGiven, compareNames, type NameFeatures, nameFlags, nameLevel, readName } from './index.ts'
import { isOneEdit } from './one-edit.ts'
import { parseSyllable, writeSyllable } from './syllables.ts'

const word = (words: string) => fc.constantFrom(...words.split(' '))
const surname = word('Nguyễn Trần Lê Phạm Hoàng Huỳnh Vũ Võ Phan Đặng Bùi Đỗ Ngô Dương Lý')
const middle = word('Văn Thị Minh Thanh Ngọc Đức Quốc Xuân Hữu Kim')
const given = word(
  'An Anh Bình Cường Dũng Duy Giang Hà Hương Hưng Hùng Khánh Lan Linh Mỹ Nga Phương Quỳnh Sơn Thảo Tuấn Uyên Vy Yến',
)
const aName = fc
  .tuple(surname, fc.array(middle, { maxLength: 2 }), given)
  .map(([a, b, c]) => [a, ...b, c].join(' '))

const fragment = fc.oneof(
  aName,
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  word(
    "con bà CB ông BN vô danh H'Hen Ng. ??? (1) 2 A NguyÔn V¨n Döông Nguyá»…n Nguyeenx Tua61n Trần\u0301 İ ß",
  ),
)
const anyText = fc.array(fragment, { maxLength: 5 }).map((each) => each.join(' '))
const bare = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D')

/** Without marks the order is a guess by likelihood, and a rare name is turned round wrongly: Ly Quoc Van Ha. */
const isTurned = (name: NameFeatures) => (name.flags & nameFlags.reordered) !== 0

test('any text is read, within bounds, and its canonical form reads as itself', () => {
  fc.assert(
    fc.property(anyText, (raw) => {
      const name = readName(raw)
      if (name.kind !== 'named') return assert.equal(name.canonical, '')
      assert.ok(name.canonical.length <= 400 && name.words.length <= 12)
      const again = readName(name.canonical)
      for (const form of [
        'kind',
        'canonical',
        'folded',
        'variant',
        'sound',
        'bag',
        'surname',
        'middle',
        'given',
      ] as const)
        assert.equal(again[form], name[form], `${form} of ${raw}`)
    }),
    { numRuns: 4000 },
  )
})

test('comparisons are symmetric, and a name is exactly itself', () => {
  const names = fc.oneof(aName, anyText).map(readName)
  fc.assert(
    fc.property(names, names, (a, b) => {
      assert.equal(compareNames(a, b), compareNames(b, a))
      assert.equal(compareGiven(a, b), compareGiven(b, a))
      if (a.kind === 'named') assert.equal(compareNames(a, a), nameLevel.exact)
    }),
    { numRuns: 4000 },
  )
})

test('taking the marks off both names never sets them further apart', () => {
  fc.assert(
    fc.property(aName, aName, (a, b) => {
      const [one, other] = [readName(bare(a)), readName(bare(b))]
      if (isTurned(one) || isTurned(other)) return
      assert.ok(compareNames(one, other) <= compareNames(readName(a), readName(b)), `${a}, ${b}`)
    }),
    { numRuns: 4000, examples: [['Lý Kim Văn Hà', 'Nguyễn Hà']] },
  )
})

test('capitals, decomposed letters and lost marks are the same letters', () => {
  fc.assert(
    fc.property(aName, (raw) => {
      const name = readName(raw)
      assert.equal(compareNames(name, readName(raw.toUpperCase().normalize('NFD'))), nameLevel.exact)
      const unmarked = readName(bare(raw))
      const furthest = isTurned(unmarked) ? nameLevel.reordered : nameLevel.folded
      assert.ok(compareNames(name, unmarked) <= furthest)
    }),
    { examples: [['Lý Quốc Văn Hà']] },
  )
})

test('one edit agrees with a table of edit distances', () => {
  const short = fc.string({ unit: fc.constantFrom('a', 'b', 'n', 'h'), maxLength: 6 })
  fc.assert(
    fc.property(short, short, (a, b) => assert.equal(isOneEdit(a, b), distance(a, b) <= 1)),
    { numRuns: 5000 },
  )
})

test('what Telex and VNI type of a syllable reads as the syllable', () => {
  fc.assert(
    fc.property(aName, (raw) => {
      for (const keys of [typed(raw, telex), typed(raw, vni)]) {
        const name = readName(keys)
        assert.equal(name.canonical, readName(raw).canonical, keys)
        if (name.flags & nameFlags.typingResidue) assert.notEqual(keys.toLowerCase(), name.canonical)
      }
    }),
    { numRuns: 2000 },
  )
})

test('a syllable is written as it was parsed', () => {
  fc.assert(
    fc.property(fc.oneof(surname, middle, given), (raw) => {
      const syllable = parseSyllable(raw.toLowerCase())
      assert.ok(syllable)
      assert.equal(writeSyllable(syllable), raw.toLowerCase())
    }),
  )
})

/** Optimal string alignment by the textbook's table. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array<number>(b.length).fill(0)])
  for (let j = 0; j <= b.length; j++) rows[0]![j] = j
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, rows[i - 2]![j - 2]! + 1)
      rows[i]![j] = best
    }
  return rows[a.length]![b.length]!
}

interface Keys {
  readonly tones: Readonly<Record<string, string>>
  readonly marks: Readonly<Record<string, string>>
  readonly d: string
}
const telex: Keys = {
  tones: { '\u0300': 'f', '\u0301': 's', '\u0309': 'r', '\u0303': 'x', '\u0323': 'j' },
  marks: { ă: 'aw', â: 'aa', ê: 'ee', ô: 'oo', ơ: 'ow', ư: 'uw' },
  d: 'dd',
}
const vni: Keys = {
  tones: { '\u0301': '1', '\u0300': '2', '\u0309': '3', '\u0303': '4', '\u0323': '5' },
  marks: { ă: 'a8', â: 'a6', ê: 'e6', ô: 'o6', ơ: 'o7', ư: 'u7' },
  d: 'd9',
}

/** The keys a typist presses: marks beside their vowels, the tone at the end of the word. */
const typed = (raw: string, keys: Keys): string =>
  raw
    .split(' ')
    .map((each) => typedWord(each, keys))
    .join(' ')

function typedWord(raw: string, { tones, marks, d }: Keys): string {
  let [out, tone] = ['', '']
  for (const letter of raw
    .toLowerCase()
    .normalize('NFD')
    .replace(/[aeou][\u0302\u0306\u031b\u0323]?[\u0302\u0306\u031b]/g, (each) => each.normalize('NFC'))) {
    for (const piece of letter.normalize('NFD')) if (tones[piece]) tone = tones[piece]
    const plain = letter
      .normalize('NFD')
      .replace(/[\u0300\u0301\u0303\u0309\u0323]/g, '')
      .normalize('NFC')
    out += plain === 'đ' ? d : (marks[plain] ?? plain)
  }
  return out + tone
}
