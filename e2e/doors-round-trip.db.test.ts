/**
 * What goes in by a door is in the record, and comes back out as it went in: generated visits in every vendor's habit, all
 * samples of BHYT files, and the samples of every other format. bench/doors.ts does it with ten thousand visits.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { connectMllp } from '#doors/mllp'
import { openDatabase } from '#foundation/db'
import { startEmbeddedPostgres } from '#foundation/postgres'
import { projectRoot } from '#foundation/project'
import { aTempDir, freePort } from '#foundation/testkit'
import { openRecordGroups } from '#record/intake'
import { readVisitTables } from '#record/journey'
import { writeBhytXml } from '#record/restate'
import type { FacilityMessage } from '#vocabulary/bhyt'
import {
  asUuid,
  dropFile,
  droppedReceipt,
  type FileToSend,
  openSenders,
  type Places,
  type Receipt,
  type Session,
  signIn,
} from '../bench/door-senders.ts'
import { throughDoors } from '../bench/through-doors.ts'
import { betweenPapers, soundPaper, soundPapers } from '../corpus/certificates.ts'
import { receiptsOf } from './doors.queries.ts'
import { waiting } from './kill.queries.ts'
import { aKillableServer } from './killed-server.ts'

const scratch = aTempDir('mach-doors')
const dropFolder = join(scratch.path, 'tha')
const [gatewayPort, mllpPort] = [await freePort(), await freePort()]
const mach = aKillableServer({
  MACH_GATEWAY_HOST: '127.0.0.1',
  MACH_GATEWAY_PORT: String(gatewayPort),
  MACH_MLLP_PORT: String(mllpPort),
  MACH_DROP_FOLDER: dropFolder,
  MACH_DROP_FOLDER_POLL_SECONDS: '0.1',
  MACH_DROP_FOLDER_STILL_SECONDS: '0.1',
})
let server: Awaited<ReturnType<typeof aRunningServer>>
let places: Places

before(async () => {
  const build = pathToFileURL(join(projectRoot(), 'scripts/build.mjs')).href
  await ((await import(build)) as { buildIfStale(o: object): Promise<void> }).buildIfStale({ screens: false })
  server = await aRunningServer()
  places = {
    ...{ address: server.address, gateway: `http://127.0.0.1:${gatewayPort}`, dropFolder },
    scratch: scratch.path,
    env: { MACH_DATA_DIR: mach.dataDir, MACH_DEMO: 'off', MACH_LOG_LEVEL: 'silent' },
  }
})
after(async () => {
  await server?.db.close()
  await mach.stop()
  scratch.remove()
})

async function aRunningServer() {
  const address = await mach.start()
  const postgres = await startEmbeddedPostgres({ dataDir: mach.dataDir, keepRunning: true })
  const db = openDatabase({ connection: postgres.connection, max: 4 })
  const get = async <T>(path: string) => {
    const answer = await fetch(address + path)
    return { status: answer.status, body: (await answer.json()) as T }
  }
  const settled = async () => {
    while ((await waiting(db)) > 0) await sleep(10)
  }
  return { address, db, get, settled }
}

test('visits in every vendor’s habit go in through every door and come back equal, field by field', async (t) => {
  const visits = 160
  const run = throughDoors(places, { visits, seed: 5 })
  await run.send()
  await server.settled()
  await run.compare(server.db)
  const { counts } = run
  t.diagnostic(
    `${[...counts.byDoor].join(' ')} · ${[...counts.byHabit].join(' ')} · ${counts.pairs.size} pairs`,
  )
  assert.deepEqual(counts.unequal, [])
  assert.equal(counts.equal, visits)
  assert.equal(counts.byDoor.size, 10)
  assert.equal(counts.byHabit.size, 16)
  assert.ok(counts.pairs.size >= 110)
})

const samples = join(projectRoot(), 'fixtures/bhyt')
/** 07 is broken on purpose: nothing of it is stored. */
const sampleNames = readdirSync(samples).filter((name) => /^0[1-9]/.test(name) && !name.startsWith('07'))
/** The same sample for another door: white space behind the end makes it another file. */
const sampleFor = (name: string, door: number) =>
  Buffer.concat([readFileSync(join(samples, name)), Buffer.from('\n'.repeat(door))])

/** Which facility each sample is of, as its envelope says. */
const facilityOfSample: Readonly<Record<string, string>> = {
  '01': '99901',
  '02': '99902',
  '03': '99903',
  '04': '99904',
  '05': '99901',
  '06': '99901',
  '08': '99902',
  '09': '99904',
}

test('every sample comes by every door that takes it and is told again as its sender wrote it', async (t) => {
  const senders = openSenders(places)
  const gateway = gatewayFor(places)
  const ways: Readonly<Record<string, (files: readonly FileToSend[]) => Promise<Receipt[]>>> = {
    http: senders.http,
    'http-gzip': senders['http-gzip'],
    'http-zip': senders['http-zip'],
    'insurance gateway': async (files) => {
      const receipts: Receipt[] = []
      for (const file of files) receipts.push(await gateway(file))
      return receipts
    },
    'drop folder': senders['drop-folder'],
    'command line': senders['command-line'],
  }
  for (const [n, [way, send]] of Object.entries(ways).entries()) {
    const files = sampleNames.map((name) => ({
      ...{ facility: facilityOfSample[name.slice(0, 2)]!, name },
      bytes: sampleFor(name, n),
    }))
    const receipts = await send(files)
    await server.settled()
    let compared = 0
    for (const message of await storedMessages(receipts)) {
      const again = await readVisitTables(server.db, message)
      // A check-in whose visit came too is told by the visit.
      if (message.kind === 'check-in' && again?.message.kind === 'visit') continue
      assert.deepEqual(again?.message, message, `${way}: ${message.visitLinkId}`)
      compared += 1
    }
    t.diagnostic(`${way}: ${compared} records equal`)
    assert.ok(compared >= 8, `${way}: ${compared}`)
  }
})

test('files written again from the record come in through the door as the same visits', async () => {
  const visits = new Map<string, FacilityMessage>()
  const page = await server.get<{ items: { receiptId: string; counts: { files?: number } }[] }>(
    '/intake/receipts?limit=200&status=stored',
  )
  const receipts = page.body.items.map(({ receiptId }) => ({ receiptId, records: 20 }))
  for (const message of await storedMessages(receipts))
    if (message.kind === 'visit') visits.set(`${message.facilityCode}|${message.visitLinkId}`, message)
  const some = [...visits.values()].slice(0, 50)
  assert.equal(some.length, 50)
  for (const message of some) {
    const before = (await readVisitTables(server.db, message))!.message
    const written = writeBhytXml([before], { createdOn: '2026-10-01' })
    assert.ok(written.ok)
    const { status } = await fetch(`${places.address}/intake/bhyt-xml`, {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body: written.value,
    })
    assert.equal(status, 202)
  }
  await server.settled()
  for (const message of some) {
    const again = (await readVisitTables(server.db, message))!.message
    assert.deepEqual(again, message)
  }
})

/** Messages of these receipts that are stored, read again from their bytes. */
async function storedMessages(receipts: readonly Receipt[]): Promise<FacilityMessage[]> {
  const keys = receipts.flatMap(({ receiptId, records }) =>
    Array.from({ length: records }, (_, i) => ({ receiptId, fileNumber: i + 1 })),
  )
  const messages: FacilityMessage[] = []
  for await (const group of openRecordGroups(server.db, keys))
    for (const { message, status } of group)
      if (message && status === 'stored' && 'tables' in message) messages.push(message)
  return messages
}

/** Each kind of sample by the function that vendors call for it. */
function gatewayFor({ address, gateway }: Places) {
  const sessions = new Map<string, Session>()
  return async ({ facility, name, bytes }: FileToSend): Promise<Receipt> => {
    const session = sessions.get(facility) ?? (await signIn(address, gateway, facility, 'MAU'))
    sessions.set(facility, session)
    const body = bytes as Uint8Array<ArrayBuffer>
    const base64 = Buffer.from(bytes).toString('base64')
    const { headers, username, query } = session
    const says = { username, loaiHoSo: '130', maTinh: '99', maCSKCB: facility, fileHSBase64: base64 }
    const form = { headers, body: new URLSearchParams(says) }
    const password = headers.passwordHash!
    const calls: Readonly<Record<string, readonly [path: string, init: RequestInit]>> = {
      '05': ['qd130/checkInKcbQd4750', form],
      '06': [`egw/guiHoSoGiamDinh4210?${query}&maCSKCB=${facility}`, { body }],
      '08': [
        'hososuckhoe/guiGiayToDienTu',
        { headers, body: new URLSearchParams({ maCskcb: facility, loaiHs: '60', fileBase64Str: base64 }) },
      ],
      '09': [
        'hssk/gksk',
        { headers: { Username: username, Password: password, 'content-type': 'application/json' }, body },
      ],
    }
    const [path, init] = calls[name.slice(0, 2)] ?? ['qd130/guiHoSoXmlQD3176', form]
    const answer = await fetch(`${gateway}/api/${path}`, { method: 'POST', ...init })
    const said = (await answer.json()) as Record<string, string>
    const code = said.maGiaoDich ?? said.MaGD ?? said.UUID
    assert.match(code ?? '', /^[0-9a-f]{32}$/, `${name}: ${JSON.stringify(said)}`)
    return { receiptId: asUuid(code!), records: 10 }
  }
}

interface OtherSample {
  readonly name: string
  readonly facility: string
  readonly bytes: Buffer
  /** What a reader of FHIR finds of it. */
  readonly finds: readonly string[]
}

const fixture = (path: string) => readFileSync(join(projectRoot(), 'fixtures', path))
const paperFile = (kind: string) =>
  Buffer.from(
    betweenPapers(
      `<FILEHOSO><LOAIHOSO>${kind}</LOAIHOSO><NOIDUNGFILE>${Buffer.from(soundPaper(kind)).toString('base64')}</NOIDUNGFILE></FILEHOSO>`,
    ),
  )
const hl7Head = (type: string, id: string) =>
  `MSH|^~\\&|HIS|99904|MACH|SYT|20260903073000+0700||${type}|${id}|P|2.5.1|||AL|NE||UNICODE UTF-8`
const hl7Person =
  'PID|1||BN904001^^^99904^MR~079190999031^^^CCCD^NI||VÕ^VĂN DÒNG||19700512|M|||12 đường Mẫu^^Thành phố Hồ Chí Minh'
/** An outpatient registered, and a result of the same visit. */
const hl7Messages = (visit: string) => {
  const stay = `PV1|1|O|KKB^^^99904||||BS904^LÝ^THỊ MẪU${'|'.repeat(12)}${visit}${'|'.repeat(25)}20260903073000+0700`
  return [
    [hl7Head('ADT^A04^ADT_A01', `A${visit}`), 'EVN|A04|20260903073000+0700', hl7Person, stay],
    [
      ...[hl7Head('ORU^R01^ORU_R01', `R${visit}`), hl7Person, stay],
      'OBR|1|P31|K31|HH01^Sinh hóa máu^99904|||20260903080000+0700|||||||||||||||20260903091000+0700|||F',
      'OBX|1|NM|GLU-M^Định lượng Glucose [Máu]^99904||9.8|mmol/L|3.9-6.4|H|||F|||20260903091000+0700',
    ],
  ].map((segments) => `${segments.join('\r')}\r`)
}
const lineList = [
  'STT;Mã lượt khám;Mã BN;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Ngày khám;Chẩn đoán;Mã ICD',
  '1;905-0001;BN905001;Đặng Thị Bảng;02/09/1985;Nữ;079185999041;07/09/2026 08:15;Viêm họng cấp;J02.9',
  '2;905-0002;BN905002;Hồ Văn Cột;11/03/1959;Nam;079059999042;07/09/2026 08:50;"Tăng huyết áp; vô căn";I10',
].join('\r\n')
const others: readonly OtherSample[] = [
  {
    ...{ name: 'nhap-vien.hl7', facility: '99904', bytes: Buffer.from(hl7Messages('V904-31').join('')) },
    finds: ['Encounter?identifier=V904-31', 'Observation?code=GLU-M', 'Patient?identifier=079190999031'],
  },
  {
    ...{ name: 'kham.json', facility: '99901', bytes: fixture('fhir-bundle/01-outpatient-transaction.json') },
    finds: ['Patient?identifier=BN000123', 'Encounter?subject.identifier=BN000123'],
  },
  {
    ...{ name: 'tai-lieu.xml', facility: '99902', bytes: fixture('fhir-bundle/02-document.xml') },
    finds: ['Patient?identifier=079085999002'],
  },
  {
    ...{
      name: 'me-con.json',
      facility: '99901',
      bytes: fixture('fhir-bundle/03-two-patients-collection.json'),
    },
    finds: ['Patient?identifier=079195999003'],
  },
  {
    ...{ name: 'benh-an.json', facility: '99901', bytes: fixture('ho-so-benh-an/01-inpatient.json') },
    finds: ['Encounter?subject.identifier=079190999001', 'Condition?subject.identifier=079190999001'],
  },
  {
    ...{ name: 'benh-an.xml', facility: '99901', bytes: fixture('ho-so-benh-an/02-inpatient.xml') },
    finds: ['Encounter?subject.identifier=079190999001'],
  },
  {
    name: 'hai-benh-an.xml',
    facility: '99902',
    bytes: fixture('ho-so-benh-an/03-two-outpatients-other-vendor.xml'),
    finds: ['Encounter?service-provider.identifier=99902'],
  },
  {
    ...{ name: 'danh-sach.csv', facility: '99905', bytes: Buffer.from(`\uFEFF${lineList}`) },
    finds: ['Encounter?identifier=905-0001', 'Patient?identifier=079185999041'],
  },
  ...Object.keys(soundPapers).map((kind) => ({
    ...{ name: `${kind}.xml`, facility: '99901', bytes: paperFile(kind) },
    finds: ['Patient?identifier=079190999001'],
  })),
]

test('HL7, FHIR, HoSoBenhAn, CSV and certificates come by HTTP and by the folder: stored, found, shown and given back', async () => {
  await mapCsv()
  const senders = {
    http: async ({ name, facility, bytes }: FileToSend) => {
      const url = `${places.address}/intake/files?fileName=${name}&facility=${facility}`
      const answer = await fetch(url, { method: 'POST', body: bytes as Uint8Array<ArrayBuffer> })
      const said = (await answer.json()) as { receiptId: string; files: unknown[] }
      assert.equal(answer.status, 202, `${name}: ${JSON.stringify(said).slice(0, 800)}`)
      return { receiptId: said.receiptId, records: said.files.length }
    },
    'drop-folder': async (file: FileToSend) => {
      dropFile(places.dropFolder, file)
      for (;;) {
        const told = droppedReceipt(places.dropFolder, file)
        if (told) return told
        await sleep(20)
      }
    },
  }
  for (const [n, [way, send]] of Object.entries(senders).entries())
    for (const { name, facility, bytes, finds } of others) {
      const own = Buffer.concat([bytes, Buffer.from('\n'.repeat(n))])
      const receipt = await send({ name: `${n}-${name}`, facility, bytes: own })
      await server.settled()
      await shownAndGivenBack(receipt, own, `${way}: ${name}`)
      for (const question of finds) await found(question, `${way}: ${name}`)
    }
})

test('HL7 messages come over MLLP: answered AA, stored, found, shown and given back', async () => {
  const client = await connectMllp({ port: mllpPort })
  for (const text of hl7Messages('V904-32')) {
    const bytes = Buffer.from(text)
    const answer = (await client.send(bytes)).toString()
    assert.match(answer, /\rMSA\|[AC]A\|/, answer)
    await server.settled()
    const kept = await receiptsOf(server.db, createHash('sha256').update(bytes).digest())
    assert.equal(kept.length, 1)
    await shownAndGivenBack({ receiptId: kept[0]!.receipt_id, records: 1 }, bytes, 'mllp')
  }
  await client.close()
  await found('Encounter?identifier=V904-32', 'mllp')
})

/** As the page does it: a look at the file, what is proposed, saved. */
async function mapCsv(): Promise<void> {
  const { bytes, facility } = others.find(({ name }) => name.endsWith('.csv'))!
  const sample = await fetch(`${places.address}/intake/csv/sample?list=visit&facility=${facility}`, {
    method: 'POST',
    body: new Uint8Array(bytes),
  })
  const { suggestion } = (await sample.json()) as { suggestion: unknown }
  const saved = await fetch(`${places.address}/intake/csv/mappings`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ owner: `facility:${facility}`, name: 'Danh sách khám', basedOn: 0 },
      mapping: suggestion,
    }),
  })
  assert.ok(saved.ok, await saved.text())
}

async function shownAndGivenBack(receipt: Receipt, bytes: Uint8Array, what: string): Promise<void> {
  const path = `/intake/receipts/${receipt.receiptId}`
  const { body } = await server.get<{ files: { status: string; problems: unknown }[] }>(path)
  assert.ok(body.files.length > 0, what)
  for (const [n, file] of body.files.entries()) {
    assert.equal(file.status, 'stored', `${what}: ${JSON.stringify(file)}`)
    const source = await server.get<{ tables: { text: string }[] }>(`${path}/files/${n + 1}/source`)
    assert.equal(source.status, 200, what)
    assert.ok(
      source.body.tables.some(({ text }) => text.length > 0),
      what,
    )
  }
  const raw = await fetch(`${places.address}${path}/raw`)
  assert.deepEqual(Buffer.from(await raw.arrayBuffer()), Buffer.from(bytes), what)
}

async function found(question: string, what: string): Promise<void> {
  const { status, body } = await server.get<{ entry?: unknown[] }>(`/fhir/R4/${question}`)
  assert.equal(status, 200, `${what}: ${question}`)
  assert.ok((body.entry ?? []).length > 0, `${what}: nothing found by ${question}`)
}
