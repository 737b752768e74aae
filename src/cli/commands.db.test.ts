import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { aVisit, giamDinh, hoso } from '../record/intake/bhyt-xml/testing.ts'
import { anInstallation, samplesFolder } from './testing.ts'

const mach = anInstallation()
after(() => mach.remove())
const sample = (name: string) => join(samplesFolder, name)
const first = sample('01-outpatient-4750-base64.xml')

interface IntakeAnswer {
  readonly files: readonly { readonly file: string; readonly receiptId: string | null }[]
  readonly summary: {
    readonly accepted: number
    readonly setAside: number
    readonly refused: number
    readonly stored: number
  }
}

test('one good file: exit 0, stored, and the person is found by number on the same machine', async () => {
  const ran = await mach.run(['intake', first, '--json'])
  assert.equal(ran.code, 0, ran.err)
  const { accepted, setAside, refused, stored } = ran.json<IntakeAnswer>().summary
  assert.deepEqual([accepted, setAside, refused, stored], [1, 0, 0, 1])
  const person = await mach.run(['person', '079190999001'])
  assert.equal(person.code, 0)
  for (const word of ['NGUYỄN THỊ THỬ NGHIỆM', 'J20.9', 'Amoxicilin 500mg', '07/10/2024', 'XML1/1'])
    assert.ok(person.out.includes(word), word)
  assert.ok(!person.out.includes('079190999001'), 'numbers are masked here too')
})

test('a folder with the broken batch: exit 1, and every set-aside record with its reason', async () => {
  const ran = await mach.run(['intake', samplesFolder, '--json'])
  assert.equal(ran.code, 1)
  const { summary, files } = ran.json<IntakeAnswer>()
  assert.deepEqual([files.length, summary.accepted, summary.setAside, summary.refused], [9, 9, 3, 0])
  const text = await mach.run(['intake', sample('07-deviant-batch.xml')])
  assert.equal(text.code, 1)
  assert.match(text.out, /hồ sơ 1 · XML1 · dòng 1 · NGAY_VAO/)
  assert.match(text.out, /đã có từ trước/)
})

test('what is accepted and then set aside on its way counts as set aside: exit 1', async () => {
  const path = join(mach.path, 'khong-ma-bn.xml')
  writeFileSync(path, giamDinh([hoso({ XML1: [aVisit({ MA_LK: 'KHONG-BN', MA_BN: '' })] })]))
  const ran = await mach.run(['intake', path, '--json'])
  assert.equal(ran.code, 1)
  assert.deepEqual(
    [ran.json<IntakeAnswer>().summary.accepted, ran.json<IntakeAnswer>().summary.setAside],
    [0, 1],
  )
  assert.match(ran.out, /MA_BN/)
})

test('from standard input, and what cannot be found or read', async () => {
  const piped = await mach.run(['intake', '-', '--json'], {
    input: sample('09-driver-health-check-gksklx.json'),
  })
  assert.equal(piped.code, 0, piped.err)
  const missing = await mach.run(['intake', '/khong/co', '--json'])
  assert.deepEqual([missing.code, missing.out], [2, ''])
  assert.match(missing.err, /Không thấy tệp hay thư mục: \/khong\/co/)
  const rubbish = join(mach.path, 'rubbish.xml')
  writeFileSync(rubbish, 'không phải XML')
  const refused = await mach.run(['intake', rubbish, '--json'])
  assert.deepEqual([refused.code, refused.json<IntakeAnswer>().summary.refused], [1, 1])
})

test('a stored visit is written as a file again; taken in anew it says the same, and what was never sent names its gaps', async () => {
  await mach.run(['intake', first])
  const out = join(mach.path, 'xuat.xml')
  const ran = await mach.run(['export', 'bhyt-xml', '--facility', '99901', '--out', out, '--json'])
  assert.equal(ran.code, 0, ran.err)
  const { visits, files } = ran.json<{ visits: number; files: readonly string[] }>()
  assert.ok(visits >= 1)
  assert.ok(files.every((file) => existsSync(file)))
  const again = await mach.run(['intake', out, '--lane', 'back-load', '--json'])
  assert.equal(again.json<IntakeAnswer>().summary.setAside, 0)
  const nobody = await mach.run([
    'export',
    'bhyt-xml',
    '--facility',
    '99901',
    '--visit',
    'KHONG-CO',
    '--out',
    out,
  ])
  assert.equal(nobody.code, 1)
  assert.match(nobody.err, /Không có lượt khám nào/)
  const unasked = await mach.run(['export', 'bhyt-xml'])
  assert.deepEqual([unasked.code, /--facility/.test(unasked.err)], [2, true])
  const lane = await mach.run(['intake', first, '--lane', 'nhanh'])
  assert.deepEqual([lane.code, /back-load/.test(lane.err)], [2, true])
})

test('nobody found: exit 1 and what to try', async () => {
  const ran = await mach.run(['person', '000000000000', '--json'])
  assert.equal(ran.code, 1)
  assert.deepEqual(ran.json(), { items: [] })
  assert.match(ran.err, /Không tìm thấy ai/)
})

test('doctor looks and says, migrate has nothing left to do', async () => {
  const doctor = await mach.run(['doctor', '--json'], { env: { MACH_PORT: '18977' } })
  assert.equal(doctor.code, 0, doctor.out)
  const states = new Map(
    doctor.json<{ findings: { name: string; state: string }[] }>().findings.map((f) => [f.name, f.state]),
  )
  assert.deepEqual(
    [states.get('PostgreSQL'), states.get('Bảng'), states.get('Hồ sơ để riêng')],
    ['good', 'good', 'doubtful'],
  )
  assert.deepEqual((await mach.run(['migrate', '--json'])).json(), { applied: 0 })
})

test('the configuration hides secrets; a wrong one stops every command and names the variable', async () => {
  const env = { MACH_DATABASE_URL: 'postgres://mach:bi-mat-lon@db.example/mach' }
  const config = await mach.run(['config', '--json'], { env })
  assert.equal(config.code, 0)
  assert.ok(!(config.out + config.err).includes('bi-mat-lon'))
  const names = config.json<{ name: string }[]>().map((row) => row.name)
  for (const name of ['MACH_PORT', 'MACH_DATA_DIR', 'MACH_DATABASE_URL', 'MACH_INTAKE_MAX_BYTES'])
    assert.ok(names.includes(name), name)
  for (const words of [['config'], ['serve'], ['doctor', '--json'], ['intake', first]]) {
    const wrong = await mach.run(words, { env: { MACH_PORT: 'abc' } })
    assert.equal(wrong.code, 2, words[0])
    assert.match(wrong.err, /MACH_PORT/)
  }
})

test('help, and words nobody knows', async () => {
  const help = await mach.run(['--help'])
  assert.equal(help.code, 0)
  for (const name of ['serve', 'intake', 'person', 'doctor', 'migrate', 'backup', 'restore', 'config'])
    assert.ok(help.out.includes(name), name)
  assert.notEqual((await mach.run(['bay-len'])).code, 0)
  assert.notEqual((await mach.run(['intake'])).code, 0)
})

test('backup, then restore elsewhere: the same person, the same counts; never over an installation that holds something', async () => {
  const file = join(mach.path, 'mach.backup')
  const saved = await mach.run(['backup', file, '--json'])
  assert.equal(saved.code, 0, saved.err)
  assert.equal(statSync(file).mode & 0o077, 0, 'nobody else may read it')
  assert.ok(!existsSync(`${file}.part`))
  const other = anInstallation()
  after(() => other.remove())
  const restored = await other.run(['restore', file, '--json'])
  assert.equal(restored.code, 0, restored.err)
  const counts = (ran: { json<T>(): T }) => ran.json<{ rows: number; tables: number }>()
  // Before anybody is read: that is written down too.
  const again = await other.run(['backup', join(other.path, 'b'), '--json'])
  assert.deepEqual([counts(again).rows, counts(again).tables], [counts(saved).rows, counts(saved).tables])
  const [here, there] = await Promise.all(
    [mach, other].map((each) => each.run(['person', '001085999002', '--json'])),
  )
  assert.equal(there!.code, 0)
  assert.deepEqual(there!.json(), here!.json())
  const refused = await other.run(['restore', file, '--json'])
  assert.notEqual(refused.code, 0)
  assert.match(refused.err, /[à-ỹ]/i)
  assert.notEqual((await mach.run(['restore', join(mach.path, 'khong-co')])).code, 0)
  const cut = join(mach.path, 'rubbish.xml')
  assert.notEqual((await mach.run(['restore', cut])).code, 0, 'not a backup at all')
})

test('a second server on the same folder and port is refused, and the first one’s database goes on', async () => {
  const body = `import(${JSON.stringify(join(samplesFolder, '../../dist/mach.mjs'))}).then((m) => m.main(['serve', '--json']))`
  const start = (port: string) =>
    spawn(process.execPath, ['-e', body], {
      env: mach.env({ MACH_PORT: port }),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  const one = start('0')
  try {
    const address = await new Promise<string>((resolve, reject) => {
      let text = ''
      one.stdout.on('data', (piece) => {
        text += piece
        if (text.includes('}')) resolve((JSON.parse(text) as { address: string }).address)
      })
      one.once('exit', (code) => reject(new Error(`serve ended with ${code}`)))
    })
    const two = start(new URL(address).port)
    let said = ''
    two.stderr.on('data', (piece) => {
      said += piece
    })
    assert.equal(await new Promise((resolve) => two.once('close', resolve)), 2)
    assert.match(said, /đang có chương trình khác dùng/)
    const beside = await mach.run(['person', '079190999001', '--json'])
    assert.equal(beside.code, 0, 'a command beside the server')
    assert.equal((await fetch(`${address}/api/persons?q=079190999001`)).status, 200)
  } finally {
    const gone = new Promise((resolve) => one.once('exit', resolve))
    one.kill('SIGINT')
    await gone
  }
})
