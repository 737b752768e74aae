import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { editDistance, editsAtLeast, jaro, jaroWinkler, jaroWinklerAtMost, letterSet } from '../index.ts'

// Winkler, "String comparator metrics and enhanced decision rules", 1990, and Porter and Winkler 1997, table 1: Jaro, Winkler.
// biome-ignore format: a table
const published: readonly [string, string, number, number][] = [
  ['SHACKLEFORD', 'SHACKELFORD', 0.97, 0.982], ['DUNNINGHAM', 'CUNNIGHAM', 0.896, 0.896],
  ['NICHLESON', 'NICHULSON', 0.926, 0.956], ['JONES', 'JOHNSON', 0.79, 0.832], ['MASSEY', 'MASSIE', 0.889, 0.933],
  ['ABROMS', 'ABRAMS', 0.889, 0.922], ['HARDIN', 'MARTINEZ', 0.722, 0.722], ['ITMAN', 'SMITH', 0.467, 0.467],
  ['JERALDINE', 'GERALDINE', 0.926, 0.926], ['MARHTA', 'MARTHA', 0.944, 0.961], ['MICHELLE', 'MICHAEL', 0.869, 0.921],
  ['JULIES', 'JULIUS', 0.889, 0.933], ['TANYA', 'TONYA', 0.867, 0.88], ['DWAYNE', 'DUANE', 0.822, 0.84],
  ['SEAN', 'SUSAN', 0.783, 0.805], ['JON', 'JOHN', 0.917, 0.933], ['DIXON', 'DICKSONX', 0.767, 0.813],
]

test('the published similarities of names are met to three digits', () => {
  for (const [a, b, plain, raised] of published) {
    assert.ok(Math.abs(jaro(a, b) - plain) < 0.00051, `${a} ${b}: ${jaro(a, b)}`)
    assert.ok(Math.abs(jaroWinkler(a, b) - raised) < 0.00051, `${a} ${b}: ${jaroWinkler(a, b)}`)
    assert.equal(jaroWinkler(a, b), jaroWinkler(b, a))
  }
})

test('texts that share nothing, and empty ones, have no similarity; equal ones have all of it', () => {
  assert.deepEqual(
    [jaro('abc', 'xyz'), jaro('', 'a'), jaro('', ''), jaroWinkler('Uyên', 'Uyên')],
    [0, 0, 1, 1],
  )
})

/** Jaro's definition word by word, with lists: slow, and written without looking at the other. */
function slowJaro(a: string, b: string): number {
  if (a === b) return 1
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const free = [...Array(b.length).keys()]
  const matches: [number, number][] = []
  for (let i = 0; i < a.length; i++) {
    const j = free.find((k) => Math.abs(k - i) <= reach && b[k] === a[i])
    if (j === undefined) continue
    free.splice(free.indexOf(j), 1)
    matches.push([i, j])
  }
  if (matches.length === 0) return 0
  const inOrder = matches.map(([, j]) => j).sort((x, y) => x - y)
  const moved = matches.filter(([i], place) => a[i] !== b[inOrder[place]!]).length
  const m = matches.length
  return (m / a.length + m / b.length + (m - Math.floor(moved / 2)) / m) / 3
}

/** Optimal string alignment by its recursion. */
function slowDistance(a: string, b: string): number {
  const known = new Map<string, number>()
  const distance = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j
    const key = `${i},${j}`
    const before = known.get(key)
    if (before !== undefined) return before
    const ways = [
      distance(i - 1, j) + 1,
      distance(i, j - 1) + 1,
      distance(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
    ]
    if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
      ways.push(distance(i - 2, j - 2) + 1)
    known.set(key, Math.min(...ways))
    return Math.min(...ways)
  }
  return distance(a.length, b.length)
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'đ'), maxLength: 12 })
const tongue = fc.string({ unit: fc.constantFrom(...'aeimnorsthuy'), maxLength: 16 })

test('the quick similarity is the slow one', () => {
  fc.assert(
    fc.property(fc.oneof(word, tongue), fc.oneof(word, tongue), (a, b) => {
      assert.ok(Math.abs(jaro(a, b) - slowJaro(a, b)) < 1e-12)
    }),
    { numRuns: 3000, seed: 5 },
  )
})

test('the bounded count of edits is the slow count, or one more than was asked for', () => {
  fc.assert(
    fc.property(fc.oneof(word, tongue), fc.oneof(word, tongue), fc.nat(14), (a, b, atMost) => {
      assert.equal(editDistance(a, b, atMost), Math.min(atMost + 1, slowDistance(a, b)))
    }),
    { numRuns: 6000, seed: 5 },
  )
})

test('edits that swap, insert, drop and replace cost one each, and a letter is not edited twice', () => {
  assert.deepEqual(
    [
      editDistance('Dương', 'Dưong', 3),
      editDistance('HƯỜNG', 'HUỜNG', 3),
      editDistance('thanh', 'tahnh', 3),
      editDistance('duy', 'uy', 3),
      editDistance('ca', 'abc', 5),
      editDistance('a', 'bcdefgh', 2),
    ],
    [1, 1, 1, 1, 3, 3],
  )
})

test('letters alone never exclude what a full comparison would accept', () => {
  fc.assert(
    fc.property(fc.oneof(word, tongue, fc.string()), fc.oneof(word, tongue, fc.string()), (a, b) => {
      const [left, right] = [letterSet(a), letterSet(b)]
      assert.ok(editsAtLeast(left, right) <= editDistance(a, b, 60))
      assert.ok(jaroWinklerAtMost(a, left, b, right) >= jaroWinkler(a, b) - 1e-12)
    }),
    { numRuns: 3000, seed: 5 },
  )
})

test('a text of a megabyte costs no more than its beginning', () => {
  const long = 'ab'.repeat(500_000)
  const other = 'ba'.repeat(500_000)
  const began = performance.now()
  for (let i = 0; i < 20; i++) {
    jaroWinkler(long, other)
    editDistance(long, other, 200)
  }
  assert.ok(performance.now() - began < 10_000)
})
