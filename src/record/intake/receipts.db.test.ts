import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { openKeep } from './open-keep.ts'
import { aFile, anIntake, aZip, type Intake } from './testing.ts'

let intake: Intake
before(async () => {
  intake = await anIntake()
})
beforeEach(() => intake.empty())
after(() => intake.close())

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

test('a file is kept byte for byte, and each of its records waits in the queue', async () => {
  const file = aFile({}, {}, {})
  const answer = await intake.keep(file, { fileName: 'thang-8.xml' })
  assert.deepEqual(
    answer.files.map((f) => [f.facility, f.visitLinkId, f.status]),
    [
      ['99901', 'LK1', 'accepted'],
      ['99901', 'LK2', 'accepted'],
      ['99901', 'LK3', 'accepted'],
    ],
  )
  assert.equal((await intake.raw(answer.receiptId)).toString(), file)
  const line = (await intake.desk.receipts({}, 1)).items[0]!
  assert.deepEqual(
    [line.sha256, line.size, line.fileName, line.facilityCode],
    [sha256(file), Buffer.byteLength(file), 'thang-8.xml', '99901'],
  )
  assert.equal(await intake.jobs(), 3)
})

test('gzip is opened: the same file sent plain and sent packed has one receipt', async () => {
  const packed = await intake.keep(gzipSync(aFile({})))
  const plain = await intake.keep(aFile({}))
  assert.equal(plain.receiptId, packed.receiptId)
  assert.equal(packed.alreadyReceivedAt, null)
  assert.ok(plain.alreadyReceivedAt)
  assert.equal(await intake.jobs(), 1)
})

test('a zip with three files is one receipt with three parts, numbered on', async () => {
  const [a, b, c] = [aFile({ MA_LK: 'A' }), aFile({ MA_LK: 'B' }, { MA_LK: 'B2' }), aFile({ MA_LK: 'C' })]
  const answer = await intake.keep(
    aZip({ 'a.xml': a, 'sub/b.XML': b, 'ghi-chu.txt': 'không phải hồ sơ', 'c.xml': c }),
  )
  assert.deepEqual(
    answer.files.map((f) => f.visitLinkId),
    ['A', 'B', 'B2', 'C'],
  )
  assert.deepEqual(
    [
      await intake.raw(answer.receiptId, 0),
      await intake.raw(answer.receiptId, 1),
      await intake.raw(answer.receiptId, 2),
    ].map(String),
    [a, b, c],
  )
  assert.equal(await intake.desk.raw(answer.receiptId, 3), null)
  const last = await intake.desk.source(answer.receiptId, 4)
  assert.match(last!.tables[0]!.text, /<MA_LK>C<\/MA_LK>/)
})

test('the same visit in two files of one zip waits for a human the second time', async () => {
  const answer = await intake.keep(aZip({ 'a.xml': aFile({}), 'b.xml': aFile({ HO_TEN: 'LÊ VĂN HAI' }) }))
  const errors = answer.files.map((f) => f.problems.filter((p) => p.severity === 'error').map((p) => p.code))
  assert.deepEqual(errors, [[], ['BHYT_DUPLICATE_IN_FILE']])
  assert.deepEqual(
    answer.files.map((f) => f.status),
    ['accepted', 'set-aside'],
  )
})

test('one visit twice in one file: the first sound one goes on', async () => {
  const answer = await intake.keep(
    aFile({ MA_LK: 'X', NGAY_VAO: '20251399' }, { MA_LK: 'X' }, { MA_LK: 'X' }),
  )
  assert.deepEqual(
    answer.files.map((f) => f.status),
    ['set-aside', 'accepted', 'set-aside'],
  )
})

const whole = aFile({}, {})
const turnedAway: [string, () => Uint8Array | string, string][] = [
  ['nothing', () => '', 'INTAKE_EMPTY'],
  ['a gzip of nothing', () => gzipSync(''), 'INTAKE_EMPTY'],
  ['a truncated gzip', () => gzipSync(whole).subarray(0, 200), 'INTAKE_BAD_GZIP'],
  [
    'a gzip with rubbish inside',
    () => Buffer.concat([gzipSync(whole).subarray(0, 60), Buffer.alloc(500, 7)]),
    'INTAKE_BAD_GZIP',
  ],
  ['a truncated zip', () => aZip({ 'a.xml': whole }).subarray(0, 300), 'INTAKE_BAD_ZIP'],
  [
    'a zip of rubbish',
    () => Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(5_000, 9)]),
    'INTAKE_BAD_ZIP',
  ],
  ['a zip whose bytes were changed on the way', () => broken(aZip({ 'a.xml': whole }), 60), 'INTAKE_BAD_ZIP'],
  ['a zip without a single record file', () => aZip({ 'readme.txt': 'x' }), 'INTAKE_EMPTY_ZIP'],
  [
    'a zip with too many files',
    () => aZip(Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`${n}.xml`, whole]))),
    'INTAKE_TOO_MANY_ENTRIES',
  ],
  ['a file larger than the limit', () => Buffer.alloc(8_388_609, 32), 'INTAKE_TOO_LARGE'],
  ['a gzip bomb', () => gzipSync(Buffer.alloc(40_000_000, 32)), 'INTAKE_TOO_LARGE'],
  ['a zip bomb', () => aZip({ 'a.xml': Buffer.alloc(40_000_000, 32) }), 'INTAKE_TOO_LARGE'],
  [
    'a zip bomb in many small files',
    () => aZip({ 'a.xml': Buffer.alloc(5_000_000, 32), 'b.xml': Buffer.alloc(5_000_000, 32) }),
    'INTAKE_TOO_LARGE',
  ],
  ['another facility’s file', () => aFile({ MA_CSKCB: '99902' }), 'INTAKE_FACILITY_NOT_YOURS'],
  [
    'a zip with one record of another facility',
    () => aZip({ 'a.xml': whole, 'b.xml': aFile({ MA_CSKCB: '99902' }) }),
    'INTAKE_FACILITY_NOT_YOURS',
  ],
]
for (const [what, file, code] of turnedAway) {
  test(`${what} is turned away whole: ${code}, and nothing of it is kept`, async () => {
    assert.equal(await intake.refusal(file(), { claimedFacility: '99901' }), code)
    assert.equal(await intake.rows(), 0)
    assert.deepEqual(spooled(), [], 'no file is left lying about')
  })
}

test('the same body from eight senders at once has one receipt, and its records wait once', async () => {
  const body = aFile({}, {})
  const answers = await Promise.all(Array.from({ length: 8 }, () => intake.keep(body)))
  assert.equal(new Set(answers.map((a) => a.receiptId)).size, 1)
  assert.equal(answers.filter((a) => a.alreadyReceivedAt === null).length, 1)
  for (const answer of answers)
    assert.deepEqual(
      answer.files.map((f) => f.status),
      ['accepted', 'accepted'],
    )
  assert.equal(await intake.jobs(), 2)
})

test('eight senders at once with a zip each leave one receipt per content', async () => {
  const zips = Array.from({ length: 8 }, (_, n) => aZip({ 'a.xml': aFile({ MA_LK: `Z${n % 2}` }) }))
  const answers = await Promise.all(zips.map((zip) => intake.keep(zip)))
  assert.equal(new Set(answers.map((a) => a.receiptId)).size, 2)
})

test('when the database fails in the middle nothing is kept, and the same file sent again is', async () => {
  const file = aFile({}, {})
  const announce = async () => {
    throw new Error('the disk is full')
  }
  await assert.rejects(
    intake.tryToKeep(file, { deps: openKeep({ ...intake.deps, announce }) }),
    /disk is full/,
  )
  assert.equal(await intake.rows(), 0)
  await intake.db.transaction((tx) =>
    tx.script(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'full'; end $$;
      create trigger refuse before insert on intake.chunk for each row execute function refuse()`),
  )
  await assert.rejects(intake.tryToKeep(aZip({ 'a.xml': file, 'b.xml': aFile({ MA_LK: 'B' }) })))
  assert.equal(await intake.rows(), 0)
  await intake.db.transaction((tx) => tx.script('drop trigger refuse on intake.chunk'))
  assert.equal((await intake.keep(file)).alreadyReceivedAt, null)
  assert.deepEqual(spooled(), [])
})

test('a sender who hangs up in the middle leaves nothing behind', async () => {
  async function* cut() {
    yield Buffer.alloc(2_000_000, 32)
    throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' })
  }
  await assert.rejects(intake.tryToKeep('', { source: cut() }), /aborted/)
  assert.equal(await intake.rows(), 0)
  assert.deepEqual(spooled(), [])
})

function spooled(): string[] {
  try {
    return readdirSync(join(intake.tempDir, 'spool'))
  } catch {
    return []
  }
}

function broken(zip: Buffer, at: number): Buffer {
  const copy = Buffer.from(zip)
  copy[at] = copy[at]! ^ 0xff
  return copy
}
