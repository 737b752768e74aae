import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CodeSystem, ValueSet, ValueSetComposeInclude } from 'fhir/r4'
import { openTerminology } from '#vocabulary/terminology'
import { randomFrom } from './testing.ts'

const systemUrl = 'https://example.org/CodeSystem/fevers'

/** A small tree: fever › dengue (dengue-1, dengue-2), malaria › falciparum; `shock` belongs to two. */
const fevers: CodeSystem = {
  resourceType: 'CodeSystem',
  url: systemUrl,
  version: '2',
  status: 'active',
  content: 'complete',
  concept: [
    {
      code: 'fever',
      display: 'Sốt',
      property: [{ code: 'notSelectable', valueBoolean: true }],
      concept: [
        {
          code: 'dengue',
          display: 'Sốt xuất huyết Dengue',
          concept: [
            { code: 'dengue-1', display: 'Sốt Dengue nhẹ', property: [{ code: 'level', valueInteger: 1 }] },
            { code: 'shock', display: 'Sốc', property: [{ code: 'level', valueInteger: 3 }] },
          ],
        },
        {
          code: 'malaria',
          display: 'Sốt rét',
          property: [{ code: 'child', valueCode: 'shock' }],
          concept: [{ code: 'old', display: 'Sốt cũ', property: [{ code: 'status', valueCode: 'retired' }] }],
        },
      ],
    },
    { code: 'Đ 1|x"', display: 'Mã lạ' },
  ],
}

const set = (
  include: ValueSetComposeInclude[],
  exclude?: ValueSetComposeInclude[],
  url?: string,
): ValueSet => ({
  resourceType: 'ValueSet',
  ...(url && { url }),
  status: 'active',
  compose: { include, ...(exclude && { exclude }) },
})

const withFilter = (property: string, op: string, value: string) =>
  set([{ system: systemUrl, filter: [{ property, op: op as '=', value }] }])

function codes(valueSet: ValueSet, extra: ValueSet[] = []): string[] {
  const expanded = openTerminology({ extra: { codeSystems: [fevers], valueSets: extra } }).expand({
    valueSet,
  })
  assert.ok(expanded.ok, expanded.ok ? '' : expanded.problem.message)
  return expanded.value.expansion!.contains!.map(({ code }) => code!)
}

function problemOf(valueSet: ValueSet, extra: ValueSet[] = []) {
  const expanded = openTerminology({ extra: { codeSystems: [fevers], valueSets: extra } }).expand({
    valueSet,
  })
  assert.ok(!expanded.ok)
  return expanded.problem
}

test('every filter of the specification finds its concepts', () => {
  assert.deepEqual(codes(withFilter('concept', 'is-a', 'dengue')), ['dengue', 'dengue-1', 'shock'])
  assert.deepEqual(codes(withFilter('concept', 'descendent-of', 'malaria')), ['shock', 'old'])
  assert.deepEqual(codes(withFilter('concept', 'is-not-a', 'dengue')), ['fever', 'malaria', 'old', 'Đ 1|x"'])
  assert.deepEqual(codes(withFilter('concept', 'generalizes', 'shock')), [
    'fever',
    'dengue',
    'shock',
    'malaria',
  ])
  assert.deepEqual(codes(withFilter('level', '=', '3')), ['shock'])
  assert.deepEqual(codes(withFilter('level', 'exists', 'true')), ['dengue-1', 'shock'])
  assert.deepEqual(codes(withFilter('code', 'in', 'fever, old')), ['fever', 'old'])
  assert.deepEqual(codes(withFilter('code', 'not-in', 'fever,dengue,dengue-1,shock,malaria,old')), ['Đ 1|x"'])
  assert.deepEqual(codes(withFilter('display', 'regex', 'Sốt .*')), ['dengue', 'dengue-1', 'malaria', 'old'])
  assert.deepEqual(codes(withFilter('parent', '=', 'malaria')), ['shock', 'old'])
  assert.deepEqual(codes(withFilter('concept', 'is-a', 'nobody')), [])
})

test('sets are added, imported, crossed and taken away', () => {
  const dengue = { ...withFilter('concept', 'is-a', 'dengue'), url: 'https://example.org/vs/dengue' }
  const malaria = { ...withFilter('concept', 'is-a', 'malaria'), url: 'https://example.org/vs/malaria' }
  const stored = [dengue, malaria]
  assert.deepEqual(codes(set([{ valueSet: [dengue.url] }, { valueSet: [malaria.url] }]), stored), [
    'dengue',
    'dengue-1',
    'shock',
    'malaria',
    'old',
  ])
  assert.deepEqual(codes(set([{ valueSet: [dengue.url, malaria.url] }]), stored), ['shock'])
  assert.deepEqual(codes(set([{ valueSet: [dengue.url] }], [{ valueSet: [malaria.url] }]), stored), [
    'dengue',
    'dengue-1',
  ])
  assert.deepEqual(
    codes(set([{ system: systemUrl, valueSet: [malaria.url], concept: [{ code: 'old' }] }]), stored),
    ['old'],
  )
})

test('a code that is no longer used is left out when the definition says so', () => {
  const all = set([{ system: systemUrl }])
  assert.ok(codes(all).includes('old'))
  assert.ok(!codes({ ...all, compose: { ...all.compose!, inactive: false } }).includes('old'))
})

test('value sets that import themselves are refused by name, at any distance', () => {
  const url = (name: string) => `https://example.org/vs/${name}`
  const ring = ['a', 'b', 'c'].map((name, at, all) =>
    set([{ valueSet: [url(all[(at + 1) % 3]!)] }], undefined, url(name)),
  )
  assert.equal(problemOf(set([{ valueSet: [url('a')] }]), ring).code, 'TERMINOLOGY_IMPORT_CYCLE')
  assert.equal(problemOf(ring[0]!, ring).code, 'TERMINOLOGY_IMPORT_CYCLE')
  assert.equal(openTerminology({ extra: { valueSets: ring } }).isMember(url('a'), undefined, 'x'), undefined)
  const chain = Array.from({ length: 100 }, (_, at) =>
    set([{ valueSet: [url(`chain-${at + 1}`)] }], undefined, url(`chain-${at}`)),
  )
  assert.equal(problemOf(chain[0]!, chain).issue, 'too-costly')
})

test('hostile definitions end in a sentence and not in an exception', () => {
  assert.match(problemOf(withFilter('code', 'regex', '(a+')).message, /Biểu thức chính quy/)
  assert.equal(problemOf(withFilter('code', 'sounds-like', 'x')).issue, 'not-supported')
  const icd10 = { system: 'http://hl7.org/fhir/sid/icd-10' }
  const greedy = set(Array.from({ length: 500 }, () => icd10))
  assert.equal(problemOf(greedy).code, 'TERMINOLOGY_TOO_MUCH_WORK')
  const slow = set([
    { ...icd10, filter: [{ property: 'display', op: 'regex', value: `(.*a){20}${'.?'.repeat(100)}` }] },
  ])
  const started = process.cpuUsage()
  assert.equal(problemOf(slow).issue, 'too-costly')
  assert.ok(process.cpuUsage(started).user < 2_000_000)
  const broken = [
    null,
    7,
    'x',
    [],
    { compose: 7 },
    { compose: { include: ['x', null, { concept: 'x' }] } },
    { expansion: [] },
  ]
  for (const valueSet of broken) openTerminology().expand({ valueSet: valueSet as unknown as ValueSet })
})

test('hierarchies with loops and nesting without end are walked once', () => {
  const looped: CodeSystem = {
    resourceType: 'CodeSystem',
    url: 'https://example.org/loop',
    status: 'active',
    content: 'complete',
    concept: [
      { code: 'a', property: [{ code: 'parent', valueCode: 'b' }] },
      { code: 'b', property: [{ code: 'parent', valueCode: 'a' }] },
    ],
  }
  const deep: { code: string; concept?: unknown[] } = { code: 'c0' }
  let at = deep
  for (let level = 1; level < 20_000; level++) {
    const next = { code: `c${level}` }
    at.concept = [next]
    at = next
  }
  const bottomless = { ...looped, url: 'https://example.org/deep', concept: [deep] } as CodeSystem
  const ours = openTerminology({ extra: { codeSystems: [looped, bottomless] } })
  assert.deepEqual(ours.ancestorsOf('https://example.org/loop', 'a'), ['a', 'b'])
  assert.equal(ours.descendantsOf('https://example.org/deep', 'c0').length, 20_000)
})

test('a code is in the expansion exactly when it is a member, for random definitions', () => {
  const random = randomFrom(42)
  const all = ['fever', 'dengue', 'dengue-1', 'shock', 'malaria', 'old', 'Đ 1|x"']
  const stored: ValueSet[] = []
  const include = (): ValueSetComposeInclude => {
    const imports = stored.length > 0 && random.below(3) === 0 ? { valueSet: [random.pick(stored).url!] } : {}
    switch (random.below(4)) {
      case 0:
        return { system: systemUrl, ...imports }
      case 1:
        return {
          system: systemUrl,
          concept: [{ code: random.pick(all) }, { code: random.pick(all) }],
          ...imports,
        }
      case 2: {
        const op = random.pick([
          'is-a',
          'descendent-of',
          'is-not-a',
          'generalizes',
          '=',
          'in',
          'not-in',
        ] as const)
        return {
          system: systemUrl,
          filter: [{ property: 'concept', op, value: random.pick(all) }],
          ...imports,
        }
      }
      default:
        return stored.length > 0 ? { valueSet: [random.pick(stored).url!] } : { system: systemUrl }
    }
  }
  for (let round = 0; round < 300; round++) {
    const includes = Array.from({ length: 1 + random.below(3) }, include)
    const excludes = random.below(2) === 0 ? [include()] : undefined
    stored.push(set(includes, excludes, `https://example.org/vs/${round}`))
  }
  const ours = openTerminology({ extra: { codeSystems: [fevers], valueSets: stored } })
  let members = 0
  for (const { url } of stored) {
    const expanded = ours.expand({ url: url! })
    assert.ok(expanded.ok)
    const listed = new Set(expanded.value.expansion!.contains!.map(({ code }) => code))
    members += listed.size
    for (const code of [...all, 'no-such']) {
      assert.equal(ours.isMember(url!, systemUrl, code), listed.has(code), `${url} ${code}`)
      assert.equal(ours.isMember(url!, undefined, code), listed.has(code))
      const validated = ours.validateInValueSet({ url: url!, codings: [{ system: systemUrl, code }] })
      assert.equal(validated.ok && validated.value.result, listed.has(code))
    }
    assert.equal(ours.codesOf(url!)!.length, listed.size)
  }
  assert.ok(members > 300)
})
