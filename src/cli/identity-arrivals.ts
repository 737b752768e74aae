import { createReadStream, type ReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { createGunzip } from 'node:zlib'
import type { IncomingRecord } from '#record/identity'
import { arrivalOf } from '#record/identity/backfill'
import { readRecords, writeRows } from '#vocabulary/demographics/csv'
import { count, doubtful, faint, type Output } from './output.ts'

export interface FileToRead {
  readonly path: string
  readonly size: number
  /** With the size it tells whether this is still the same file. */
  readonly changed: number
}

/** The files that were named, or a sentence about one that is not there. */
export async function filesToRead(paths: readonly string[]): Promise<readonly FileToRead[] | string> {
  const files: FileToRead[] = []
  for (const path of paths) {
    const found = await stat(path).catch(() => null)
    if (!found?.isFile()) return `Không mở được tệp: ${path}`
    files.push({ path: resolve(path), size: found.size, changed: found.mtimeMs })
  }
  return files
}

type Aside = (path: string, message: string) => void

/** File after file (`.gz` as well). A line that cannot be read, or that names no record of a facility, is set aside with its number. */
export function readArrivalFiles(files: readonly FileToRead[], facility: string, aside: Aside) {
  const all = files.reduce((sum, { size }) => sum + size, 0)
  let [passed, bytes]: [number, ReadStream | null] = [0, null]
  return {
    /** How much of the files has been read. */
    share: () => (passed + (bytes?.bytesRead ?? 0)) / Math.max(1, all),
    async *arrivals(): AsyncGenerator<IncomingRecord> {
      passed = 0
      for (const { path, size } of files) {
        bytes = createReadStream(path)
        yield* arrivalsIn(path, bytes, facility, aside)
        bytes = null
        passed += size
      }
    },
  }
}

async function* arrivalsIn(
  path: string,
  bytes: ReadStream,
  facility: string,
  aside: Aside,
): AsyncGenerator<IncomingRecord> {
  try {
    for await (const read of readRecords(textOf(path, bytes))) {
      if (!read.ok) {
        aside(path, read.problem.message)
        continue
      }
      const { line, source, record, cell } = read.value
      const facilityCode = source.facilityCode || facility
      const localId = cell('localId') ?? cell('recordId')
      if (facilityCode === '')
        aside(path, `Dòng ${line} không có mã cơ sở: cần cột facilityCode hoặc --facility.`)
      else if (localId === null)
        aside(path, `Dòng ${line} không có mã bệnh nhân của cơ sở: cần cột localId hoặc recordId.`)
      else yield arrivalOf({ facilityCode, localId }, record)
    }
  } catch (error) {
    // A damaged archive, a disk that fails: what came before has been read.
    const { code = 'unknown' } = error as { code?: string }
    aside(path, `Không đọc tiếp được tệp (${code}). Các dòng trước đã đọc xong.`)
  }
}

function textOf(path: string, bytes: ReadStream) {
  if (extname(path) !== '.gz') return bytes
  const text = createGunzip()
  bytes.on('error', (error) => text.destroy(error))
  return bytes.pipe(text)
}

/** Lines that are said one by one; the rest is counted. */
const mostSaid = 10
/** A file that is wrong throughout must not fill the memory. */
const mostKept = 100_000

export function linesAside(output: Output) {
  const rows: (readonly [string, string])[] = []
  let number = 0
  return {
    add: (path: string, message: string) => {
      number += 1
      if (number <= mostKept) rows.push([path, message])
      if (number <= mostSaid) output.complain(doubtful(`${path}: ${message}`))
    },
    count: () => number,
    csv: () => [...writeRows(['file', 'message'], rows)].join(''),
    end: (path: string | undefined) => {
      if (number > mostSaid) output.complain(doubtful(`… và ${count(number - mostSaid)} dòng nữa.`))
      if (number > 0 && path) output.complain(faint(`Các dòng để riêng: ${path}`))
    },
  }
}
