import assert from 'node:assert/strict'
import { test } from 'node:test'
import { catalogueNamed } from '#vocabulary/catalogues'
import { foldName } from '#vocabulary/vietnam'
import { findCandidates } from './find-candidates.ts'

const bulkThreshold = 0.95

/**
 * The quality of the proposals, measured on names that people wrote for the same thing in two official lists: services of
 * QĐ 7603 whose name differs from that of the technique of TT 23 they are linked to.
 */
test('nine of ten services named differently find their technique among five proposals', () => {
  const techniques = catalogueNamed('techniques')!.versions[0]!.entries()
  const services = [...catalogueNamed('services')!.versions[0]!.entries().values()]
  const pairs = services.flatMap((service) => {
    const technique = techniques.get(service.fields.technique ?? '')
    return technique && foldName(technique.name) !== foldName(service.name) ? [{ service, technique }] : []
  })
  const same = (a: string, b: string) => foldName(a) === foldName(b)
  const measure = (how: string, write: (name: string) => string) => {
    let first = 0
    let five = 0
    let atThreshold = 0
    let wrong = 0
    const begun = performance.now()
    for (const { service, technique } of pairs) {
      const found = findCandidates(techniques, write(service.name), 5)
      // TT 23 repeats names in its chapters (adults, children): the same words are the same answer here.
      const at = found.findIndex((each) => same(each.entry.name, technique.name))
      if (at === 0) first += 1
      if (at >= 0) five += 1
      if ((found[0]?.score ?? 0) < bulkThreshold) continue
      atThreshold += 1
      if (at !== 0 && !same(found[0]!.entry.name, service.name)) wrong += 1
    }
    const each = (performance.now() - begun) / pairs.length
    const share = (n: number) => Math.round((1_000 * n) / pairs.length) / 10
    console.log(
      `${how}, ${pairs.length} names: first ${share(first)} %, among five ${share(five)} %; from ${bulkThreshold}: ${atThreshold}, of which ${wrong} another thing; ${each.toFixed(1)} ms each`,
    )
    return { first: share(first), five: share(five), wrong }
  }
  assert.ok(pairs.length > 500)
  const asWritten = measure('as written', (name) => name)
  assert.ok(asWritten.first >= 88 && asWritten.five >= 96)
  const withoutMarks = measure('without tone marks', foldName)
  assert.ok(withoutMarks.first >= 85 && withoutMarks.five >= 95)
  const misspelt = measure('with a letter lost', loseALetter)
  assert.ok(misspelt.first >= 80 && misspelt.five >= 93)
})

/** The middle letter of the middle word. */
function loseALetter(name: string): string {
  const words = name.split(' ')
  const at = Math.floor(words.length / 2)
  const word = words[at]!
  words[at] = word.slice(0, Math.floor(word.length / 2)) + word.slice(Math.floor(word.length / 2) + 1)
  return words.join(' ')
}
