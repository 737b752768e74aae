import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Volumes } from '../../api/types'
import { joinFacilities } from './join-facilities'

const sent = (facilityCode: string) =>
  ({ facilityCode, facilityName: null, vendor: null, files: 1 }) as Volumes['facilities'][number]

test('a facility that has sent nothing is listed, and so is one that nobody has named', () => {
  const known = joinFacilities(
    [{ facilityCode: '99902', name: 'Bệnh viện Mẫu 2', vendor: null }],
    [sent(''), sent('99903'), sent('99901')],
  )
  assert.deepEqual(
    known.map(({ facilityCode, name, volume }) => [facilityCode, name, volume?.files]),
    [
      ['99901', '', 1],
      ['99902', 'Bệnh viện Mẫu 2', undefined],
      ['99903', '', 1],
    ],
  )
})
