import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aTempDir } from '#foundation/testkit'
import { addressGroup, isAddressRule, isAllowed } from '../accounts/address-list.ts'
import { base64Stream } from './base64-stream.ts'
import { endpointOf } from './endpoints.ts'
import { formReader } from './form-reader.ts'
import { readMultipart } from './multipart.ts'
import { readBody } from './read-body.ts'
import { dotNetTime, gatewayTime, readGatewayTime, readSlashedDay, vietnamDay } from './times.ts'

const folder = aTempDir('mach-gateway-protocol')

/** Cut into pieces at the given sizes, the rest at once. */
async function* cut(bytes: Uint8Array, sizes: readonly number[]) {
  let at = 0
  for (const size of sizes) {
    if (at >= bytes.length) return
    yield bytes.subarray(at, at + size)
    at += size
  }
  if (at < bytes.length) yield bytes.subarray(at)
}
const read = (bytes: Uint8Array, contentType: string, sizes: readonly number[] = [], fileBytes = 1_000_000) =>
  readBody(cut(bytes, sizes), { dir: folder.path, fileBytes, contentType })

const anything = fc.uint8Array({ maxLength: 300 })
const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 40 })

test('any file in a form is the same file again, wherever the network cuts it', async () => {
  await fc.assert(
    fc.asyncProperty(
      anything,
      sizes,
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      async (file, at, text) => {
        const form = new URLSearchParams({
          ghiChu: text,
          fileHSBase64: Buffer.from(file).toString('base64'),
          maCSKCB: '99901',
        })
        const result = await read(Buffer.from(form.toString()), 'application/x-www-form-urlencoded', at)
        assert.ok(result.ok)
        assert.deepEqual(await result.value.file?.bytes(), Buffer.from(file))
        assert.equal(result.value.fields.get('ghichu'), text)
        assert.equal(result.value.fields.get('macskcb'), '99901')
        await result.value.file?.dispose()
      },
    ),
    { numRuns: 150 },
  )
})

test('any file in JSON, as base64 or as numbers, and in multipart, is the same file again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), sizes, async (file, at) => {
      const base64 = Buffer.from(file).toString('base64')
      const bodies: [string, string][] = [
        [JSON.stringify({ fileHS: base64 }), 'application/json'],
        [JSON.stringify({ FileHS: [...file] }), 'text/plain'],
        [JSON.stringify([...file]), 'application/json'],
        [
          `--b\r\nContent-Disposition: form-data; name=fileHS; filename=x.xml\r\n\r\n${base64}\r\n--b--`,
          'multipart/form-data; boundary=b',
        ],
      ]
      for (const [body, type] of bodies) {
        const result = await read(Buffer.from(body), type, at)
        assert.ok(result.ok, type)
        assert.deepEqual(await result.value.file?.bytes(), Buffer.from(file))
      }
    }),
    { numRuns: 60 },
  )
})

test('no body at all, and no rubbish, is an accident', async () => {
  const types = fc.constantFrom(
    '',
    'application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'multipart/form-data',
  )
  const bodies = fc.oneof(
    anything,
    fc.string().map((text) => Buffer.from(text)),
    fc.json().map((text) => Buffer.from(text)),
  )
  await fc.assert(
    fc.asyncProperty(bodies, types, sizes, async (body, type, at) => {
      const result = await read(body, type, at)
      if (result.ok) await result.value.file?.dispose()
    }),
    { numRuns: 300 },
  )
})

test('a file over the limit is refused while it arrives, and one on disk is tidied away', async () => {
  let seen = 0
  async function* endless() {
    yield Buffer.from('fileHSBase64=')
    for (; seen < 1_000; seen++) yield Buffer.alloc(65_536, 65)
  }
  const options = { dir: folder.path, contentType: '', fileBytes: 3_000_000 }
  const result = await readBody(endless(), options)
  assert.deepEqual(result, { ok: false, problem: 'too-large' })
  assert.ok(seen < 100, 'the rest was not read')
  const large = Buffer.alloc(2_500_000, 7)
  const whole = await read(Buffer.concat([Buffer.from('<'), large]), '', [], 3_000_000)
  assert.ok(whole.ok)
  assert.equal((await whole.value.file!.bytes()).length, 2_500_001)
  await whole.value.file!.dispose()
  const { readdirSync } = await import('node:fs')
  assert.deepEqual(readdirSync(folder.path), [])
})

test('base64 is forgiven its lines and padding, and nothing else', () => {
  const decode = (...pieces: string[]) => {
    const stream = base64Stream()
    const all = [...pieces.map((piece) => stream.push(piece)), stream.end()]
    return all.includes(null) ? null : Buffer.concat(all as Buffer[]).toString()
  }
  assert.equal(decode('QU', 'JDR', 'A=='), 'ABCD')
  assert.equal(decode('QUJD\r\nRA'), 'ABCD')
  for (const wrong of [['QU*D'], ['QQ==', 'QQ=='], ['Q'], ['QUJDR'], ['=QUJD'], ['%%']])
    assert.equal(decode(...wrong), null)
})

test('a form with too many or too long fields is refused', () => {
  const many = formReader()
  many.push(Buffer.from(Array.from({ length: 200 }, (_, i) => `a${i}=1`).join('&')))
  assert.equal(many.fault, 'bad-body')
  const long = formReader()
  long.push(Buffer.from(`a=${'x'.repeat(70_000)}`))
  assert.equal(long.fault, 'bad-body')
})

test('multipart of .NET, of a browser, and of nobody', () => {
  const body = (head: string) => Buffer.from(`--b\r\n${head}\r\n\r\nxin chào\r\n--b--\r\n`)
  for (const head of [
    'Content-Disposition: form-data; name=username',
    'content-disposition: form-data; name="username"',
    'Content-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name=username',
  ])
    assert.deepEqual(
      readMultipart(body(head), 'multipart/form-data; boundary="b"')?.map(({ name, body }) => [
        name,
        body.toString(),
      ]),
      [['username', 'xin chào']],
    )
  assert.equal(readMultipart(Buffer.from('xyz'), 'multipart/form-data; boundary=b'), null)
  assert.equal(readMultipart(Buffer.from('--b\r\nx'), 'multipart/form-data; boundary=b'), null)
  assert.equal(readMultipart(Buffer.from('--b--'), 'multipart/form-data'), null)
})

test('every name of a function seen in public code is known, and no other', () => {
  const names: Record<string, string> = {
    'token/take': 'sign-in',
    'qd130/checkInKcbQd4750': 'check-in',
    'qd130/checkInKcbQd3176': 'check-in',
    'qd130/guiHoSoXmlQD130': 'episode',
    'qd130/guiHoSoXmlQd3176/': 'episode',
    'egw/guiHoSoGiamDinh4210': 'episode-4210',
    'egw/SendFileHoSoGiamDinh_zip4210': 'episode-4210',
    'egw/NhanLichSuKCB2018': 'card',
    'egw/KQNhanLichSuKCB2019': 'card',
    'egw/KQNhanLichSuKCB2024': 'card',
    'egw/Lskcb2025': 'history',
    'egw/nhanKQTiepNhanHS4210': 'results-by-day',
    'egw/nhanChiTietHSNgay4210': 'results-of-day',
    'egw/nhanChiTietLoiHS4210': 'errors',
    'chungtugw/GuiHoSoChungTu2025': 'certificate',
    'hososuckhoe/guiGiayToDienTu': 'certificate',
    'hssk/gksk': 'driver-check',
  }
  for (const [name, operation] of Object.entries(names))
    assert.equal(endpointOf(name)?.operation, operation, name)
  for (const name of ['', 'token', '../token/take', 'qd130/', 'qd130/guiHoSoXmlQD4750x', 'gateway/accounts'])
    assert.equal(endpointOf(name), null, name)
})

test('times are written as software reads them', () => {
  const at = new Date('2026-12-31T17:00:05.120Z')
  assert.equal(gatewayTime(at), '20270101000005')
  assert.equal(vietnamDay(at), '2027-01-01')
  assert.equal(dotNetTime(at), '2026-12-31T17:00:05.1200000Z')
  assert.equal(readGatewayTime('202701010000')?.toISOString(), '2026-12-31T17:00:00.000Z')
  assert.equal(readGatewayTime('20271399'), null)
  assert.equal(readSlashedDay('5/3/1990'), '1990-03-05')
  assert.equal(readSlashedDay('31/02/1990'), null)
})

test('addresses are matched as networks, in either form, and counted by customer', () => {
  assert.ok(isAllowed('::ffff:10.1.2.3', ['10.1.0.0/16']))
  assert.ok(!isAllowed('10.2.2.3', ['10.1.0.0/16', '2001:db8::/32']))
  assert.ok(isAllowed('2001:db8:1::5', ['2001:db8::/32']))
  assert.ok(isAllowed('1.2.3.4', []))
  for (const rule of ['10.0.0.1', '10.0.0.0/8', '2001:db8::/32']) assert.ok(isAddressRule(rule))
  for (const rule of ['10.0.0', '10.0.0.0/33', 'a', '10.0.0.0/8/8', '']) assert.ok(!isAddressRule(rule))
  assert.equal(addressGroup('2001:db8:0:1:aaaa::1'), '2001:db8:0:1::/64')
  assert.equal(addressGroup('2001:db8::1'), '2001:db8:0:0::/64')
  assert.equal(addressGroup('::ffff:10.1.2.3'), '10.1.2.3')
})
