import { type Block, type Comparison, editDistance, MISSING, type Scheme } from '#foundation/linkage'
import { compareBirths } from './compare-births.ts'
import { areSwapped, compareTerms, shareOfTerms, TERM_LEVELS, worth } from './compare-terms.ts'
import type { FebrlFeatures, Term } from './febrl-features.ts'

type F = FebrlFeatures
const named = (...names: string[]) => names.map((name) => ({ name }))

/**
 * Two fields that get confused: each is compared with its counterpart, crosswise if that fits better. Having been crossed is
 * no comparison of its own: it only happens where the fields agree, and would count that agreement twice.
 */
function twoFields(
  family: string,
  [first, second]: readonly [string, string],
  read: readonly [(f: F) => Term, (f: F) => Term],
): Comparison<F>[] {
  const [one, two] = read
  // Both comparisons and their frequencies ask the same of one pair: the last answer is kept.
  let [lastA, lastB, last]: [F | null, F | null, boolean] = [null, null, false]
  const swapped = (a: F, b: F) => {
    if (a === lastA && b === lastB) return last
    last = areSwapped(one(a), two(a), one(b), two(b))
    lastA = a
    lastB = b
    return last
  }
  // Crosswise, the better of the two agreements is the first field's: a and b may be exchanged without changing anything.
  const crosswise = (a: F, b: F, place: 0 | 1) => {
    const left = compareTerms(one(a), two(b))
    const right = compareTerms(two(a), one(b))
    return worth(left) > worth(right) === (place === 0) ? left : right
  }
  const comparison = (name: string, own: (f: F) => Term, place: 0 | 1): Comparison<F> => ({
    name,
    family,
    levels: TERM_LEVELS,
    compare: (a, b) => (swapped(a, b) ? crosswise(a, b, place) : compareTerms(own(a), own(b))),
    frequencyOf: (a, b) =>
      swapped(a, b)
        ? Math.max(shareOfTerms(one(a), two(b)), shareOfTerms(two(a), one(b)))
        : shareOfTerms(own(a), own(b)),
  })
  return [comparison(first, one, 0), comparison(second, two, 1)]
}

const term = (name: string, family: string, read: (f: F) => Term): Comparison<F> => ({
  name,
  family,
  levels: TERM_LEVELS,
  compare: (a, b) => compareTerms(read(a), read(b)),
  frequencyOf: (a, b) => shareOfTerms(read(a), read(b)),
})

const code = (name: string, family: string, read: (f: F) => string): Comparison<F> => ({
  name,
  family,
  levels: named('equal', 'one edit', 'different'),
  compare: (a, b) => {
    const left = read(a)
    const right = read(b)
    return left === '' || right === '' ? MISSING : editDistance(left, right, 1)
  },
})

const NONE: readonly string[] = []
const one = (text: string) => (text === '' ? NONE : [text])
const both = (a: string, b: string) => (a === '' || b === '' ? NONE : [`${a}|${b}`])
const present = (text: string) => (text === '' ? undefined : text)

const block = (name: string, decides: readonly string[], keysOf: (f: F) => readonly string[]): Block<F> => ({
  name,
  decides,
  keysOf,
  // Thousands of people live in one suburb and share a name: among them, those born in the same year, then of one surname.
  refinedBy: [
    (f) => present(f.birth.slice(0, 4)),
    (f) => present(f.surname.text),
    (f) => present(f.given.text),
  ],
})

const NAMES = ['given', 'surname']
const LINES = ['address line 1', 'address line 2']

const blocks: Block<F>[] = [
  block('names in any order', NAMES, ({ given, surname }) =>
    given.text < surname.text ? both(given.text, surname.text) : both(surname.text, given.text),
  ),
  block('date of birth', ['birth'], (f) => one(f.birth)),
  block('address line 1', LINES, (f) => one(f.address1.text)),
  block('address line 2', LINES, (f) => one(f.address2.text)),
  block('suburb and postcode', ['suburb', 'postcode'], (f) => both(f.suburb.text, f.postcode.text)),
  block('given name and postcode', ['given', 'postcode'], (f) => both(f.given.text, f.postcode.text)),
  block('surname and postcode', ['surname', 'postcode'], (f) => both(f.surname.text, f.postcode.text)),
  block('given name and suburb', ['given', 'suburb'], (f) => both(f.given.text, f.suburb.text)),
  block('surname and suburb', ['surname', 'suburb'], (f) => both(f.surname.text, f.suburb.text)),
]

/** The Febrl records as a scheme: the same comparisons for all three sets, with or without the social security number. */
export function febrlScheme({ withNumber }: { readonly withNumber: boolean }): Scheme<F> {
  const number = code('number', 'number', (f) => f.number)
  return {
    name: withNumber ? 'febrl' : 'febrl without number',
    comparisons: [
      ...twoFields('name', ['given', 'surname'], [(f) => f.given, (f) => f.surname]),
      {
        name: 'birth',
        family: 'birth',
        levels: named('equal', 'one digit or swap', 'two parts equal', 'year', 'different'),
        compare: (a, b) => compareBirths(a.birth, b.birth),
      },
      ...twoFields('address', ['address line 1', 'address line 2'], [(f) => f.address1, (f) => f.address2]),
      code('street number', 'address', (f) => f.streetNumber),
      term('suburb', 'place', (f) => f.suburb),
      code('postcode', 'place', (f) => f.postcode.text),
      code('state', 'place', (f) => f.state),
      ...(withNumber ? [number] : []),
    ],
    blocks: withNumber ? [...blocks, block('number', ['number'], (f) => one(f.number))] : blocks,
  }
}
