import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bareConcept } from './code-system.ts'
import { contains, containsCode, type Extent, intersect, union, without } from './extent.ts'
import { randomFrom } from './testing.ts'

const codes = ['a', 'b', 'c', 'd']
const systems = ['listed', 'ruled', 'unknown', 'fragment']

/** What is true of a code, where an extent may only say that it cannot tell. */
type World = (system: string, code: string) => boolean

interface Case {
  readonly extent: Extent
  readonly isIn: World
}

const random = randomFrom(11)

function leaf(): Case {
  const some = codes.filter(() => random.below(2) === 0)
  const system = random.pick(systems)
  const concepts = new Map([[system, new Map(some.map((code) => [code, bareConcept(code)]))]])
  const none = { listed: new Map(), rules: new Map(), open: new Map() }
  const isIn: World = (asked, code) => asked === system && some.includes(code)
  switch (system) {
    case 'ruled':
      return { extent: { ...none, rules: new Map([[system, (code: string) => some.includes(code)]]) }, isIn }
    case 'unknown':
      // Some codes are written out, of others nothing is known: any of them may be in.
      return random.below(2) === 0
        ? { extent: { ...none, open: new Map([[system, 'unknown']]) }, isIn }
        : { extent: { ...none, listed: concepts }, isIn }
    case 'fragment':
      return { extent: { ...none, listed: concepts, open: new Map([[system, 'fragment']]) }, isIn }
    default:
      return { extent: { ...none, listed: concepts }, isIn }
  }
}

function tree(depth: number): Case {
  if (depth === 0) return leaf()
  const a = tree(depth - 1)
  const b = tree(depth - 1)
  switch (random.below(3)) {
    case 0:
      return { extent: union([a.extent, b.extent]), isIn: (s, c) => a.isIn(s, c) || b.isIn(s, c) }
    case 1:
      return { extent: intersect(a.extent, b.extent), isIn: (s, c) => a.isIn(s, c) && b.isIn(s, c) }
    default:
      return { extent: without(a.extent, b.extent), isIn: (s, c) => a.isIn(s, c) && !b.isIn(s, c) }
  }
}

test('whatever sets are made of, what is said of a code is true, or nothing is said', () => {
  let decided = 0
  let open = 0
  for (let round = 0; round < 5000; round++) {
    const { extent, isIn } = tree(random.below(5))
    for (const system of [...systems, 'elsewhere']) {
      for (const code of codes) {
        const said = contains(extent, system, code)
        if (said === undefined) open += 1
        else {
          decided += 1
          assert.equal(said, isIn(system, code), `round ${round}: ${system} ${code}`)
        }
      }
    }
    for (const code of codes) {
      const said = containsCode(extent, code)
      if (said !== undefined)
        assert.equal(
          said,
          systems.some((system) => isIn(system, code)),
        )
    }
  }
  assert.ok(decided > open, `${decided} decided, ${open} open`)
})

test('systems that can be listed or ruled are always decided', () => {
  for (let round = 0; round < 2000; round++) {
    const { extent } = tree(random.below(4))
    for (const code of codes) {
      assert.notEqual(contains(extent, 'listed', code), undefined)
      assert.notEqual(contains(extent, 'ruled', code), undefined)
    }
  }
})
