import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { aFile, anIntake, aZip, type Intake } from '../src/record/intake/testing.ts'
import { allItems } from './all-items.ts'

/** What is wrong with a container is found before anything inside is read; so it needs the whole intake. */
let intake: Intake
before(async () => {
  intake = await anIntake({ maxBytes: 2_000_000, maxZipEntries: 20 })
})
after(() => intake.close())

const sound = Buffer.from(aFile({ MA_LK: 'HOP1' }))
const gzip = gzipSync(sound)
const zip = aZip({ 'a.xml': sound })
const damaged = (bytes: Buffer, at: number, value: number) => {
  const copy = Buffer.from(bytes)
  copy[at < 0 ? copy.length + at : at] = value
  return copy
}
const bomb = gzipSync(Buffer.alloc(50_000_000))

const items: readonly (readonly [name: string, bytes: Uint8Array, code: string])[] = [
  ['nothing at all', Buffer.alloc(0), 'INTAKE_EMPTY'],
  ['gzip of nothing', gzipSync(Buffer.alloc(0)), 'INTAKE_EMPTY'],
  ['gzip cut in its head', gzip.subarray(0, 5), 'INTAKE_BAD_GZIP'],
  ['gzip cut in the middle', gzip.subarray(0, gzip.length / 2), 'INTAKE_BAD_GZIP'],
  ['gzip without its last bytes', gzip.subarray(0, -6), 'INTAKE_BAD_GZIP'],
  ['gzip with a wrong checksum', damaged(gzip, -8, gzip.at(-8)! ^ 0xff), 'INTAKE_BAD_GZIP'],
  ['gzip with a wrong length', damaged(gzip, -1, 0x7f), 'INTAKE_BAD_GZIP'],
  ['gzip of another method', damaged(gzip, 2, 7), 'INTAKE_BAD_GZIP'],
  ['gzip with a damaged block', damaged(gzip, 12, gzip[12]! ^ 0xff), 'INTAKE_BAD_GZIP'],
  ['gzip that unpacks without end', bomb, 'INTAKE_TOO_LARGE'],
  ['gzip of rubbish', gzipSync(Buffer.from('không phải XML')), 'BHYT_FILE_NOT_XML'],
  ['zip cut in the middle', zip.subarray(0, zip.length / 2), 'INTAKE_BAD_ZIP'],
  ['zip without its directory', zip.subarray(0, -30), 'INTAKE_BAD_ZIP'],
  ['zip head only', Buffer.from('504b0304', 'hex'), 'INTAKE_BAD_ZIP'],
  ['zip without files', aZip({}), 'INTAKE_EMPTY_ZIP'],
  ['zip with a password', damaged(damaged(zip, 6, 1), zip.indexOf('PK\x01\x02') + 8, 1), 'INTAKE_BAD_ZIP'],
  [
    'zip with too many files',
    aZip(Object.fromEntries(Array.from({ length: 25 }, (_, n) => [`${n}.xml`, sound]))),
    'INTAKE_TOO_MANY_ENTRIES',
  ],
  ['zip that unpacks without end', aZip({ 'a.xml': Buffer.alloc(30_000_000, 0x20) }), 'INTAKE_TOO_LARGE'],
  ['deflate without a head', deflateRawSync(sound), 'BHYT_FILE_NOT_XML'],
]

for (const [name, bytes, code] of items)
  test(`${name}: ${code}, and nothing is kept`, async () => {
    const rows = await intake.rows()
    assert.equal(await intake.refusal(bytes), code)
    assert.equal(await intake.rows(), rows)
  })

test('of 150 malformed files dropped in one after the other, every one is answered and none stops the next', async () => {
  const some = allItems()
    .filter((item, n) => n % 3 === 0 && item.file.length < 200_000)
    .slice(0, 150)
  for (const item of some) {
    const kept = await intake.tryToKeep(item.file, {
      fileName: item.fileName ?? null,
      claimedFacility: item.facility === undefined ? '99901' : item.facility,
    })
    const problems = kept.ok
      ? [...kept.value.problems, ...kept.value.files.flatMap((f) => f.problems)]
      : kept.problem.problems
    assert.ok(problems.length > 0, item.id)
  }
  assert.equal((await intake.keep(aFile({ MA_LK: 'SAU-TAT-CA' }))).files[0]!.status, 'accepted')
})
