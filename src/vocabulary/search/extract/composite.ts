import type { SearchParam } from '../search.types.ts'
import { tokens } from '../tokens.ts'
import { codingReader } from '../values/codings.ts'
import { measureReader } from '../values/numbers.ts'
import { compileWalk, placeOf, type Walk } from '../values/walk.ts'
import type { Draft } from './draft.ts'

/** Walks of a part from the element that holds the composite, each handing on what it finds. */
function partWalks<S>(
  part: SearchParam,
  end: (type: string) => (value: unknown, sink: S) => void,
): Walk<S>[] {
  return part.walks.map((walk) => {
    const { path, type } = placeOf(walk)
    const receive = end(type)
    return compileWalk<S>(path, (value, _root, sink) => receive(value, sink))
  })
}

const codesOf = (part: SearchParam): Walk<string[]>[] =>
  partWalks<string[]>(part, (type) =>
    codingReader(type, (_system, code, codes) => {
      if (!codes.includes(code)) codes.push(code)
    }),
  )

/**
 * Code with code and code with quantity are indexed together, by codes of any system: a row for each system too would
 * double them, and a system that was asked for is looked for in the row itself. Other composites leave only their mark.
 */
export function compositeEnd(param: SearchParam): Walk<Draft> {
  const [first, second] = param.components
  if (param.components.length === 2 && first?.type === 'token') {
    if (second?.type === 'token') return codeWithCode(param, codesOf(first), codesOf(second))
    if (second?.type === 'quantity') return codeWithQuantity(param, codesOf(first), second)
  }
  return anyOf(param)
}

function codeWithCode(
  { code, bit }: SearchParam,
  first: readonly Walk<string[]>[],
  second: readonly Walk<string[]>[],
): Walk<Draft> {
  return (node, root, draft) => {
    const right: string[] = []
    for (const walk of second) walk(node, root, right)
    if (right.length === 0) return
    const left: string[] = []
    for (const walk of first) walk(node, root, left)
    for (const a of left)
      for (const b of right) {
        draft.mark(bit)
        draft.token(tokens.composite(code, tokens.compositePart(a), tokens.compositePart(b)))
      }
  }
}

function codeWithQuantity(
  { bit, number }: SearchParam,
  first: readonly Walk<string[]>[],
  second: SearchParam,
): Walk<Draft> {
  const measures = partWalks<{ lo: number; hi: number }[]>(second, (type) => {
    const read = measureReader(type)
    return (value, found) => {
      const measure = read(value)
      if (measure) found.push(measure)
    }
  })
  return (node, root, draft) => {
    const found: { lo: number; hi: number }[] = []
    for (const walk of measures) walk(node, root, found)
    if (found.length === 0) return
    const codes: string[] = []
    for (const walk of first) walk(node, root, codes)
    for (const code of codes)
      for (const { lo, hi } of found) {
        draft.mark(bit)
        draft.numbers.push({ param: number, lo, hi, code: tokens.compositePart(code) })
      }
  }
}

/** Every part has a value in one element. */
function anyOf({ bit, components }: SearchParam): Walk<Draft> {
  const parts = components.map((part) =>
    partWalks<{ found: boolean }>(part, () => (_value, sink) => {
      sink.found = true
    }),
  )
  return (node, root, draft) => {
    for (const walks of parts) {
      const sink = { found: false }
      for (const walk of walks) walk(node, root, sink)
      if (!sink.found) return
    }
    draft.mark(bit)
  }
}
