import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { systemClock } from '#foundation/clock'
import { fail, ok } from '#foundation/result'
import type { Change, FhirGate } from '#gate/access'
import type { BadLine, CheckedLine } from './check-line.ts'
import { openBatches } from './import-batches.ts'

const line = (number: number, id = `p${number}`): CheckedLine => ({
  ...{ number, type: 'Patient', id, bytes: 100 },
  resource: { value: { resourceType: 'Patient', id }, write: JSON.stringify },
})

/** A gate whose writes end when they are told to. */
function aGate(
  answer: (changes: readonly Change[]) => Awaited<ReturnType<FhirGate['write']>> = () => ok([]),
) {
  const underway: { ids: string[]; end(error?: Error): void }[] = []
  const batches: string[][] = []
  let most = 0
  const write: FhirGate['write'] = (_actor, _purpose, changes) => {
    const ids = changes.map((change) => ('at' in change ? String(change.at) : ''))
    batches.push(ids)
    return new Promise((resolve, reject) => {
      const end = (error?: Error) => {
        underway.splice(underway.indexOf(one), 1)
        if (error) reject(error)
        else resolve(answer(changes))
      }
      const one = { ids, end }
      underway.push(one)
      most = Math.max(most, underway.length)
    })
  }
  return { gate: { write } as FhirGate, underway, batches, most: () => most }
}

function over(gate: FhirGate, signal = new AbortController().signal) {
  const bad: BadLine[] = []
  const batches = openBatches({
    ...{ gate, clock: systemClock, signal, onWritten: () => {}, onBad: (line: BadLine) => bad.push(line) },
    asked: { actor: { kind: 'loopback' } as never, purpose: 'management', base: 'http://here' },
  })
  return { batches, bad }
}

test('two batches are on their way at most; the reader waits with the line that would begin a fourth', async () => {
  const { gate, underway, most } = aGate()
  const { batches } = over(gate)
  let added = 0
  const reading = (async () => {
    for (let n = 0; n < 5_000; n += 1) {
      await batches.add(line(n))
      added += 1
    }
    await batches.drain()
  })()
  while (added < 3_000) await turn()
  for (let n = 0; n < 20; n += 1) await turn()
  assert.equal(added, 3_000)
  let isDone = false
  void reading.then(() => {
    isDone = true
  })
  while (!isDone) {
    underway[0]?.end()
    await turn()
  }
  assert.equal(most(), 2)
})

test('a later line of a resource is written after the earlier one, whatever lies between', async () => {
  const { gate, underway, batches: sent } = aGate()
  const { batches } = over(gate)
  await batches.add(line(1, 'same'))
  const second = batches.add(line(2, 'same'))
  for (let n = 0; n < 5; n += 1) await turn()
  assert.deepEqual(sent, [['same']], 'the second waits although there is room')
  underway[0]!.end()
  await second
  const drained = batches.drain()
  await turn()
  underway[0]!.end()
  await drained
  assert.deepEqual(sent, [['same'], ['same']])
})

test('a refused line is set aside, and those before and after it are written', async () => {
  const refuses = (changes: readonly Change[]) => {
    const index = changes.findIndex((change) => 'at' in change && change.at === 'p2')
    const problem = { code: 'X', kind: 'incorrect', message: 'không nhận', index } as const
    return index < 0 ? ok([]) : fail(problem)
  }
  const { gate, underway, batches: sent } = aGate(refuses)
  const { batches, bad } = over(gate)
  for (const n of [1, 2, 3]) await batches.add(line(n))
  let isDone = false
  const drained = batches.drain().then(() => {
    isDone = true
  })
  while (!isDone) {
    underway[0]?.end()
    await turn()
  }
  await drained
  assert.deepEqual(sent, [['p1', 'p2', 'p3'], ['p1'], ['p3']])
  assert.deepEqual(
    bad.map(({ number, name }) => [number, name]),
    [[2, 'Patient/p2']],
  )
})

test('what fails is told to the reader; giving up waits for what is on its way and sends nothing more', async () => {
  const { gate, underway, batches: sent } = aGate()
  const { batches } = over(gate)
  for (let n = 0; n <= 2_000; n += 1) await batches.add(line(n))
  assert.equal(underway.length, 2)
  underway[0]!.end(new Error('disk full'))
  await assert.rejects(batches.drain(), /disk full/)
  let hasEnded = false
  const given = batches.giveUp().then(() => {
    hasEnded = true
  })
  await turn()
  assert.equal(hasEnded, false)
  while (underway.length > 0) underway[0]!.end()
  await given
  assert.equal(sent.length, 2)
})
