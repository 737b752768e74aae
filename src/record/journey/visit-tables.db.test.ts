import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openRecordGroups } from '#record/intake'
import { generateVisits } from '../../../province/index.ts'
import { readVisitTables } from './index.ts'
import { aRoad, type Road, sample, sampleNames } from './testing.ts'

let road: Road
before(async () => {
  road = await aRoad()
})
after(() => road.close())

/** What the receipt's records said, read again from the kept bytes. */
async function saidIn(receiptId: string, files: number) {
  const keys = Array.from({ length: files }, (_, i) => ({ receiptId, fileNumber: i + 1 }))
  const messages = []
  for await (const group of openRecordGroups(road.db, keys))
    for (const { message, status } of group) if (message && status === 'stored') messages.push(message)
  return messages
}

test('every sample is written again from the record as its sender wrote it, field by field', async () => {
  const receipts = []
  for (const name of sampleNames()) receipts.push(await road.keep(sample(name).bytes, name))
  await road.walk()
  let compared = 0
  for (const { receiptId, files } of receipts)
    for (const message of await saidIn(receiptId, files.length)) {
      const again = await readVisitTables(road.db, message)
      assert.ok(again, message.visitLinkId)
      assert.ok(again.isSent)
      // A check-in whose visit came too is told by the visit.
      if (message.kind === 'check-in' && again.message.kind === 'visit') continue
      assert.deepEqual(again.message, message)
      compared += 1
    }
  assert.ok(compared >= 7, `${compared}`)
})

test('visits in every habit of the province come back equal, also after they came again with other rows', async () => {
  const visits = [
    ...generateVisits({ seed: 21, persons: 40, visits: 120, from: '2025-02-01', to: '2026-08-30' }),
  ]
  const receipts = []
  for (const { bytes } of visits) receipts.push(await road.keep(bytes))
  await road.walk()
  for (const { receiptId, files } of receipts)
    for (const message of await saidIn(receiptId, files.length))
      assert.deepEqual((await readVisitTables(road.db, message))?.message, message)
})

test('a visit nobody knows is not made up', async () => {
  assert.equal(await readVisitTables(road.db, { facilityCode: '99901', visitLinkId: 'CHUA-CO' }), null)
})
