import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReceiptLine } from '../../api/types'
import { nothingShown, showFresh, split, takeNewest, takeOlder } from './merge-receipts'

const page = (ids: string, more = true) => ({
  items: [...ids].map((receiptId) => ({ receiptId }) as ReceiptLine),
  more,
})
const ids = (lines: readonly ReceiptLine[]) => lines.map(({ receiptId }) => receiptId).join('')

test('new receipts wait behind the button while the list is being read', () => {
  const first = takeNewest(nothingShown, page('cba'), true)
  assert.equal(ids(split(first).visible), 'cba')
  const held = takeNewest(first, page('edc'), true)
  assert.deepEqual([split(held).fresh, ids(split(held).visible)], [2, 'cba'])
  assert.equal(ids(split(showFresh(held)).visible), 'edcba')
})

test('new receipts come by themselves when nobody reads', () => {
  const shown = takeNewest(takeNewest(nothingShown, page('cba'), false), page('dcb'), false)
  assert.deepEqual([split(shown).fresh, ids(split(shown).visible)], [0, 'dcba'])
})

test('older receipts asked for stay below, and none is shown twice', () => {
  const older = takeOlder(takeNewest(nothingShown, page('fed'), false), page('dcb', false))
  const next = takeNewest(older, page('gfe'), false)
  assert.equal(ids(split(next).visible), 'gfedcb')
  assert.equal(next.more, false)
})

test('after so many arrivals that pages no longer touch, the newest page stands alone rather than with a hole', () => {
  const shown = takeNewest(takeNewest(nothingShown, page('cba'), false), page('zyx'), true)
  assert.equal(ids(split(shown).visible), 'zyx')
})
