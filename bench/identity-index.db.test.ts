import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openVietnameseModel, priorModel } from '#record/identity/model'
import { generatePopulation } from '../province/index.ts'
import { aLinkIndex, asStored, atOnce } from '../src/record/identity/links/testing.ts'
import { toRecord } from './identity-index-people.ts'

test('a pretended population admitted bit by bit under the Vietnamese model is what all of it is at once', async () => {
  const model = openVietnameseModel({ ...priorModel(), persons: 1_000_000 })
  const index = await aLinkIndex({ settlingTime: 365 * 86_400_000 }, model)
  try {
    const records = [...generatePopulation({ persons: 250, seed: 77 })].map(toRecord)
    // Far from the order in which they were made: households do not come together.
    const mixed = records.map((record, at) => ({ record, place: (at * 7_919) % 1_009 }))
    const arrivals = mixed.sort((x, y) => x.place - y.place).map(({ record }) => record)
    for (let at = 0; at < arrivals.length; at += 7) await index.meetTogether(...arrivals.slice(at, at + 7))
    assert.deepEqual(await asStored(index), atOnce(index, records))
  } finally {
    await index.close()
  }
})
