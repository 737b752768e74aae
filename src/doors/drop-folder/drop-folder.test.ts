import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, test } from 'node:test'
import { fixedClock } from '#foundation/clock'
import { aTempDir } from '#foundation/testkit'
import { type DropFolder, openDropFolder } from './open-drop-folder.ts'
import { childFile, keptIn, ledgerKeep } from './testing.ts'

const opened: DropFolder[] = []
afterEach(async () => {
  for (const drop of opened.splice(0)) await drop.stop()
})

function aFolder(...facilities: string[]) {
  const temp = aTempDir('mach-drop')
  const folder = join(temp.path, 'tha-vao-day')
  const ledger = join(temp.path, 'ledger.jsonl')
  for (const facility of facilities) mkdirSync(join(folder, facility), { recursive: true })
  const clock = fixedClock('2026-08-15T08:00:00+07:00')
  const failed: unknown[] = []
  const open = (options: Partial<Parameters<typeof openDropFolder>[0]> = {}) => {
    const drop = openDropFolder({
      folder,
      keep: ledgerKeep(ledger),
      clock,
      stillMs: 5_000,
      pollMs: 3_600_000,
      onFailed: (f) => failed.push(f),
      ...options,
    })
    opened.push(drop)
    return drop
  }
  return {
    path: (...names: string[]) => join(folder, ...names),
    folder,
    ledger,
    clock,
    failed,
    open,
    outside: temp.path,
  }
}

const put = (path: string, text: string, time?: string) => {
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  if (time) utimesSync(path, new Date(time), new Date(time))
}
const list = (path: string): string[] => (existsSync(path) ? readdirSync(path).sort() : [])

test('a file is taken when it has lain still, and its receipt lies beside it', async () => {
  const f = aFolder('99901')
  put(f.path('99901', 'a.xml'), '<A/>')
  const drop = f.open()
  await drop.sweep()
  assert.deepEqual(keptIn(f.ledger), [])
  f.clock.advance(3_000)
  appendFileSync(f.path('99901', 'a.xml'), '<B/>')
  await drop.sweep()
  f.clock.advance(4_900)
  await drop.sweep()
  assert.deepEqual(keptIn(f.ledger), [])
  f.clock.advance(200)
  await drop.sweep()
  assert.deepEqual(
    keptIn(f.ledger).map(({ bytes, facility, lane, fileName }) => ({ bytes, facility, lane, fileName })),
    [{ bytes: '<A/><B/>', facility: '99901', lane: 'live', fileName: 'a.xml' }],
  )
  assert.deepEqual(list(f.path('99901', 'da-nhan', '2026-08')), ['a.xml', 'a.xml.bien-nhan.json'])
  const receipt = JSON.parse(
    readFileSync(f.path('99901', 'da-nhan', '2026-08', 'a.xml.bien-nhan.json'), 'utf8'),
  )
  assert.deepEqual([receipt.fileName, receipt.accepted, receipt.setAside], ['a.xml', 1, 0])
})

test('a marker or a rename from a name of unfinished work says at once that a file is whole', async () => {
  const f = aFolder('99901')
  put(f.path('99901', 'a.xml'), '<A/>')
  put(f.path('99901', 'a.xml.ok'), '')
  put(f.path('99901', 'b.xml'), '<B/>')
  put(f.path('99901', 'b.done'), '')
  put(f.path('99901', 'c.xml.tmp'), '<C/>')
  put(f.path('99901', 'd.part'), '<D/>')
  put(f.path('99901', '.e.xml'), '<E/>')
  const drop = f.open()
  await drop.sweep()
  assert.deepEqual(
    keptIn(f.ledger)
      .map((k) => k.bytes)
      .sort(),
    ['<A/>', '<B/>'],
  )
  renameSync(f.path('99901', 'c.xml.tmp'), f.path('99901', 'c.xml'))
  await drop.sweep()
  assert.deepEqual(
    keptIn(f.ledger)
      .map((k) => k.bytes)
      .sort(),
    ['<A/>', '<B/>', '<C/>'],
  )
  f.clock.advance(60_000)
  await drop.sweep()
  assert.deepEqual(list(f.path('99901')), ['.dang-nhan', '.e.xml', 'd.part', 'da-nhan'])
})

test('urgent files pass, back-loads wait, each facility in the order of its files’ times', async () => {
  const f = aFolder('99901', '99902')
  put(f.path('99901', 'nap-lai', 'old.xml'), 'back-load', '2026-01-01')
  put(f.path('99901', 'z.xml'), 'first', '2026-08-01')
  put(f.path('99901', 'a.xml'), 'second', '2026-08-02')
  put(f.path('99901', 'khan', 'e.xml'), 'urgent', '2026-08-03')
  await f.open({ stillMs: 0 }).sweep()
  assert.deepEqual(
    keptIn(f.ledger).map((k) => [k.bytes, k.lane]),
    [
      ['urgent', 'emergency'],
      ['first', 'live'],
      ['second', 'live'],
      ['back-load', 'back-load'],
    ],
  )
})

test('a refused file lies apart with its reason in Vietnamese', async () => {
  const f = aFolder('99901')
  put(f.path('99901', 'a.doc'), 'refuse me')
  await f.open({ stillMs: 0 }).sweep()
  assert.deepEqual(list(f.path('99901', 'tu-choi')), ['a.doc', 'a.doc.ly-do.txt'])
  assert.match(
    readFileSync(f.path('99901', 'tu-choi', 'a.doc.ly-do.txt'), 'utf8'),
    /Tệp không phải XML\. \(BHYT_FILE_NOT_XML\)/,
  )
})

test('another file of the same name gets a number, the same bytes their first receipt', async () => {
  const f = aFolder('99901')
  const drop = f.open({ stillMs: 0 })
  for (const text of ['one', 'two', 'one']) {
    put(f.path('99901', 'a.xml'), text)
    await drop.sweep()
  }
  assert.equal(keptIn(f.ledger).length, 2)
  assert.deepEqual(
    list(f.path('99901', 'da-nhan', '2026-08')).filter((n) => n.endsWith('.xml')),
    ['a.2.xml', 'a.3.xml', 'a.xml'],
  )
})

test('links are never followed: neither as a file, nor as a facility, nor as the place to put files away', async () => {
  const f = aFolder('99901', '99902')
  put(join(f.outside, 'secret.xml'), 'secret')
  mkdirSync(join(f.outside, 'elsewhere'))
  put(join(f.outside, 'elsewhere', 'x.xml'), 'elsewhere')
  symlinkSync(join(f.outside, 'secret.xml'), f.path('99901', 'link.xml'))
  symlinkSync(join(f.outside, 'elsewhere'), f.path('99901', 'khan'))
  symlinkSync(join(f.outside, 'elsewhere'), f.path('99903'))
  symlinkSync(join(f.outside, 'elsewhere'), f.path('99902', 'da-nhan'))
  put(f.path('99902', 'b.xml'), 'b')
  await f.open({ stillMs: 0 }).sweep()
  assert.deepEqual(
    keptIn(f.ledger).map((k) => k.bytes),
    ['b'],
  )
  assert.deepEqual(list(join(f.outside, 'elsewhere')), ['x.xml'])
  assert.equal(f.failed.length, 1)
  assert.deepEqual(list(f.path('99902', '.dang-nhan', 'thuong')), ['b.xml'])
})

test('a file written to while it is read is not kept, and is taken when it is whole', async () => {
  const f = aFolder('99901')
  const path = f.path('99901', 'a.xml')
  put(path, 'x'.repeat(600_000))
  let touched = false
  const keep = ledgerKeep(f.ledger)
  const drop = f.open({
    stillMs: 0,
    keep: (file) =>
      keep({
        ...file,
        source: (async function* () {
          for await (const piece of file.source) {
            if (!touched) appendFileSync(f.path('99901', '.dang-nhan', 'thuong', 'a.xml'), 'more')
            touched = true
            yield piece
          }
        })(),
      }),
  })
  await drop.sweep()
  assert.deepEqual(keptIn(f.ledger), [])
  assert.deepEqual(list(f.path('99901')), ['.dang-nhan', 'a.xml'])
  await drop.sweep()
  assert.equal(keptIn(f.ledger)[0]!.bytes.length, 600_004)
})

test('a facility whose file fails waits alone, and a file that always fails is put where it is seen', async () => {
  const f = aFolder('99901', '99902')
  put(f.path('99901', 'bad.xml'), 'throw', '2026-08-01')
  put(f.path('99901', 'good.xml'), 'good', '2026-08-02')
  const drop = f.open({ stillMs: 0 })
  for (let n = 0; n < 12; n++) {
    put(f.path('99902', `f${n}.xml`), `other ${n}`)
    await drop.sweep()
    if (n === 5) assert.ok(!keptIn(f.ledger).some((k) => k.bytes === 'good'))
  }
  assert.equal(keptIn(f.ledger).filter((k) => k.facility === '99902').length, 12)
  assert.ok(keptIn(f.ledger).some((k) => k.bytes === 'good'))
  assert.deepEqual(list(f.path('99901', 'tu-choi')), ['bad.xml', 'bad.xml.ly-do.txt'])
})

test('when nothing can be kept, nothing is given up', async () => {
  const f = aFolder('99901')
  put(f.path('99901', 'a.xml'), 'a')
  let isDown = true
  const keep = ledgerKeep(f.ledger)
  const drop = f.open({
    stillMs: 0,
    keep: async (file) => (isDown ? Promise.reject(new Error('no database')) : keep(file)),
  })
  for (let n = 0; n < 30; n++) await drop.sweep()
  assert.equal(list(f.path('99901', 'tu-choi')).length, 0)
  isDown = false
  await drop.sweep()
  assert.deepEqual(list(f.path('99901', 'da-nhan', '2026-08')), ['a.xml', 'a.xml.bien-nhan.json'])
})

test('a change is noticed at once, without waiting for the next look', { timeout: 60_000 }, async () => {
  const f = aFolder('99901')
  const taken = new Promise<void>((done) => {
    const drop = f.open({ stillMs: 0, pollMs: 3_600_000, onTaken: () => done() })
    void drop.sweep().then(() => put(f.path('99901', 'a.xml'), 'a'))
  })
  await taken
})

test('a folder of thousands of files is taken in turns, none twice, none lost', {
  timeout: 180_000,
}, async () => {
  const f = aFolder('99901', '99902')
  for (let n = 0; n < 1_000; n++) writeFileSync(f.path('99901', `f${n}.xml`), `file ${n}`)
  put(f.path('99902', 'only.xml'), 'the small one')
  const order: string[] = []
  await f
    .open({
      stillMs: 0,
      keep: async (file) => {
        for await (const _ of file.source);
        order.push(file.claimedFacility!)
        return {
          ok: true,
          value: { receiptId: `${order.length}`, alreadyReceivedAt: null, files: [], problems: [] },
        }
      },
    })
    .sweep()
  assert.equal(order.length, 1_001)
  assert.ok(order.indexOf('99902') <= 100)
  assert.equal(list(f.path('99901', 'da-nhan', '2026-08')).length, 2_000)
})

function runChild(folder: string, ledger: string, step: number): Promise<{ done: boolean }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', childFile, folder, ledger, String(step)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let out = ''
    child.stdout.on('data', (piece) => {
      out += piece
    })
    child.on('close', () => resolve({ done: out === 'done' }))
  })
}

test('killed at every step, each file is kept once and lies in one place with its answer', {
  timeout: 600_000,
}, async () => {
  let step = 0
  const rounds = async (lane: number) => {
    for (;;) {
      const mine = ++step
      const f = aFolder('99901')
      put(f.path('99901', 'a.xml'), 'a', '2026-08-01')
      put(f.path('99901', 'a.xml.ok'), '', '2026-08-01')
      put(f.path('99901', 'r.xml'), 'refuse', '2026-08-02')
      put(f.path('99901', 'khan', 'a.xml'), 'urgent', '2026-08-03')
      const first = await runChild(f.folder, f.ledger, mine)
      const before = keptIn(f.ledger).length
      assert.ok(before <= 2)
      await f.open({ stillMs: 0 }).sweep()
      const where = `killed at step ${mine} (${lane})`
      assert.deepEqual(
        keptIn(f.ledger)
          .map((k) => k.bytes)
          .sort(),
        ['a', 'urgent'],
        where,
      )
      const month = readdirSync(f.path('99901', 'da-nhan')).flatMap((m) =>
        list(f.path('99901', 'da-nhan', m)).map((n) => [m, n] as const),
      )
      const kept = month.filter(([, n]) => n.endsWith('.xml'))
      assert.deepEqual(
        kept.map(([m, n]) => readFileSync(f.path('99901', 'da-nhan', m, n), 'utf8')).sort(),
        ['a', 'urgent'],
        where,
      )
      for (const [m, n] of kept)
        assert.ok(existsSync(f.path('99901', 'da-nhan', m, `${n}.bien-nhan.json`)), where)
      assert.deepEqual(
        list(f.path('99901', 'tu-choi')).filter((n) => !n.endsWith('.tmp')),
        ['r.xml', 'r.xml.ly-do.txt'],
        where,
      )
      assert.deepEqual(
        list(f.path('99901')).filter((n) => n.endsWith('.xml')),
        [],
        where,
      )
      assert.deepEqual(list(f.path('99901', '.dang-nhan', 'thuong')), [], where)
      if (first.done) return
    }
  }
  await Promise.all([rounds(1), rounds(2)])
  assert.ok(step > 30, `only ${step} steps were seen`)
})
