import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anEpisode, sample } from '../testing.ts'
import { lookAtDates } from './look-at-dates.ts'

const now = new Date('2026-11-21T08:00:00+07:00')
const fine = { ahead: null, isBehind: false }

test('the samples of every habit have nothing wrong with their dates', () => {
  for (const name of [
    '01-outpatient-4750-base64.xml',
    '02-inpatient-surgery-dotnet-bom-cdata.xml',
    '03-birth-twins-inline-nfd.xml',
    '04-transfer-3176.xml',
    '05-checkin-xml0.xml',
    '06-legacy-4210-windows1258.xml',
    '08-giay-bao-tu-gbt.xml',
  ])
    assert.deepEqual(lookAtDates(sample(name), now), fine, name)
})

test('a date in the future is found in the envelope, in base64 and in plain tables', () => {
  assert.equal(lookAtDates(anEpisode({}, { made: '20361121' }), now).ahead, 'NGAYLAP')
  assert.equal(lookAtDates(anEpisode({ NGAY_RA: '203611210800' }), now).ahead, 'NGAY_RA')
  assert.equal(lookAtDates(anEpisode({ NGAY_VAO: '203611210800' }), now).ahead, 'NGAY_VAO')
  const later = new Date('2020-01-01T00:00:00Z')
  for (const name of ['03-birth-twins-inline-nfd.xml', '05-checkin-xml0.xml', '08-giay-bao-tu-gbt.xml'])
    assert.notEqual(lookAtDates(sample(name), later).ahead, null, name)
  assert.deepEqual(
    lookAtDates(anEpisode({ NGAY_RA: '202611220700' }), now),
    fine,
    'tomorrow morning is no wrong clock',
  )
})

test('medicine for a month may end in a month, for a year it may not', () => {
  assert.deepEqual(lookAtDates(anEpisode({ MA_LOAI_KCB: '05', NGAY_RA: '202612302359' }), now), fine)
  assert.equal(lookAtDates(anEpisode({ MA_LOAI_KCB: '05', NGAY_RA: '202712302359' }), now).ahead, 'NGAY_RA')
})

test('a file made before the discharge it tells of comes from a slow clock', () => {
  assert.equal(lookAtDates(anEpisode({}, { made: '20161121' }), now).isBehind, true)
  assert.equal(lookAtDates(anEpisode({}, { made: '20261120' }), now).isBehind, false)
})

test('no bytes make it fail or take long', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => void lookAtDates(Buffer.from(bytes), now)),
  )
  const nested = Buffer.from(`<NOIDUNGFILE>${'<LOAIHOSO>XML1</LOAIHOSO> '.repeat(50_000)}`)
  const from = performance.now()
  lookAtDates(nested, now)
  assert.ok(performance.now() - from < 10_000)
})
