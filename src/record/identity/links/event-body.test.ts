import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { LinkEvent } from '#foundation/linkage/settle'
import { fromStored, toStored } from './event-body.ts'

const at = Date.parse('2026-11-21T08:00:00+07:00')
const person = fc.constantFrom('P1', 'P2', 'P3')
const link = fc.option(
  fc.record({
    person,
    at: fc.constantFrom(at, at - 5),
    by: fc.constantFrom('computed' as const, 'decided' as const),
  }),
)
const decision = fc.record({
  ...{
    id: fc.string(),
    a: fc.string(),
    b: fc.string(),
    says: fc.constantFrom('same' as const, 'different' as const),
  },
  ...{ by: fc.string(), at: fc.nat(), why: fc.string(), statement: fc.string() },
  ...{ side: fc.constantFrom('left' as const, 'across' as const), revokedBy: fc.option(fc.string()) },
})
const event: fc.Arbitrary<LinkEvent> = fc.record({
  ...{ id: fc.uuid(), kind: fc.constantFrom('link' as const, 'merge' as const), at: fc.constant(at) },
  ...{ by: fc.string(), why: fc.string() },
  moves: fc.array(fc.record({ record: fc.string(), from: link, to: link })),
  ...{ decided: fc.array(decision), revoked: fc.array(decision), given: fc.array(person) },
  held: fc.uniqueArray(fc.record({ set: fc.base64String(), from: fc.option(person), to: person }), {
    selector: ({ set }) => set,
  }),
  model: fc.option(fc.record({ from: fc.string(), to: fc.string() })),
})

test('an event comes back from its row as it was', () => {
  fc.assert(
    fc.property(event, (given) => {
      const heldBy = Object.fromEntries(given.held.map(({ set }, place) => [set, String(place)]))
      const stored = JSON.parse(JSON.stringify(toStored(given, heldBy)))
      const head = {
        event_id: given.id,
        at: new Date(at),
        kind: given.kind,
        said_by: given.by,
        why: given.why,
      }
      assert.deepEqual(fromStored(head, stored), JSON.parse(JSON.stringify({ ...given, heldBy })))
    }),
  )
})

test('an arrival is told in few words', () => {
  const to = { person: '01a20395-8fc5-873f-b8f8-0a89f7840822', at, by: 'computed' as const }
  const set = 'WPo59iaBaIdf1oQ4T4jb_oXtQmjTEFxhyPST_k-uAh0'
  const arrival: LinkEvent = {
    ...{ id: 'E', kind: 'link', at, by: 'rule', why: '', decided: [], revoked: [], model: null },
    moves: [{ record: '99904\u001f263623969', from: null, to }],
    ...{ given: [to.person], held: [{ set, from: null, to: to.person }] },
  }
  const text = JSON.stringify(toStored(arrival, { [set]: '-2671018971519223405' }))
  assert.ok(text.length < 220, text)
})
