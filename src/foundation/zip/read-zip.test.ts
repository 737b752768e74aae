import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { fail, ok } from '#foundation/result'
import { aTempDir, aZip } from '#foundation/testkit'
import { readZip, type ZipReading } from './index.ts'

const problems = { damaged: 'damaged', tooManyFiles: 'too many', tooLarge: 'too large' }

/** Every file in its order, or the problem. */
async function opened(zip: string | Buffer, says: Partial<ZipReading<string>> = {}) {
  const files: [string, Buffer][] = []
  const read = await readZip<string>(
    zip,
    { maxFiles: 10, maxBytes: 100_000, problems, ...says },
    async (name, content) => {
      const pieces: Buffer[] = []
      for await (const piece of content) pieces.push(piece)
      files.push([name, Buffer.concat(pieces)])
      return ok(undefined)
    },
  )
  return read.ok ? files : read.problem
}

const inText = (files: Awaited<ReturnType<typeof opened>>) =>
  Array.isArray(files) ? files.map(([name, bytes]) => [name, bytes.toString()]) : files

/** Written by Python's zipfile: one file stored, one deflated and with tone marks in its name. */
const foreign = Buffer.from(
  'UEsDBBQAAAAAAAAAIVzUHNEBBAAAAAQAAAAFAAAAYS54bWw8YS8+UEsDBBQAAAgIAAAAIVyJJoQ+DgAAAFoAAAAQAAAAc3ViL2jhu5Mgc8ahLnR4d' +
    'PNLL618uLs1j8uP2gwAUEsBAhQDFAAAAAAAAAAhXNQc0QEEAAAABAAAAAUAAAAAAAAAAAAAAIABAAAAAGEueG1sUEsBAhQDFAAACAgAAAAhXIkm' +
    'hD4OAAAAWgAAABAAAAAAAAAAAAAAAIABJwAAAHN1Yi9o4buTIHPGoS50eHRQSwUGAAAAAAIAAgBxAAAAYwAAAAAA',
  'base64',
)

test('a zip of another program is read from bytes and from the disk alike', async () => {
  const folder = aTempDir('mach-zip')
  const path = join(folder.path, 'of-another.zip')
  writeFileSync(path, foreign)
  for (const zip of [foreign, path])
    assert.deepEqual(inText(await opened(zip)), [
      ['a.xml', '<a/>'],
      ['sub/hồ sơ.txt', 'Nguyễn\n'.repeat(10)],
    ])
  folder.remove()
})

test('what was packed comes out again, in order and to the byte', async () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}(\/[à-ỹ ]{1,8})?$/), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(names, fc.uint8Array({ maxLength: 9_000 }), async (all, bytes) => {
      const files = all.map((name, n): [string, Buffer] => [name, Buffer.from(bytes.subarray(n))])
      assert.deepEqual(await opened(aZip(Object.fromEntries(files))), files)
    }),
    { numRuns: 60 },
  )
})

test('only wanted files are counted; where all are, too many are refused before the first is unpacked', async () => {
  const zip = aZip({ 'a.xml': 'a', 'b.txt': 'b', 'c.xml': 'c' })
  const wants = (name: string) => name.endsWith('.xml')
  assert.deepEqual(inText(await opened(zip, { wants, maxFiles: 2 })), [
    ['a.xml', 'a'],
    ['c.xml', 'c'],
  ])
  assert.equal(await opened(zip, { wants, maxFiles: 1 }), 'too many')
  const take = () => assert.fail('a file was unpacked')
  const read = await readZip<string>(zip, { maxFiles: 2, maxBytes: 10, problems }, take)
  assert.deepEqual(read, fail('too many'))
})

test('bytes are counted over all files while they come: a bomb ends at the limit', async () => {
  const halves = aZip({ a: Buffer.alloc(50_000), b: Buffer.alloc(50_000) })
  assert.equal((await opened(halves)).length, 2)
  assert.equal(await opened(halves, { maxBytes: 99_999 }), 'too large')
  let seen = 0
  const bomb = aZip({ bomb: Buffer.alloc(60_000_000) })
  await readZip<string>(bomb, { maxFiles: 1, maxBytes: 1_000_000, problems }, async (_name, content) => {
    for await (const piece of content) seen += piece.length
    return ok(undefined)
  })
  assert.ok(seen <= 1_000_000, `${seen} bytes were handed over`)
})

test('cut, changed, locked with a password or lying about a size, a zip is damaged and never more than that', async () => {
  for (let end = 0; end < foreign.length; end++)
    assert.equal(await opened(foreign.subarray(0, end)), 'damaged', `cut after ${end} bytes`)
  const changed = (at: number, value: number) => {
    const copy = Buffer.from(foreign)
    copy[at] = value
    return copy
  }
  const second = foreign.indexOf('PK\x01\x02', 120)
  assert.equal(await opened(changed(second + 8, 1)), 'damaged', 'a password')
  assert.equal(await opened(changed(second + 24, 8)), 'damaged', 'less than is in it')
  await fc.assert(
    fc.asyncProperty(fc.nat(foreign.length - 1), fc.nat(255), async (at, value) => {
      const files = await opened(changed(at, value))
      assert.ok(Array.isArray(files) || Object.values(problems).includes(files))
    }),
    { numRuns: 500 },
  )
})

test('what the caller refuses ends the reading; what the caller or the disk throws is not the zip’s fault', async () => {
  const names: string[] = []
  const refused = await readZip<string>(foreign, { maxFiles: 9, maxBytes: 999, problems }, async (name) => {
    names.push(name)
    return fail('not this one')
  })
  assert.deepEqual([refused, names], [fail('not this one'), ['a.xml']])
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' })
  const thrown = readZip<string>(
    foreign,
    { maxFiles: 9, maxBytes: 999, problems },
    async (_name, content) => {
      for await (const _piece of content) throw full
      return ok(undefined)
    },
  )
  await assert.rejects(thrown, full)
  await assert.rejects(opened('/nowhere/at-all.zip'), { code: 'ENOENT' })
})
