import { seeded } from '#foundation/linkage'
import type { FebrlRecord } from './read-febrl.ts'

const SYLLABLES =
  'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu zan mar tel bor lin den'.split(' ')

/** A word for a number: always the same, different for different numbers. */
function wordOf(number: number): string {
  let [word, rest] = ['', number + SYLLABLES.length]
  for (; rest > 0; rest = Math.floor(rest / SYLLABLES.length)) word += SYLLABLES[rest % SYLLABLES.length]!
  return word
}

/** Records in the shape of Febrl's, two of each invented person on average, for measuring speed: accuracy is not their point. */
export function inventRecords(count: number, seed: number): FebrlRecord[] {
  const random = seeded(seed)
  const below = (n: number) => Math.floor(random() * n)
  // Few values are common and many rare, as names are.
  const skewed = (n: number) => Math.floor(n * random() ** 3)
  const two = (n: number) => `${n}`.padStart(2, '0')
  const person = (id: number): FebrlRecord => ({
    person: `${id}`,
    given: wordOf(skewed(2_000)),
    surname: wordOf(skewed(20_000)),
    streetNumber: `${1 + skewed(300)}`,
    address1: `${wordOf(below(50_000))} street`,
    address2: random() < 0.3 ? '' : `${wordOf(below(80_000))} park`,
    suburb: wordOf(skewed(4_000)),
    postcode: `${2000 + below(5_000)}`,
    state: ['nsw', 'vic', 'qld', 'wa', 'sa', 'tas'][skewed(6)]!,
    birth: `${1920 + below(100)}${two(1 + below(12))}${two(1 + below(28))}`,
    number: `${1_000_000 + below(9_000_000)}`,
  })
  const damaged = (record: FebrlRecord): FebrlRecord => {
    const copy: Record<string, string> = { ...record }
    for (const field of Object.keys(copy)) {
      if (field === 'person' || random() < 0.85) continue
      const text = copy[field]!
      const at = below(text.length)
      copy[field] = random() < 0.2 ? '' : text.slice(0, at) + text.slice(at + 1)
    }
    return copy as unknown as FebrlRecord
  }
  const records: FebrlRecord[] = []
  for (let id = 0; records.length < count; id++) {
    const original = person(id)
    records.push(original)
    for (let copies = below(3); copies > 0 && records.length < count; copies--)
      records.push(damaged(original))
  }
  return records
}
