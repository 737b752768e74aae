import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Result } from '#foundation/result'
import {
  applyEvent,
  arrivalChange,
  type Change,
  decisionChange,
  digestLinks,
  emptyLinkState,
  type LinkEvent,
  type LinkState,
  mergeChange,
  modelChange,
  type Plan,
  planEvent,
  revokeChange,
  type SettleInput,
  settle,
  splitChange,
  undoEvent,
  unlinkChange,
} from './index.ts'
import { aModel, anEdge, anInput, aRecord, someInput, type Trait } from './testing.ts'

const day = 24 * 3600 * 1000

/** An index that writes down what it does. Every event is taken back and done again on the way, to see that it can be. */
class Desk {
  state: LinkState = emptyLinkState('model-1')
  readonly events: LinkEvent[] = []
  input: SettleInput<Trait>
  now = 0
  held: Plan['held'] = []
  hasConflict = false

  constructor(input: SettleInput<Trait>) {
    this.input = { ...input, decisions: [], records: [] }
  }

  do(change: Change): LinkEvent {
    const { event, held, settled } = planEvent({
      state: this.state,
      evidence: this.input,
      model: aModel(),
      change,
      event: { id: `E${this.events.length + 1}`, at: this.now, by: 'clerk', why: 'test' },
      settlingTime: day,
      newPersonId: (members) => `P${this.state.since.size + 1}-${members[0]}`,
    })
    const after = must(applyEvent(this.state, event))
    assert.deepEqual(must(undoEvent(after, event)), this.state)
    this.state = after
    this.events.push(event)
    this.held = held
    this.hasConflict = settled.conflicts.length > 0
    return event
  }

  try(change: Result<Change>): LinkEvent | null {
    return change.ok ? this.do(change.value) : null
  }

  arrive(...keys: string[]): LinkEvent {
    return this.withRecords(keys.map((key) => aRecord(key)))
  }

  withRecords(records: SettleInput<Trait>['records']): LinkEvent {
    this.input = { ...this.input, records: [...this.input.records, ...records] }
    return this.do(arrivalChange())
  }

  persons(): string[][] {
    const groups = new Map<string, string[]>()
    for (const [record, { person }] of this.state.links)
      groups.set(person, [...(groups.get(person) ?? []), record])
    return [...groups.values()].map((group) => group.sort()).sort((x, y) => (x[0]! < y[0]! ? -1 : 1))
  }

  standing() {
    return [...this.state.decisions.values()].filter((each) => each.revokedBy === null)
  }
}

function must<T>(result: Result<T>): T {
  assert.ok(result.ok)
  return result.value
}

type Move =
  | { readonly kind: 'merge' | 'split' | 'decide' | 'differ'; readonly x: number; readonly y: number }
  | { readonly kind: 'unlink' | 'revoke' | 'wait'; readonly x: number }

const index = fc.integer({ min: 0, max: 11 })
const someMove: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constantFrom('merge', 'split', 'decide', 'differ'), x: index, y: index }),
  fc.record({ kind: fc.constantFrom('unlink', 'revoke', 'wait'), x: index }),
)

function make(desk: Desk, move: Move): LinkEvent | null {
  const persons = desk.persons()
  const records = [...desk.state.links.keys()].sort()
  const pick = <T>(list: readonly T[], at: number): T => list[at % list.length]!
  desk.now += 1000
  switch (move.kind) {
    case 'merge':
      return desk.try(mergeChange(desk.state, pick(persons, move.x), pick(persons, move.y)))
    case 'split': {
      const person = pick(persons, move.x)
      const cut = 1 + (move.y % Math.max(1, person.length - 1))
      return desk.try(splitChange(desk.state, person.slice(0, cut), person.slice(cut)))
    }
    case 'decide':
      return desk.try(decisionChange(desk.state, pick(records, move.x), pick(records, move.y), 'same'))
    case 'differ':
      return desk.try(decisionChange(desk.state, pick(records, move.x), pick(records, move.y), 'different'))
    case 'unlink':
      return desk.try(unlinkChange(desk.state, pick(records, move.x)))
    case 'revoke': {
      const standing = desk.standing()
      return standing.length > 0 ? desk.try(revokeChange(desk.state, [pick(standing, move.x).id])) : null
    }
    case 'wait':
      desk.now += day
      return null
  }
}

const someHistory = fc.record({
  input: someInput(9),
  moves: fc.array(someMove, { maxLength: 6 }),
  seed: fc.integer({ min: 1, max: 1000 }),
})

/** Half of the records come before, half in between. */
function live({ input, moves }: { input: SettleInput<Trait>; moves: readonly Move[] }): Desk {
  const desk = new Desk(input)
  const half = Math.ceil(input.records.length / 2)
  desk.withRecords(input.records.slice(0, half))
  for (const [at, move] of moves.entries()) {
    if (at === 2) desk.withRecords(input.records.slice(half))
    make(desk, move)
  }
  return desk
}

test('a history played backwards ends at an empty index, every step of it as it was', () => {
  fc.assert(
    fc.property(someHistory, (history) => {
      const desk = live(history)
      let state = desk.state
      for (const event of [...desk.events].reverse()) state = must(undoEvent(state, event))
      assert.deepEqual(state, emptyLinkState('model-1'))
      for (const event of desk.events) state = must(applyEvent(state, event))
      assert.deepEqual(state, desk.state)
    }),
    { numRuns: 1000 },
  )
})

test('every record has one person, and the persons are what settling gives unless something is held', () => {
  fc.assert(
    fc.property(someHistory, (history) => {
      const desk = live(history)
      assert.equal(desk.state.links.size, desk.input.records.length)
      if (desk.held.length > 0) return
      const { groups } = settle({ ...desk.input, decisions: desk.standing() }, aModel())
      assert.deepEqual(desk.persons(), groups)
    }),
    { numRuns: 1000 },
  )
})

test('an unmerge gives the very links and ids of before the merge, merges within merges too', () => {
  let tried = 0
  fc.assert(
    fc.property(someHistory, fc.integer({ min: 1, max: 3 }), index, index, (history, depth, x, y) => {
      const desk = live(history)
      // A contradiction still open would be answered by what the unmerge says; that is news and not a return.
      if (desk.hasConflict || desk.held.length > 0) return
      const open: { digest: string; left: string[]; right: string[] }[] = []
      for (let level = 0; level < depth; level++) {
        const persons = desk.persons()
        if (persons.length < 2) break
        const left = persons[(x + level) % persons.length]!
        const right = persons.filter((each) => each !== left)[y % (persons.length - 1)]!
        open.push({ digest: digestLinks(desk.state), left, right })
        desk.now += 2 * day
        desk.do(must(mergeChange(desk.state, left, right)))
        assert.ok(
          desk.persons().some((each) => left.every((key) => each.includes(key)) && each.includes(right[0]!)),
        )
      }
      for (const { digest, left, right } of open.reverse()) {
        tried++
        desk.now += 2 * day
        desk.do(must(splitChange(desk.state, left, right)))
        assert.equal(digestLinks(desk.state), digest)
        for (const a of left) {
          for (const b of right) assert.ok(desk.standing().some(isDifferent(a, b)), 'never-link memory')
        }
      }
    }),
    { numRuns: 1500 },
  )
  assert.ok(tried > 500, `${tried} unmerges`)
})

const isDifferent =
  (a: string, b: string) => (each: { readonly says: string; readonly a: string; readonly b: string }) =>
    each.says === 'different' && ((each.a === a && each.b === b) || (each.a === b && each.b === a))

const strangers = () => {
  const desk = new Desk(anInput({ edges: [anEdge('a', 'b', [10, 0]), anEdge('c', 'd', [10, 0])] }))
  desk.arrive('a', 'b', 'c', 'd')
  return desk
}

test('merged by a person and parted again, records stay apart when they are settled anew', () => {
  const desk = strangers()
  const before = digestLinks(desk.state)
  assert.equal(desk.do(must(mergeChange(desk.state, ['a', 'b'], ['c', 'd']))).kind, 'merge')
  assert.deepEqual(desk.persons(), [['a', 'b', 'c', 'd']])
  assert.equal(desk.do(must(splitChange(desk.state, ['a', 'b'], ['c', 'd']))).kind, 'split')
  assert.equal(digestLinks(desk.state), before)
  desk.input = { ...desk.input, edges: [...desk.input.edges, anEdge('a', 'c', [30, 0])] }
  desk.arrive('e')
  assert.deepEqual(desk.persons(), [['a', 'b'], ['c', 'd'], ['e']])
})

test('one record taken out of a merge leaves the others merged, as people said', () => {
  const desk = strangers()
  desk.do(must(mergeChange(desk.state, ['a', 'b'], ['c', 'd'])))
  assert.equal(desk.do(must(unlinkChange(desk.state, 'a'))).kind, 'unlink')
  assert.deepEqual(desk.persons(), [['a'], ['b', 'c', 'd']])
})

test('a veto is remembered before there is anything to join', () => {
  const desk = new Desk(anInput({}))
  desk.arrive('a', 'b')
  assert.equal(desk.do(must(splitChange(desk.state, ['a'], ['b']))).kind, 'veto')
  desk.input = { ...desk.input, edges: [anEdge('a', 'b', [30, 0])] }
  desk.do(arrivalChange())
  assert.deepEqual(desk.persons(), [['a'], ['b']])
  const [veto] = desk.standing()
  desk.do(must(revokeChange(desk.state, [veto!.id])))
  assert.deepEqual(desk.persons(), [['a', 'b']])
})

test('an answer about a pair replaces the opposite answer about that pair', () => {
  const desk = strangers()
  desk.do(must(decisionChange(desk.state, 'a', 'c', 'same')))
  desk.do(must(decisionChange(desk.state, 'c', 'a', 'different')))
  assert.deepEqual(desk.persons(), [
    ['a', 'b'],
    ['c', 'd'],
  ])
  assert.deepEqual(
    desk.standing().map((each) => each.says),
    ['different'],
  )
  assert.equal(desk.hasConflict, false)
})

test('later evidence parts a young automatic link at once, an old one only after a person looked', () => {
  for (const [age, persons] of [
    [1000, [['a'], ['b', 'c']]],
    [2 * day, [['a', 'b'], ['c']]],
  ] as const) {
    const desk = new Desk(anInput({ edges: [anEdge('a', 'b', [10, 0]), anEdge('b', 'c', [12, 0])] }))
    desk.withRecords([aRecord('a', { number: 1 }), aRecord('b')])
    assert.deepEqual(desk.persons(), [['a', 'b']])
    desk.now += age
    // c fits b better than a does, and its number contradicts a's.
    desk.withRecords([aRecord('c', { number: 2 })])
    assert.deepEqual(desk.persons(), persons)
    assert.deepEqual(
      desk.held.map((each) => each.parts),
      age === 1000 ? [] : [[['a'], ['b']]],
    )
  }
})

test('a link that a person confirmed is not young however young it is', () => {
  const desk = new Desk(anInput({ edges: [anEdge('b', 'c', [12, 0])] }))
  desk.withRecords([aRecord('a', { number: 1 }), aRecord('b')])
  desk.do(must(decisionChange(desk.state, 'a', 'b', 'same')))
  desk.withRecords([aRecord('c', { number: 2 })])
  assert.deepEqual(desk.persons(), [['a', 'b'], ['c']])
})

test('a split that waits goes on waiting while people decide about others', () => {
  const desk = new Desk(anInput({ edges: [anEdge('a', 'b', [10, 0]), anEdge('b', 'c', [12, 0])] }))
  desk.withRecords([aRecord('a', { number: 1 }), aRecord('b'), aRecord('x'), aRecord('y')])
  desk.now += 2 * day
  desk.withRecords([aRecord('c', { number: 2 })])
  desk.do(must(mergeChange(desk.state, ['x'], ['y'])))
  assert.deepEqual(desk.persons(), [['a', 'b'], ['c'], ['x', 'y']])
  assert.equal(desk.held.length, 1)
  desk.do(must(splitChange(desk.state, ['a'], ['b'])))
  assert.deepEqual(desk.persons(), [['a'], ['b', 'c'], ['x', 'y']])
  assert.equal(desk.held.length, 0)
})

test('other rules are an event like any other, and go back like any other', () => {
  const desk = strangers()
  const before = desk.state
  desk.input = { ...desk.input, edges: [] }
  const event = desk.do(modelChange('model-2'))
  assert.deepEqual([desk.state.model, desk.persons().length], ['model-2', 4])
  assert.deepEqual(must(undoEvent(desk.state, event)), before)
})

test('a record that is no more leaves its person', () => {
  const desk = strangers()
  desk.input = { ...desk.input, records: desk.input.records.filter((each) => each.key !== 'b') }
  desk.do(arrivalChange())
  assert.deepEqual(desk.persons(), [['a'], ['c', 'd']])
})

test('an event that does not fit what stands there changes nothing and says so', () => {
  const desk = strangers()
  const merge = desk.do(must(mergeChange(desk.state, ['a', 'b'], ['c', 'd'])))
  const twice = applyEvent(desk.state, merge)
  assert.equal(!twice.ok && twice.problem.code, 'LINKAGE_EVENT_OUT_OF_PLACE')
  desk.do(must(splitChange(desk.state, ['a', 'b'], ['c', 'd'])))
  const late = undoEvent(desk.state, merge)
  assert.equal(!late.ok && late.problem.code, 'LINKAGE_EVENT_OUT_OF_PLACE')
})

test('what cannot be meant is refused with a reason', () => {
  const { state } = strangers()
  const many = (prefix: string) => Array.from({ length: 400 }, (_, at) => `${prefix}${at}`)
  const links = new Map(
    [...many('x'), ...many('y')].map((key) => [key, { person: key, at: 0, by: 'computed' as const }]),
  )
  const codes = [
    mergeChange(state, [], ['a']),
    mergeChange(state, ['a'], ['a', 'b']),
    splitChange(state, ['a'], ['nobody']),
    decisionChange(state, 'a', 'a', 'same'),
    unlinkChange(state, 'nobody'),
    unlinkChange({ ...state, links: new Map([['a', state.links.get('a')!]]) }, 'a'),
    revokeChange(state, ['none']),
    revokeChange(state, []),
    splitChange({ ...state, links }, many('x'), many('y')),
  ].map((each) => (each.ok ? 'ok' : each.problem.code))
  assert.deepEqual(codes, [
    'LINKAGE_PARTS_UNCLEAR',
    'LINKAGE_PARTS_UNCLEAR',
    'LINKAGE_RECORD_UNKNOWN',
    'LINKAGE_PARTS_UNCLEAR',
    'LINKAGE_RECORD_UNKNOWN',
    'LINKAGE_RECORD_ALONE',
    'LINKAGE_DECISION_NOT_STANDING',
    'LINKAGE_DECISION_NOT_STANDING',
    'LINKAGE_TOO_MANY_PAIRS',
  ])
})
