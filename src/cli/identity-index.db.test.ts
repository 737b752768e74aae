import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { AppliedVersion, BlocksInUse, ListedVersion, SimulatedVersion } from '#record/identity/tuning'
import { aPerson } from '../record/identity/testing.ts'
import { aFilledRegister, type FilledRegister, somePeople } from '../record/identity/tuning/testing.ts'
import { anInstallation } from './testing.ts'

const installation = anInstallation()
after(() => installation.remove())

let register: FilledRegister
before(async () => {
  const hostile = { facilityCode: '99909', localId: 'H1', fullName: '<script>alert(1)</script>' }
  register = await aFilledRegister([
    ...somePeople(250, 5),
    aPerson(hostile),
    aPerson({ ...hostile, facilityCode: '99908' }),
  ])
})
after(() => register.close())

/** The command as people run it, over the database of the register. */
const mach = (...words: readonly string[]) => {
  const { host, port, user, password = '', database } = register.connection
  const url = `postgres://${user}:${encodeURIComponent(password)}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
  return installation.run(['identity', ...words], { env: { MACH_DATABASE_URL: url } })
}
const asJson = async <T>(...words: readonly string[]): Promise<T> => {
  const ran = await mach(...words, '--json')
  assert.equal(ran.code, 0, ran.err)
  return ran.json<T>()
}

test('learn, look at what would change, apply, and go back: from the command line alone', async () => {
  const small = await mach('learn')
  assert.equal(small.code, 2)
  assert.match(small.err, /--only-values/)
  const learned = await mach('learn', '--only-values', '--persons', '90000000')
  assert.equal(learned.code, 0, learned.err)
  assert.match(learned.out, /Phiên bản 2 \([0-9a-f]+\) đang chờ, dành cho 90\.000\.000 người/)
  const [first, second] = await asJson<ListedVersion[]>('model')
  assert.deepEqual([first!.state, second!.state, second!.made!.persons], ['current', 'coming', 90_000_000])
  assert.match((await mach('model')).out, /có hiệu lực[\s\S]*đang chờ/)

  const before = await register.whoIsWho()
  const report = join(installation.path, 'bao-cao', 'mo-phong.html')
  const simulated = await mach('simulate', '--out', report)
  assert.equal(simulated.code, 0, simulated.err)
  assert.match(simulated.out, /Tách ra +\d+ \(\d+ cặp hồ sơ\)[\s\S]*Chưa có gì thay đổi/)
  const html = readFileSync(report, 'utf8')
  assert.match(html, /^<!doctype html>\n<html lang="vi">[\s\S]*<h2>Tách ra[\s\S]*<\/html>\n$/)
  assert.equal(statSync(report).mode & 0o077, 0, 'nobody else may read it')
  assert.ok(!html.includes('<script'), 'what a sender wrote is text')
  const figures = await asJson<SimulatedVersion>('simulate', '--model', '2', '--examples', '2')
  assert.ok(figures.splits > 0 && figures.examples.length <= 6)
  assert.deepEqual(await register.whoIsWho(), before)

  const applied = await asJson<AppliedVersion>('apply', '--model', '2', '--batch', '100')
  assert.ok(applied.isDone && applied.moved > 0)
  const again = await mach('apply', '--model', '2')
  assert.match(again.out, /đã có hiệu lực từ trước/)
  const back = await mach('apply', '--model', '1', '--why', 'Trở lại')
  assert.equal(back.code, 0, back.err)
  assert.match(back.out, /Phiên bản 1 có hiệu lực/)
  assert.deepEqual(await register.whoIsWho(), before)
})

test('blocks and a person’s history in words that a clerk reads', async () => {
  const said = await asJson<BlocksInUse>('blocks')
  assert.equal(said.records, (await register.whoIsWho()).length)
  const blocks = await mach('blocks', '--sample', '50')
  assert.match(blocks.out, /50 hồ sơ: mỗi hồ sơ được so với[\s\S]*số định danh/)
  const { personId } = (await register.reader.find('990190000001', 1))[0]!
  const history = await mach('history', '990190000001')
  assert.equal(history.code, 0, history.err)
  assert.match(history.out, /hồ sơ đến +\+ 9990[89]\/H1/)
  assert.equal((await asJson<{ personId: string }>('history', personId)).personId, personId)
  const nobody = await mach('history', '000000000000')
  assert.deepEqual([nobody.code, /Không tìm thấy ai/.test(nobody.err)], [1, true])
})

test('what cannot be is refused with a sentence, and nothing is written', async () => {
  const missing = join(installation.path, 'khong.html')
  for (const [words, sentence] of [
    [['simulate', '--model', '99', '--out', missing], /Không có phiên bản/],
    [['apply', '--model', '99'], /Không có phiên bản/],
    [['simulate', '--sample', '9000000'], /nhiều nhất/],
  ] as const) {
    const ran = await mach(...words)
    assert.equal(ran.code, 2, words.join(' '))
    assert.match(ran.err, sentence)
  }
  for (const words of [['apply'], ['apply', '--model', 'hai'], ['learn', '--sample', '0']])
    assert.notEqual((await mach(...words)).code, 0)
  assert.ok(!existsSync(missing))
})
