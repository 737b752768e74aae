import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Loaded } from '#record/identity/backfill'
import { cellsOf, recordColumns, writeRows } from '#vocabulary/demographics/csv'
import { aFilledRegister, type FilledRegister, somePeople } from '../record/identity/tuning/testing.ts'
import { anInstallation } from './testing.ts'

const installation = anInstallation()
after(() => installation.remove())

let register: FilledRegister
before(async () => {
  register = await aFilledRegister([])
})
after(() => register.close())

/** The command as people run it, over the database of the register. */
const backfill = (...words: readonly string[]) => {
  const { host, port, user, password = '', database } = register.connection
  const url = `postgres://${user}:${encodeURIComponent(password)}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
  return installation.run(['identity', 'backfill', ...words], { env: { MACH_DATABASE_URL: url } })
}
const file = (name: string) => join(installation.path, name)

test('two files into an empty index, a broken line set aside with its number; the same again changes nothing', async () => {
  const people = somePeople(120, 3)
  const rows = people.map(({ facilityCode, localId, words }) => [
    ...[`${facilityCode}-${localId}`, facilityCode, localId],
    ...cellsOf(words),
  ])
  const csv = (from: number, to?: number) => [...writeRows(recordColumns, rows.slice(from, to))].join('')
  writeFileSync(file('a.csv.gz'), gzipSync(`${csv(0, 150)}99901-1,một ô,thừa\n`))
  writeFileSync(file('b.csv'), csv(150))
  const asked = ['--in', file('a.csv.gz'), file('b.csv'), '--aside', file('aside.csv'), '--json']

  const ran = await backfill(...asked)
  assert.equal(ran.code, 0, ran.err)
  assert.match(ran.err, /a\.csv\.gz: Dòng 152 có 3 ô/)
  const loaded = ran.json<Loaded & { leftOut: number }>()
  assert.deepEqual([loaded.isDone, loaded.records, loaded.single, loaded.leftOut], [true, rows.length, 0, 1])
  assert.match(readFileSync(file('aside.csv'), 'utf8'), /^file,message\n.*Dòng 152/)
  assert.equal(statSync(file('aside.csv')).mode & 0o077, 0, 'nobody else may read it')
  assert.ok(!existsSync(join(installation.dataDir, 'identity-backfill')), 'nothing is left lying about')

  const before = await register.whoIsWho()
  assert.equal(before.length, rows.length)
  const again = await backfill(...asked)
  assert.equal(again.json<Loaded>().single, rows.length)
  assert.deepEqual(await register.whoIsWho(), before)
})

test('a line that names no record of a facility is set aside, unless the facility is named for all', async () => {
  writeFileSync(file('c.csv'), 'localId,fullName,birthDate\nK1,Trần Thị Kim,1971-02-03\n,Lê Kim,1972\n')
  const without = await backfill('--in', file('c.csv'))
  assert.match(without.err, /Dòng 2 không có mã cơ sở/)
  const named = await backfill('--in', file('c.csv'), '--facility', '99977')
  assert.equal(named.code, 0, named.err)
  assert.match(named.err, /Dòng 3 không có mã bệnh nhân/)
  assert.match(named.out, /Đã nạp 1 hồ sơ .* 1 hồ sơ mới của 1 người/)
})

test('a file that is not there, and one that is no CSV, are said in a sentence', async () => {
  assert.match((await backfill('--in', file('nowhere.csv'))).err, /Không mở được tệp: .*nowhere\.csv/)
  writeFileSync(file('broken.csv.gz'), 'not an archive')
  const ran = await backfill('--in', file('broken.csv.gz'))
  assert.match(ran.err, /Không đọc tiếp được tệp \(Z_DATA_ERROR\)/)
  assert.equal(ran.code, 0)
})
