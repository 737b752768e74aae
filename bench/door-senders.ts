import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { projectRoot } from '#foundation/project'
import { aZip } from '#foundation/testkit'

/** Where a running Mạch has its doors. */
export interface Places {
  readonly address: string
  readonly gateway: string
  readonly dropFolder: string
  /** A folder of the sender's own. */
  readonly scratch: string
  /** What the `mach` command needs to find the same database. */
  readonly env: Readonly<Record<string, string>>
}

/** A file of one facility, and the same records one file each for the doors that take no batch. */
export interface FileToSend {
  readonly facility: string
  readonly name: string
  readonly bytes: Uint8Array
}

export interface Receipt {
  readonly receiptId: string
  readonly records: number
}

type Send = (files: readonly FileToSend[]) => Promise<Receipt[]>

/** Says its answer when a door did not take what it should have. */
class NotTaken extends Error {}

/** The doors a BHYT file can come by, each sending its files as software on the other side would. */
export function openSenders(places: Places) {
  const gateway = gatewaySender(places)
  return {
    http: oneByOne((file) => postFile(places.address, file)),
    'http-gzip': oneByOne((file) => postFile(places.address, { ...file, bytes: gzipSync(file.bytes) })),
    'http-zip': (files) => postZip(places.address, files),
    'gateway-form': oneByOne((file) => gateway.form(file)),
    'gateway-json': oneByOne((file) => gateway.json(file)),
    'gateway-4210': oneByOne((file) => gateway.bare(file)),
    'drop-folder': (files) => dropAll(places.dropFolder, files),
    'command-line': (files) => runIntake(places, files),
  } as const satisfies Readonly<Record<string, Send>>
}

export type Door = keyof ReturnType<typeof openSenders>

const oneByOne =
  (send: (file: FileToSend) => Promise<Receipt>): Send =>
  async (files) => {
    const receipts: Receipt[] = []
    for (const file of files) receipts.push(await send(file))
    return receipts
  }

async function postFile(address: string, { name, bytes }: FileToSend): Promise<Receipt> {
  const answer = await fetch(`${address}/intake/bhyt-xml?fileName=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: bytes as Uint8Array<ArrayBuffer>,
  })
  const text = await answer.text()
  if (answer.status !== 202) throw new NotTaken(`${name}: ${answer.status} ${text.slice(0, 500)}`)
  const { receiptId, files } = JSON.parse(text) as { receiptId: string; files: unknown[] }
  return { receiptId, records: files.length }
}

async function postZip(address: string, files: readonly FileToSend[]): Promise<Receipt[]> {
  if (files.length === 0) return []
  const zip = aZip(Object.fromEntries(files.map(({ name, bytes }) => [name, bytes])))
  return [await postFile(address, { facility: '', name: `${files[0]!.name}.zip`, bytes: zip })]
}

/** Each facility signs in with an account of its own, made at the server's own address as the department does. */
function gatewaySender({ address, gateway }: Pick<Places, 'address' | 'gateway'>) {
  const sessions = new Map<string, Promise<Session>>()
  const sessionOf = (facility: string) => {
    const known = sessions.get(facility) ?? signIn(address, gateway, facility)
    sessions.set(facility, known)
    return known
  }
  const send = async (file: FileToSend, path: string, init: (session: Session) => RequestInit) => {
    const session = await sessionOf(file.facility)
    const body = await post(`${gateway}/api/${path}`, init(session))
    if (body.maKetQua !== '200') throw new NotTaken(`${file.name}: ${JSON.stringify(body)}`)
    return { receiptId: asUuid(String(body.maGiaoDich)), records: 1 }
  }
  const says = (session: Session, file: FileToSend) => ({
    ...{ username: session.username, loaiHoSo: '130', maTinh: '99', maCSKCB: file.facility },
    fileHSBase64: Buffer.from(file.bytes).toString('base64'),
  })
  return {
    form: (file: FileToSend) =>
      send(file, 'qd130/guiHoSoXmlQD4750', (session) => ({
        headers: session.headers,
        body: new URLSearchParams(says(session, file)),
      })),
    json: (file: FileToSend) =>
      send(file, 'qd130/guiHoSoXmlQD3176', (session) => ({
        headers: { ...session.headers, 'content-type': 'application/json' },
        body: JSON.stringify(says(session, file)),
      })),
    bare: async (file: FileToSend) => {
      const { query } = await sessionOf(file.facility)
      return send(file, `egw/guiHoSoGiamDinh4210?${query}&maCSKCB=${file.facility}`, () => ({
        headers: { 'content-type': 'application/json' },
        body: file.bytes as Uint8Array<ArrayBuffer>,
      }))
    },
  }
}

export interface Session {
  readonly username: string
  readonly headers: Readonly<Record<string, string>>
  /** The same for functions that carry it in the address. */
  readonly query: string
}

const everyChannel = ['check-in', 'episode', 'certificate', 'driver-check', 'card', 'results']

export async function signIn(
  address: string,
  gateway: string,
  facility: string,
  as = 'BV',
): Promise<Session> {
  const made = (await post(`${address}/api/gateway/accounts`, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ facility, username: `${facility}_${as}`, channels: everyChannel }),
  })) as { account: { username: string }; password: string }
  const { username } = made.account
  const md5 = createHash('md5').update(made.password).digest('hex').toUpperCase()
  const { APIKey: key } = (await post(`${gateway}/api/token/take`, {
    body: new URLSearchParams({ username, password: md5 }),
  })) as { APIKey: { access_token: string; id_token: string } }
  return {
    username,
    headers: { accessToken: key.access_token, tokenId: key.id_token, passwordHash: md5 },
    query: `token=${key.access_token}&id_token=${key.id_token}&username=${username}&password=${md5}&loaiHoSo=3&maTinh=99`,
  }
}

async function post(url: string, init: RequestInit): Promise<Record<string, unknown>> {
  const answer = await fetch(url, { method: 'POST', ...init })
  return JSON.parse(await answer.text()) as Record<string, unknown>
}

/** The transaction code is the receipt without its hyphens. */
export const asUuid = (code: string) => code.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** Writes beside and renames, as careful software does, then waits for the answers. */
async function dropAll(folder: string, files: readonly FileToSend[]): Promise<Receipt[]> {
  for (const file of files) dropFile(folder, file)
  const receipts: Receipt[] = []
  for (const file of files) {
    let told = droppedReceipt(folder, file)
    for (; !told; told = droppedReceipt(folder, file)) await sleep(30)
    receipts.push(told)
  }
  return receipts
}

export function dropFile(folder: string, { facility, name, bytes }: FileToSend): void {
  const home = join(folder, facility)
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, `${name}.tmp`), bytes)
  renameSync(join(home, `${name}.tmp`), join(home, name))
}

/** What the drop folder answered to a file; null while it has not. */
export function droppedReceipt(
  folder: string,
  { facility, name }: Pick<FileToSend, 'facility' | 'name'>,
): Receipt | null {
  const home = join(folder, facility)
  if (existsSync(join(home, 'tu-choi', `${name}.ly-do.txt`)))
    throw new NotTaken(readFileSync(join(home, 'tu-choi', `${name}.ly-do.txt`), 'utf8'))
  if (!existsSync(join(home, 'da-nhan'))) return null
  for (const month of readdirSync(join(home, 'da-nhan'))) {
    const path = join(home, 'da-nhan', month, `${name}.bien-nhan.json`)
    if (!existsSync(path)) continue
    const told = JSON.parse(readFileSync(path, 'utf8')) as {
      receiptId: string
      accepted: number
      setAside: number
    }
    return { receiptId: told.receiptId, records: told.accepted + told.setAside }
  }
  return null
}

async function runIntake(places: Places, files: readonly FileToSend[]): Promise<Receipt[]> {
  if (files.length === 0) return []
  const folder = join(places.scratch, `dong-lenh-${createHash('md5').update(files[0]!.name).digest('hex')}`)
  mkdirSync(folder, { recursive: true })
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes)
  const child = spawn(process.execPath, [join(projectRoot(), 'bin/mach.mjs'), 'intake', folder, '--json'], {
    env: { ...process.env, ...places.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (piece) => (out += piece))
  child.stderr.on('data', (piece) => (err += piece))
  const code = await new Promise((resolve) => child.once('close', resolve))
  rmSync(folder, { recursive: true, force: true })
  if (code !== 0) throw new NotTaken(`mach intake: ${code} ${err.slice(-500)} ${out.slice(0, 500)}`)
  const report = JSON.parse(out) as { files: { receiptId: string; accepted: number; setAside: number }[] }
  return report.files.map(({ receiptId, accepted, setAside }) => ({
    receiptId,
    records: accepted + setAside,
  }))
}
