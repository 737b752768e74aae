import { fail, ok, type Result } from '#foundation/result'
import { type CharTest, parseRegex, type RegexNode } from './parse-regex.ts'

/** One instruction: a character to read, or two ways to go on. */
type Step =
  | { kind: 'char'; test: CharTest; next: number }
  | { kind: 'split'; next: number; other: number }
  | { kind: 'done' }

const mostSteps = 2000
const longestText = 1000

/**
 * Filters of value sets are written by whoever sends the value set, and JavaScript's own expressions can be made to run
 * for years. These run in time proportional to pattern × text: all states at once (Thompson), whole text as XML Schema
 * and FHIR mean it. Groups, classes, repeats and alternatives; no back references, no look-around.
 *
 * A test of whole texts, or why the pattern cannot be one (in Vietnamese). `spend` is told of the work as it is done.
 */
export function compileRegex(
  pattern: string,
  spend: (steps: number) => void,
): Result<(text: string) => boolean, string> {
  const tree = parseRegex(pattern)
  if (!tree.ok) return tree
  const steps: Step[] = [{ kind: 'done' }]
  const start = emit(tree.value, 0, steps)
  if (start < 0) return fail('quá dài khi trải các phép lặp.')
  return ok((text) => text.length <= longestText && run(steps, start, text, spend))
}

/** Adds the steps of a node that goes on at `next`; the first of them, or -1 when there are too many. */
function emit(node: RegexNode, next: number, steps: Step[]): number {
  if (next < 0 || steps.length > mostSteps) return -1
  switch (node.kind) {
    case 'char':
      return steps.push({ kind: 'char', test: node.test, next }) - 1
    case 'seq':
      return node.of.reduceRight((after, part) => emit(part, after, steps), next)
    case 'alt': {
      const ways = node.of.map((part) => emit(part, next, steps))
      if (ways.includes(-1)) return -1
      return ways.reduceRight((other, way) => steps.push({ kind: 'split', next: way, other }) - 1)
    }
    case 'repeat':
      return emitRepeat(node, next, steps)
  }
}

function emitRepeat(node: Extract<RegexNode, { kind: 'repeat' }>, next: number, steps: Step[]): number {
  let after = next
  if (node.max === Number.POSITIVE_INFINITY) {
    const loop = steps.push({ kind: 'split', next, other: next }) - 1
    const body = emit(node.of, loop, steps)
    if (body < 0) return -1
    steps[loop] = { kind: 'split', next: body, other: next }
    after = loop
  } else {
    for (let left = node.max - node.min; left > 0 && after >= 0; left--) {
      const body = emit(node.of, after, steps)
      after = body < 0 ? -1 : steps.push({ kind: 'split', next: body, other: next }) - 1
    }
  }
  for (let left = node.min; left > 0 && after >= 0; left--) after = emit(node.of, after, steps)
  return after
}

function run(steps: readonly Step[], start: number, text: string, spend: (steps: number) => void): boolean {
  const seen = new Int32Array(steps.length).fill(-1)
  let now: number[] = []
  reach(steps, start, 0, seen, now)
  let place = 0
  for (const char of text) {
    place += 1
    const then: number[] = []
    spend(now.length)
    const at = char.codePointAt(0)!
    for (const index of now) {
      const step = steps[index]!
      if (step.kind === 'char' && step.test(at)) reach(steps, step.next, place, seen, then)
    }
    if (then.length === 0) return false
    now = then
  }
  return now.some((index) => steps[index]!.kind === 'done')
}

/** Follows splits without reading; each step once for each place in the text. */
function reach(steps: readonly Step[], from: number, place: number, seen: Int32Array, into: number[]): void {
  const open = [from]
  while (open.length > 0) {
    const index = open.pop()!
    if (seen[index] === place) continue
    seen[index] = place
    const step = steps[index]!
    if (step.kind === 'split') open.push(step.other, step.next)
    else into.push(index)
  }
}
