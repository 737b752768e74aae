import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  derivedId,
  isUuid,
  isUuid8,
  newId,
  type PersonId,
  shardFor,
  shardOf,
  sharedId,
  timeOf,
  type Uuid,
} from '#foundation/ids'

const prefix = '0198c2a3-4b5c-8abc-b400-000000000000' as Uuid

test('the vectors: stored for decades, never to change', () => {
  assert.equal(shardOf(prefix), 0xabcd)
  assert.equal(timeOf(prefix), 0x0198c2a34b5c)
  assert.equal(derivedId(prefix, 'encounter/1'), '0198c2a3-4b5c-8abc-b628-5035074392b8')
  assert.equal(sharedId('Organization', '79001'), '00006220-516c-8baa-94a8-d4a25a4505ee')
  assert.equal(sharedId('Organization', '79001', 0xabcd), '00006220-516c-8abc-b4a8-d4a25a4505ee')
  assert.equal(shardFor('79001'), 38644)
})

test('every shard and instant comes back out of an id', () => {
  for (let shard = 0; shard <= 0xffff; shard++) {
    const ms = 1_767_225_600_000 + shard * 977
    const id = newId<PersonId>(shard, ms)
    assert.ok(isUuid8(id), id)
    assert.equal(shardOf(id), shard)
    assert.equal(timeOf(id), ms)
  }
})

test('ids of one instant and shard differ', () => {
  const ids = new Set(Array.from({ length: 50_000 }, () => newId(7, 1)))
  assert.equal(ids.size, 50_000)
})

test('ids sort by time', () => {
  const ids = [3, 1, 2].map((n) => newId(n, 1_767_225_600_000 + n))
  assert.deepEqual(ids.toSorted(), [ids[1], ids[2], ids[0]])
})

test('a derived id repeats, stays on the shard of its source and differs by key and source', () => {
  const visit = newId(0xf00f, 1_767_225_600_123)
  const id = derivedId(visit, 'observation/3')
  assert.equal(id, derivedId(visit, 'observation/3'))
  assert.ok(isUuid8(id))
  assert.equal(shardOf(id), 0xf00f)
  assert.equal(timeOf(id), 1_767_225_600_123)
  assert.notEqual(id, derivedId(visit, 'observation/4'))
  assert.notEqual(id.slice(19), derivedId(newId(0xf00f, 1_767_225_600_123), 'observation/3').slice(19))
})

test('a shared id can never meet an id made by a clock', () => {
  for (const key of ['79001', 'Trạm y tế xã', '']) {
    const id = sharedId('Organization', key)
    assert.ok(isUuid8(id))
    assert.ok(timeOf(id) < 2 ** 32)
  }
})

test('nonsense is refused', () => {
  for (const shard of [-1, 65536, 1.5, Number.NaN]) assert.throws(() => newId(shard, 1))
  for (const ms of [-1, 2 ** 48, Number.NaN]) assert.throws(() => newId(1, ms))
  assert.equal(isUuid('0198C2A3-4b5c-8abc-b400-000000000000'), false)
  assert.equal(isUuid8('0198c2a3-4b5c-4abc-b400-000000000000'), false)
})
