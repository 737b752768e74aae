import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { largeFile } from '../../../province/index.ts'
import { anIntake, type Intake } from './testing.ts'

let intake: Intake
before(async () => {
  intake = await anIntake({ maxBytes: 64 * 1_048_576 })
})
after(() => intake.close())

test('a file of 20 MB with 2,000 visits is taken in without being held in memory', async () => {
  const digest = createHash('sha256')
  let size = 0
  async function* counted() {
    for await (const piece of largeFile({ hoso: 2_000 })) {
      size += piece.length
      digest.update(piece)
      yield piece
    }
  }
  const held = () => process.memoryUsage().heapUsed + process.memoryUsage().external
  const before = held()
  let most = 0
  let steps = 0
  const kept = await intake.tryToKeep('', {
    source: counted(),
    onProgress: () => {
      steps += 1
      most = Math.max(most, held())
    },
  })
  assert.ok(kept.ok)
  assert.ok(size > 15_000_000, String(size))
  assert.equal(kept.value.files.length, 2_000)
  assert.ok(steps >= 9, 'people see it move')
  const grown = (most - before) / 1_048_576
  assert.ok(grown < 160, `${grown.toFixed(0)} MB more than before`)
  assert.equal(await intake.jobs(), 2_000)
  const raw = createHash('sha256')
  const given = await intake.desk.raw(kept.value.receiptId, 0)
  assert.ok(given && given !== 'dropped')
  for await (const piece of given.bytes) raw.update(piece)
  assert.equal(raw.digest('hex'), digest.digest('hex'), 'byte for byte')
})
