import { CompileFault } from '../compile-fault.ts'
import type { Compiler, FunctionTable } from '../compiler.types.ts'
import { compareNodes, distinct, keyOf } from '../equality.ts'
import type { Expression } from '../expression.types.ts'
import { FhirPathError } from '../path.types.ts'
import { type Apply, eachItem, type Step, spend } from '../scope.ts'
import { one } from '../singleton.ts'
import { typeNameOf, typeTest } from '../types.ts'
import { kindOf, type Node, type Nodes, nothing } from '../value.ts'
import { plain, withEach, withTest, withValues } from './define.ts'

function wholeNumber(nodes: Nodes): number {
  const node = one(nodes)
  if (!node || kindOf(node) !== 'number') throw new FhirPathError('cần một số nguyên')
  return node.value as number
}

/** N1 2.0 sections 5.2, 5.3 and 5.4; `sort` of the draft after it. */
export const subsets: FunctionTable = {
  where: withTest(1, (test) => (input, scope) => {
    if (input.length === 0) return nothing
    const kept: Node[] = []
    eachItem(input, scope, test!, (result, item) => {
      if (result) kept.push(item)
    })
    return kept
  }),
  select: withEach(1, (step) => (input, scope) => {
    if (input.length === 0) return nothing
    const all: Node[] = []
    eachItem(input, scope, step!, (result) => {
      for (let i = 0; i < result.length; i++) all.push(result[i]!)
      spend(scope, result.length)
    })
    return all
  }),
  /** Items reached again are not followed again, so that it ends. */
  repeat: withEach(1, (step) => (input, scope) => {
    const seen = new Set<string>()
    const all: Node[] = []
    let wave: Nodes = input
    while (wave.length > 0) {
      const next: Node[] = []
      eachItem(wave, scope, step!, (result) => {
        for (const node of result) {
          const key = keyOf(node)
          if (seen.has(key)) continue
          seen.add(key)
          next.push(node)
          // The key is the text of the whole branch: pay for it.
          spend(scope, 1 + (key.length >> 6))
        }
      })
      for (const node of next) all.push(node)
      wave = next
    }
    return all
  }),
  repeatAll: withEach(1, (step) => (input, scope) => {
    const all: Node[] = []
    let wave: Nodes = input
    while (wave.length > 0) {
      const next: Node[] = []
      eachItem(wave, scope, step!, (result) => {
        for (const node of result) next.push(node)
        spend(scope, result.length)
      })
      for (const node of next) all.push(node)
      wave = next
    }
    return all
  }),
  ofType: {
    least: 1,
    most: 1,
    make: ([argument]) => {
      const name = typeNameOf(argument!)
      const test = name && typeTest(name)
      if (!test) throw new CompileFault('ofType() cần tên một kiểu')
      return (input) => (input.length === 0 ? nothing : input.filter(test))
    },
  },
  single: plain((input) => {
    if (input.length > 1) throw new FhirPathError('single() gặp nhiều giá trị')
    return input
  }),
  first: plain((input) => (input.length < 2 ? input : [input[0]!])),
  last: plain((input) => (input.length < 2 ? input : [input.at(-1)!])),
  tail: plain((input) => input.slice(1)),
  skip: withValues(1, 1, (input, [count]) => input.slice(Math.max(0, wholeNumber(count!)))),
  take: withValues(1, 1, (input, [count]) => input.slice(0, Math.max(0, wholeNumber(count!)))),
  intersect: withValues(1, 1, (input, [other]) => {
    const keys = new Set(other!.map(keyOf))
    return distinct(input.filter((each) => keys.has(keyOf(each))))
  }),
  exclude: withValues(1, 1, (input, [other]) => {
    const keys = new Set(other!.map(keyOf))
    return input.filter((each) => !keys.has(keyOf(each)))
  }),
  union: withValues(1, 1, (input, [other], scope) => {
    spend(scope, input.length + other!.length)
    return distinct([...input, ...other!])
  }),
  combine: withValues(1, 1, (input, [other], scope) => {
    spend(scope, input.length + other!.length)
    return [...input, ...other!]
  }),
  sort: { least: 0, most: 8, make: sorting },
}

interface SortKey {
  readonly step: Step
  readonly descending: boolean
}

/** `sort(-family, given.first())`: a minus before a key turns it round, for texts as well. */
function sorting(args: readonly Expression[], compiler: Compiler): Apply {
  const keys = args.map((each): SortKey => {
    const descending = each.kind === 'sign' && each.operator === '-'
    return { step: compiler.compile(descending ? each.of : each), descending }
  })
  if (keys.length === 0) keys.push({ step: (scope) => scope.focus, descending: false })
  return (input, scope) => {
    spend(scope, input.length * 4)
    const rows = input.map((node) => ({ node, keys: [] as (Node | undefined)[] }))
    for (const key of keys) {
      let i = 0
      eachItem(input, scope, key.step, (result) => {
        rows[i++]!.keys.push(one(result))
      })
    }
    rows.sort((a, b) => {
      for (let i = 0; i < keys.length; i++) {
        const order = orderOf(a.keys[i], b.keys[i])
        if (order !== 0) return keys[i]!.descending ? -order : order
      }
      return 0
    })
    return rows.map(({ node }) => node)
  }
}

/** What is missing comes first. */
function orderOf(a: Node | undefined, b: Node | undefined): number {
  if (!a || !b) return a ? 1 : b ? -1 : 0
  return compareNodes(a, b) ?? 0
}
