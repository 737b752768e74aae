import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { replaySetAside } from '../replay.ts'
import { anIntake, type Intake } from '../testing.ts'
import { insertVersion } from './mapping.queries.ts'
import { headerDigest } from './resolve-mapping.ts'
import { csvBytes, visitColumns, visitMapping, visitRow } from './testing.ts'

let intake: Intake
before(async () => {
  intake = await anIntake()
})
after(() => intake.close())

const says = { fileName: 'danh-sach.csv', claimedFacility: '99901' }
const visit = (key: string) => visitRow({ 'Mã lượt khám': key })

test('a list that comes before its mapping waits whole, and goes on when the mapping is there', async () => {
  const early = await intake.keep(csvBytes([visitColumns, visit('K1'), visit('K2')]), says)
  assert.deepEqual(
    early.files.map((f) => [f.status, f.facility, f.problems[0]!.code]),
    [
      ['set-aside', '99901', 'CSV_MAPPING_MISSING'],
      ['set-aside', '99901', 'CSV_MAPPING_MISSING'],
    ],
  )
  await insertVersion(intake.db, {
    owner: 'facility:99901',
    header_digest: headerDigest(visitColumns),
    version: 1,
    list: 'visit',
    name: 'Danh sách khám',
    body: visitMapping,
    restores: null,
    made_at: intake.clock.now(),
  })
  const replayed = await replaySetAside(intake.deps, { code: 'CSV_MAPPING_MISSING', facility: '99901' })
  assert.deepEqual([replayed.accepted, replayed.setAside], [2, 0])
  const late = await intake.keep(csvBytes([visitColumns, visit('K3')], { delimiter: ';' }), says)
  assert.deepEqual(
    late.files.map((f) => [f.status, f.visitLinkId]),
    [['accepted', 'K3']],
  )
})
