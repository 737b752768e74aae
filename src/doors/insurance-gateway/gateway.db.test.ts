import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { request as plainRequest } from 'node:http'
import { after, before, beforeEach, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { sql } from '#foundation/db'
import { aGateway, anEpisode, md5, sample, type TestGateway } from './testing.ts'

let gw: TestGateway
let account: Awaited<ReturnType<TestGateway['anAccount']>>
let other: typeof account
before(async () => {
  gw = await aGateway({ env: { MACH_GATEWAY_MAX_BYTES: '4194304' } })
  account = await gw.anAccount()
  other = await gw.anAccount({ facility: '99902' })
})
beforeEach(() => gw.forgetEvents())
after(() => gw.stop())

let visits = 0
const freshEpisode = (visit: Record<string, string> = {}, says = {}) =>
  anEpisode({ MA_LK: `LK${++visits}`, ...visit }, says)
const form = (fields: Record<string, string>) => ({ body: new URLSearchParams(fields) })
const json = (value: unknown) => ({
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
})
const sendForm = async (
  bytes: Buffer,
  path = 'qd130/guiHoSoXmlQD4750',
  says: Record<string, string> = {},
) => {
  const { headers, username } = await gw.session(account)
  return gw.post(path, {
    headers,
    ...form({
      username,
      loaiHoSo: '130',
      maTinh: '99',
      maCSKCB: '99901',
      fileHSBase64: bytes.toString('base64'),
      ...says,
    }),
  })
}
const keptBytes = async (transactionCode: unknown): Promise<Buffer> => {
  const id = String(transactionCode).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  const pieces: Uint8Array[] = []
  const raw = await gw.desk.raw(id, 0)
  assert.ok(raw && raw !== 'dropped')
  for await (const piece of raw.bytes) pieces.push(piece)
  return Buffer.concat(pieces)
}

test('a session is answered in the very order that old software cuts it up by', async () => {
  const { text, body } = await gw.post(
    'token/take',
    form({ username: account.username, password: md5(account.password) }),
  )
  // Public C# of a kiosk: split at the names, then cut so many letters off both ends.
  const pieces = text.split(/"maKetQua"|"APIKey"|"access_token"|"id_token"|"token_type"/)
  const cut = (piece: string) => piece.slice(2, -2)
  assert.equal(pieces[1]!.slice(2, 5), '200')
  const key = body.APIKey as Record<string, string>
  assert.equal(cut(pieces[3]!), key.access_token)
  assert.equal(cut(pieces[4]!), key.id_token)
  // Another takes all quotation marks and braces away and splits at commas and colons.
  const plain = text.replace(/["{}]/g, '').split(',')
  assert.deepEqual(
    [plain[0]!.split(':')[1], plain[1]!.split(':')[2], plain[2]!.split(':')[1]],
    ['200', key.access_token, key.id_token],
  )
  // A third cuts the time at its last point and reads seconds before it.
  const until = key.expires_in!.slice(0, key.expires_in!.lastIndexOf('.')).replace('T', ' ')
  assert.equal(until, '2026-11-21 01:15:00')
  assert.equal(key.token_type, 'Bearer')
  assert.equal(key.username, '99901_BV')
})

test('the same sign-in is understood as a form, as JSON, with names in capitals and MD5 in small letters', async () => {
  const { username, password } = account
  for (const init of [
    form({ username, password: md5(password, 'lower') }),
    json({ username, password: md5(password) }),
    json({ Username: username.toLowerCase(), Password: md5(password) }),
    // Python's urllib names JSON a form unless told otherwise.
    {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: JSON.stringify({ username, password: md5(password) }),
    },
  ])
    assert.equal((await gw.post('token/take', init)).body.maKetQua, '200')
  assert.equal(
    (await gw.post('Token/TAKE', form({ username, password: md5(password) }))).body.maKetQua,
    '200',
  )
})

test('every spelling of an episode function keeps the file byte for byte and answers what software stores', async () => {
  for (const path of [
    'qd130/guiHoSoXmlQD130',
    'qd130/guiHoSoXmlQD4750',
    'qd130/guiHoSoXmlQd3176',
    'QD130/GuiHoSoXmlQD3176',
    'qd3176/guiHoSoXmlQd3176',
  ]) {
    const bytes = freshEpisode()
    const { status, body } = await sendForm(bytes, path)
    assert.equal(status, 200)
    assert.equal(body.maKetQua, '200', JSON.stringify(body))
    assert.match(String(body.maGiaoDich), /^[0-9a-f]{32}$/)
    assert.equal(body.thoiGianTiepNhan, '20261121080000')
    assert.match(String(body.thongDiep), /Đã tiếp nhận 1 hồ sơ/)
    assert.deepEqual(await keptBytes(body.maGiaoDich), bytes)
  }
  const channel = await gw.db.one<{ channel: string; facility: string }>(
    sql`select distinct channel, facility from intake.receipt`,
  )
  assert.deepEqual(channel, { channel: 'insurance-gateway', facility: '99901' })
})

test('a file comes as form, JSON, multipart without quotation marks, packed, or bare, and is the same file', async () => {
  const { headers, username, token, idToken, passwordHash } = await gw.session(account)
  const says = { username, loaiHoSo: '130', maTinh: '99', maCSKCB: '99901' }
  const query = `token=${token}&id_token=${idToken}&username=${username}&password=${passwordHash}&loaiHoSo=3&maTinh=99&maCSKCB=99901`
  const dotNet = (bytes: Buffer) => {
    const part = (name: string, body: Buffer | string) =>
      Buffer.concat([
        Buffer.from(`--xYz\r\nContent-Disposition: form-data; name=${name}\r\n\r\n`),
        Buffer.from(body),
        Buffer.from('\r\n'),
      ])
    return new Uint8Array(
      Buffer.concat([
        ...Object.entries(says).map(([name, value]) => part(name, value)),
        part('fileHSBase64', bytes.toString('base64')),
        Buffer.from('--xYz--\r\n'),
      ]),
    )
  }
  const ways: Record<string, (bytes: Buffer) => Promise<{ body: Record<string, unknown> }>> = {
    json: (bytes) =>
      gw.post('qd130/guiHoSoXmlQD130', {
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ ...says, fileHSBase64: bytes.toString('base64') }),
      }),
    multipart: (bytes) =>
      gw.post('qd130/guiHoSoXmlQD4750', {
        headers: { ...headers, 'content-type': 'multipart/form-data; boundary="xYz"' },
        body: dotNet(bytes),
      }),
    formData: (bytes) => {
      const data = new FormData()
      for (const [name, value] of Object.entries(says)) data.append(name, value)
      data.append('fileHSBase64', bytes.toString('base64'))
      return gw.post('qd130/guiHoSoXmlQD4750', { headers, body: data })
    },
    bare: (bytes) =>
      gw.post(`egw/guiHoSoGiamDinh4210?${query}`, {
        headers: { 'content-type': 'application/json' },
        body: new Uint8Array(bytes),
      }),
    numbers: (bytes) =>
      gw.post(`egw/guiHoSoGiamDinh4210?${query}`, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([...bytes]),
      }),
    base64Text: (bytes) =>
      gw.post(`egw/guiHoSoGiamDinh4210?${query}`, json({ fileHS: bytes.toString('base64') })),
    unescaped: (bytes) =>
      gw.post('qd130/guiHoSoXmlQD4750', {
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        body: `${new URLSearchParams(says)}&fileHSBase64=${bytes.toString('base64')}`,
      }),
    linesBroken: (bytes) =>
      gw.post('qd130/guiHoSoXmlQD4750', {
        headers,
        ...form({ ...says, fileHSBase64: bytes.toString('base64').replace(/.{76}/g, '$&\r\n') }),
      }),
    fileFirst: (bytes) =>
      gw.post('qd130/guiHoSoXmlQD4750', {
        headers,
        ...form({ fileHSBase64: bytes.toString('base64'), ...says }),
      }),
  }
  for (const [name, send] of Object.entries(ways)) {
    const bytes = freshEpisode({ HO_TEN: 'TRẦN VĂN Đ + ê' })
    const { body } = await send(bytes)
    assert.equal(body.maKetQua, '200', `${name}: ${JSON.stringify(body)}`)
    assert.deepEqual(await keptBytes(body.maGiaoDich), bytes, name)
  }
  const packed = freshEpisode()
  const { body } = await gw.post(`egw/SendFileHoSoGiamDinh_zip4210?${query}`, {
    body: new Uint8Array(gzipSync(packed)),
  })
  assert.deepEqual(await keptBytes(body.maGiaoDich), packed)
})

test('headers are found however software spells them', async () => {
  const { headers, username } = await gw.session(account)
  const bytes = freshEpisode()
  const text = new URLSearchParams({
    username,
    maCSKCB: '99901',
    fileHSBase64: bytes.toString('base64'),
  }).toString()
  const answer = await new Promise<string>((resolve, reject) => {
    const call = plainRequest(`${gw.base}/api/qd130/guiHoSoXmlQD4750`, {
      method: 'POST',
      headers: {
        ACCESSTOKEN: headers.accessToken,
        TokenId: headers.tokenId,
        PasswordHash: headers.passwordHash,
        'Content-Type': 'application/x-www-form-urlencoded',
      },
    })
    call.on('error', reject)
    call.on('response', (response) => {
      let all = ''
      response.on('data', (piece) => {
        all += piece
      })
      response.on('end', () => resolve(all))
    })
    call.end(text)
  })
  assert.match(answer, /^\{"maKetQua":"200","maGiaoDich":"[0-9a-f]{32}"/)
})

test('a check-in, certificates and the driver form are answered in their own words', async () => {
  const { headers, username, token, idToken, passwordHash } = await gw.session(account)
  const checkIn = await gw.post('qd130/checkInKcbQd4750', {
    headers,
    ...form({
      username,
      loaiHoSo: '0',
      maTinh: '99',
      maCSKCB: '99901',
      fileHSBase64: sample('05-checkin-xml0.xml').toString('base64'),
    }),
  })
  assert.equal(checkIn.body.maKetQua, '200', JSON.stringify(checkIn.body))

  const mine = await gw.session(other)
  const paper = await gw.post(
    'hososuckhoe/guiGiayToDienTu',
    form({
      maCskcb: '99902',
      token: mine.token,
      id_token: mine.idToken,
      username: mine.username,
      password: mine.passwordHash,
      loaiHs: '60',
      fileBase64Str: sample('08-giay-bao-tu-gbt.xml').toString('base64'),
    }),
  )
  assert.deepEqual(Object.keys(paper.body).slice(0, 3), ['MaGD', 'MaKetQua', 'ThoiGianTiepNhan'])
  assert.equal(paper.body.MaKetQua, '200', JSON.stringify(paper.body))
  const wrong = await gw.post(
    'chungtugw/GuiHoSoChungTu2025',
    form({
      maCskcb: '99901',
      token,
      id_token: idToken,
      username,
      password: passwordHash,
      loaiHs: '39',
      fileBase64Str: 'không phải',
    }),
  )
  assert.equal(wrong.body.MaKetQua, '205')

  const lab = await gw.anAccount({ facility: '99904', username: '99904_HSSK', channels: ['driver-check'] })
  const driver = await gw.post('hssk/gksk', {
    headers: { Username: lab.username, Password: md5(lab.password), 'content-type': 'application/json' },
    body: new Uint8Array(sample('09-driver-health-check-gksklx.json')),
  })
  assert.equal(driver.body.MSG_STATE, '1', JSON.stringify(driver.body))
  assert.equal(driver.body.SO, '00001/GKSKLX/99904/26')
  assert.match(String(driver.body.UUID), /^[0-9a-f]{32}$/)
  const noRight = await gw.post('token/take', form({ username: lab.username, password: md5(lab.password) }))
  const labKey = noRight.body.APIKey as Record<string, string>
  const episode = await gw.post('qd130/guiHoSoXmlQD4750', {
    headers: { accessToken: labKey.access_token!, tokenId: labKey.id_token! },
    ...form({ fileHSBase64: freshEpisode().toString('base64') }),
  })
  assert.equal(episode.body.maKetQua, '403')
  assert.ok((await gw.events()).includes('channel-refused'))
})

test('a facility sends its own records only: by parameter, by envelope and by record', async () => {
  const foreign = anEpisode({}, { facility: '99902' })
  assert.equal((await sendForm(foreign)).body.maKetQua, '402')
  assert.equal(
    (await sendForm(freshEpisode(), 'qd130/guiHoSoXmlQD4750', { maCSKCB: '99902' })).body.maKetQua,
    '402',
  )
  const hidden = freshEpisode({ MA_CSKCB: '99902' })
  const { body } = await sendForm(hidden)
  assert.ok(
    body.maKetQua === '402' || (body.mach as { setAside: number }).setAside === 1,
    JSON.stringify(body),
  )
  assert.deepEqual((await gw.events())[0]?.split(' ')[0], 'other-facility')
})

test('a token with the name, the id token or the password of another is refused and written down', async () => {
  const mine = await gw.session(account)
  const theirs = await gw.session(other)
  const bytes = freshEpisode().toString('base64')
  const tries = [
    { headers: mine.headers, ...form({ username: other.username, maCSKCB: '99901', fileHSBase64: bytes }) },
    { headers: { ...mine.headers, tokenId: theirs.idToken }, ...form({ fileHSBase64: bytes }) },
    { headers: { ...mine.headers, passwordHash: md5(other.password) }, ...form({ fileHSBase64: bytes }) },
  ]
  for (const init of tries) assert.equal((await gw.post('qd130/guiHoSoXmlQD4750', init)).body.maKetQua, '401')
  assert.deepEqual(await gw.events(), ['token-of-another ×3'])
})

test('a token is over after fifteen minutes, after signing out and after the password has changed', async () => {
  const send = async (headers: Record<string, string>) =>
    (
      await gw.post('qd130/guiHoSoXmlQD4750', {
        headers,
        ...form({ fileHSBase64: freshEpisode().toString('base64') }),
      })
    ).body.maKetQua
  const first = await gw.session(account)
  assert.equal(await send(first.headers), '200')
  await gw.post(`token/logout?token=${first.token}&id_token=${first.idToken}`, {})
  assert.equal(await send(first.headers), '401')
  const second = await gw.session(account)
  gw.clock.advance(15 * 60_000)
  assert.equal(await send(second.headers), '401')
  assert.equal(await send({ accessToken: 'x'.repeat(43) }), '401')
  assert.equal(await send({}), '401')
  assert.deepEqual((await gw.events()).sort(), ['expired-token', 'revoked-token', 'unknown-token'])
})

test('a wrong clock is refused before anything is kept', async () => {
  const future = await sendForm(freshEpisode({}, { made: '20361121' }))
  assert.equal(future.body.maKetQua, '205')
  assert.match(String(future.body.thongDiep), /NGAYLAP/)
  const discharge = await sendForm(freshEpisode({ NGAY_RA: '203611200900' }))
  assert.match(String(discharge.body.thongDiep), /NGAY_RA/)
  // A month of medicine handed out today ends in a month: that is no wrong clock.
  const medicine = await sendForm(freshEpisode({ MA_LOAI_KCB: '05', NGAY_RA: '202612202359' }))
  assert.equal(medicine.body.maKetQua, '200', JSON.stringify(medicine.body))
  const slow = await sendForm(freshEpisode({}, { made: '20161121' }))
  assert.equal(slow.body.maKetQua, '200')
  assert.deepEqual(await gw.events(), ['clock-ahead ×2', 'clock-behind'])
})

test('what cannot be read is said so in the gateway’s codes, and nothing of it is kept', async () => {
  const count = async () => (await gw.db.one<{ n: string }>(sql`select count(*) as n from intake.receipt`)).n
  const before = await count()
  const { headers } = await gw.session(account)
  const post = async (
    body: string | Uint8Array<ArrayBuffer>,
    type = 'application/x-www-form-urlencoded',
    path = 'qd130/guiHoSoXmlQD4750',
  ) => (await gw.post(path, { headers: { ...headers, 'content-type': type }, body })).body.maKetQua
  assert.equal(await post('fileHSBase64=***'), '205')
  assert.equal(await post('fileHSBase64=QUJD='), '205', 'not XML')
  assert.equal(await post('fileHSBase64='), '205')
  assert.equal(await post('x=1'), '205')
  assert.equal(await post('{"fileHSBase64":', 'application/json'), '205')
  assert.equal(await post('[1,2,"3"]', 'application/json'), '205')
  assert.equal(await post('--a\r\nrubbish', 'multipart/form-data; boundary=a'), '205')
  assert.equal(await post('fileHSBase64=QUJD', undefined, 'qd130/xoaHoSo'), '205')
  assert.equal(await post(`fileHSBase64=${Buffer.alloc(5_000_000, 65).toString('base64')}`), '1001')
  assert.equal(
    await post(new Uint8Array(Buffer.concat([Buffer.from('<a>'), Buffer.alloc(5_000_000, 32)]))),
    '1001',
  )
  assert.equal(await count(), before)
  assert.ok((await gw.events()).includes('too-large ×2'))
})

test('records set aside are told apart from records received, and their errors can be asked for', async () => {
  const broken = await sendForm(freshEpisode({ NGAY_SINH: 'hôm qua', GIOI_TINH: '' }))
  assert.equal(broken.body.maKetQua, '200')
  const again = await sendForm(freshEpisode())
  const { token, idToken, username, passwordHash } = await gw.session(account)
  const says = `token=${token}&id_token=${idToken}&username=${username}&password=${passwordHash}&maCSKCB=99901&loaiHoSo=130`
  const days = await gw.post(
    `egw/nhanKQTiepNhanHS4210?${says}&tuNgay=01/11/2026&denNgay=30/11/2026`,
    json({}),
  )
  const [row] = days.body.dsKQGuiHosoNgay as {
    ngayGui: string
    tongSo: number
    soHSThanhCong: number
    soHSLoi: number
  }[]
  assert.equal(row!.ngayGui, '21/11/2026')
  assert.equal(row!.soHSLoi + row!.soHSThanhCong, row!.tongSo)
  const day = await gw.post(`egw/nhanChiTietHSNgay4210?${says}&ngayGui=21/11/2026`, json({}))
  const codes = (day.body.dsHoSo as { maGiaoDich: string }[]).map(({ maGiaoDich }) => maGiaoDich)
  assert.ok(codes.includes(String(broken.body.maGiaoDich)) && codes.includes(String(again.body.maGiaoDich)))
  const errors = await gw.post(
    `egw/nhanChiTietLoiHS4210?${says}&maGiaoDich=${broken.body.maGiaoDich}`,
    json({}),
  )
  const setAside = (broken.body.mach as { setAside: number }).setAside
  assert.equal((errors.body.dsLoi as unknown[]).length > 0, setAside > 0)
  const foreign = await gw.session(other)
  const theirs = await gw.post(
    `egw/nhanChiTietLoiHS4210?token=${foreign.token}&id_token=${foreign.idToken}&maGiaoDich=${broken.body.maGiaoDich}`,
    json({}),
  )
  assert.equal(theirs.body.maKetQua, '205', 'another facility’s transaction does not exist')
  assert.equal(
    (await gw.post(`egw/nhanKQTiepNhanHS4210?${says}&tuNgay=1&denNgay=2`, json({}))).body.maKetQua,
    '205',
  )
})

test('the same file sent again has the same transaction code and is no second record', async () => {
  const bytes = freshEpisode()
  const first = await sendForm(bytes)
  const second = await sendForm(bytes)
  assert.equal(second.body.maKetQua, '200')
  assert.equal(second.body.maGiaoDich, first.body.maGiaoDich)
  assert.match(String(second.body.thongDiep), /đã được tiếp nhận/)
})

test('a monthly workbook is not taken for a record', async () => {
  const { token, idToken } = await gw.session(account)
  const book = new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3])
  const { body } = await gw.post(`egw/guiHoSoGiamDinh4210?token=${token}&id_token=${idToken}&loaiHoSo=6`, {
    body: book,
  })
  assert.equal(body.maKetQua, '205')
  assert.match(String(body.thongDiep), /báo cáo tổng hợp/)
})

test('a client of another kind, Python’s own, sends a sample and is understood', (t) => {
  const script = `
import urllib.request, urllib.parse, json, hashlib, base64, sys
base, user, password, path = sys.argv[1:5]
h = hashlib.md5(password.encode()).hexdigest()
def post(path, data, headers):
    r = urllib.request.Request(base + '/api/' + path, data=data, method='POST', headers=headers)
    return json.loads(urllib.request.urlopen(r, timeout=20).read().decode())
login = post('token/take', json.dumps({'username': user, 'password': h}).encode(), {'Content-Type': 'application/json; charset=utf-8'})
key = login['APIKey']
body = urllib.parse.urlencode({'username': user, 'loaiHoSo': '130', 'maTinh': '99', 'maCSKCB': '99901', 'fileHSBase64': base64.b64encode(open(path, 'rb').read())}).encode()
print(post('qd130/guiHoSoXmlQD4750', body, {'accessToken': key['access_token'], 'tokenId': key['id_token'], 'passwordHash': h})['maKetQua'])
`
  const file = new URL('../../../fixtures/bhyt/01-outpatient-4750-base64.xml', import.meta.url).pathname
  if (spawnSync('python3', ['--version']).status !== 0) return t.skip('no python3 here')
  return new Promise<void>((resolve, reject) => {
    import('node:child_process').then(({ execFile }) =>
      execFile('python3', ['-c', script, gw.base, account.username, account.password, file], (error, out) => {
        if (error) return reject(error)
        assert.equal(out.trim(), '200')
        resolve()
      }),
    )
  })
})
