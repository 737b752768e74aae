import { constants } from 'node:fs'
import { type FileHandle, lstat, open, readFile, rename, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Result } from '#foundation/result'
import type { FileToKeep, Lane, ReceiptAnswer, Refusal } from '#record/intake'
import { realFolder, received, refused, writeWhole } from './folders.ts'

export type Keep = (file: FileToKeep) => Promise<Result<ReceiptAnswer, Refusal>>

export interface FileInHand {
  /** The facility's folder. */
  readonly home: string
  readonly facility: string
  readonly lane: Lane
  /** Where it lies now: inside the folder of files in hand. */
  readonly path: string
  readonly name: string
}

export type Taken = 'kept' | 'refused' | 'still-written' | 'gone'

class StillWritten extends Error {}

/**
 * Keeps a claimed file and puts it away with its answer. May be killed between any two steps and run again: the same
 * bytes give the same receipt, and the answer is written before the file leaves the hand.
 */
export async function takeFile(keep: Keep, file: FileInHand, now: Date): Promise<Taken> {
  const handle = await openPlain(file.path)
  if (handle === null) return 'gone'
  if (handle === 'not-a-file') return putRefused(file, notAFile)
  let kept: Result<ReceiptAnswer, Refusal>
  try {
    kept = await keep({
      source: bytesOf(handle),
      fileName: file.name,
      claimedFacility: file.facility,
      channel: 'drop-folder',
      lane: file.lane,
    })
  } catch (thrown) {
    if (thrown instanceof StillWritten) return 'still-written'
    throw thrown
  } finally {
    await handle.close().catch(() => {})
  }
  return kept.ok ? putReceived(file, kept.value, now) : putRefused(file, reasonOf(kept.problem))
}

async function openPlain(path: string): Promise<FileHandle | 'not-a-file' | null> {
  try {
    // A pipe must not hold us up, a link must not lead us out.
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    if ((await handle.stat()).isFile()) return handle
    await handle.close()
    return 'not-a-file'
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    if (code === 'ELOOP' || code === 'ENXIO') return 'not-a-file'
    throw thrown
  }
}

/** All bytes of the file, provided nobody wrote to it meanwhile: half a file is never kept. */
async function* bytesOf(handle: FileHandle): AsyncGenerator<Buffer> {
  const before = await handle.stat()
  let at = 0
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(262_144), 0, 262_144, at)
    if (bytesRead === 0) break
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
  const after = await handle.stat()
  if (after.size !== at || after.size !== before.size || after.mtimeMs !== before.mtimeMs)
    throw new StillWritten()
}

async function putReceived(file: FileInHand, answer: ReceiptAnswer, now: Date): Promise<Taken> {
  const folder = await realFolder(file.home, received, monthInVietnam(now))
  const name = await freeName(folder, file.name, answer.receiptId)
  const setAside = answer.files.filter((f) => f.status === 'set-aside').length
  const told = {
    receiptId: answer.receiptId,
    alreadyReceivedAt: answer.alreadyReceivedAt,
    fileName: file.name,
    takenAt: now.toISOString(),
    accepted: answer.files.length - setAside,
    setAside,
    problems: answer.problems,
    files: answer.files.slice(0, mostFilesTold),
    filesTold: Math.min(answer.files.length, mostFilesTold),
  }
  await writeWhole(join(folder, `${name}.bien-nhan.json`), `${JSON.stringify(told, null, 1)}\n`)
  return (await moved(file.path, join(folder, name))) ? 'kept' : 'gone'
}

/** A list of twenty thousand lines is told in full on the connection desk. */
const mostFilesTold = 1_000

async function putRefused(file: FileInHand, reason: string): Promise<Taken> {
  const folder = await realFolder(file.home, refused)
  const name = await freeName(folder, file.name, null)
  await writeWhole(join(folder, `${name}.ly-do.txt`), `${reason}\n`)
  return (await moved(file.path, join(folder, name))) ? 'refused' : 'gone'
}

const notAFile =
  'Đây không phải tệp thường (là liên kết hoặc ống dẫn). Chép tệp thật vào thư mục rồi thử lại.'

function reasonOf({ problems }: Refusal): string {
  const errors = problems.filter((p) => p.severity === 'error')
  const lines = (errors.length > 0 ? errors : problems).slice(0, 20).map((p) => `${p.message} (${p.code})`)
  return ['Tệp không được nhận. Lý do:', ...lines, 'Sửa rồi chép tệp vào thư mục một lần nữa.'].join('\n')
}

/** A file that cannot be kept again and again while others can: put where people see it, with all its bytes. */
export const putFailing = (file: FileInHand) =>
  putRefused(
    file,
    'Máy chủ gặp lỗi mỗi lần đọc tệp này nên tệp được để riêng, chưa mất gì. Báo người quản trị hệ thống; khi đã sửa, chép tệp vào thư mục một lần nữa.',
  )

/** The name itself, or with a number when another file of that name lies there; its own earlier try keeps its name. */
async function freeName(folder: string, name: string, receiptId: string | null): Promise<string> {
  const ending = extname(name)
  const stem = name.slice(0, name.length - ending.length)
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${stem}.${n}${ending}`
    if (await exists(join(folder, candidate))) continue
    if (receiptId === null || !(await exists(join(folder, `${candidate}.bien-nhan.json`)))) return candidate
    if (await isReceiptOf(join(folder, `${candidate}.bien-nhan.json`), receiptId)) return candidate
  }
}

const exists = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  )

async function isReceiptOf(path: string, receiptId: string): Promise<boolean> {
  try {
    return (JSON.parse(await readFile(path, 'utf8')) as { receiptId?: unknown }).receiptId === receiptId
  } catch {
    return false
  }
}

async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw thrown
  }
}

export const dropMarkers = (markers: readonly string[]) =>
  Promise.all(markers.map((marker) => rm(marker, { force: true })))

/** `2026-08`, by the clock on the wall in Vietnam. */
export const monthInVietnam = (at: Date): string =>
  new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 7)
