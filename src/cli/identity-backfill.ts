import { createReadStream, type Stats } from 'node:fs'
import { rm, stat, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { createGunzip } from 'node:zlib'
import type { IncomingRecord } from '#record/identity'
import { arrivalOf, fillIndex, type Loaded, type Progress, workInThreads } from '#record/identity/backfill'
import { readRecords, writeRows } from '#vocabulary/demographics/csv'
import { bad, count, doubtful, faint, good, type Output } from './output.ts'
import { createProgressBar } from './progress-bar.ts'
import { type ExitCode, withPlatform } from './with-platform.ts'

export interface BackfillAsked {
  readonly in: readonly string[]
  /** Of records whose file has no column for it. */
  readonly facility?: string
  readonly work?: string
  readonly aside?: string
  readonly threads?: string
  readonly restart?: boolean
}

/** Loads files of records into the index of this installation; stopped or killed, the same command goes on. */
export async function identityBackfillCommand(output: Output, asked: BackfillAsked): Promise<ExitCode> {
  const files = await Promise.all(asked.in.map(lookAt))
  const missing = files.filter((file) => !file.found?.isFile())
  for (const { path } of missing) output.complain(bad(`Không mở được tệp: ${path}`))
  const threads = Number(asked.threads ?? Math.min(8, availableParallelism()))
  if (!Number.isInteger(threads) || threads < 0 || threads > 64)
    output.complain(bad('--threads là một số từ 0 đến 64.'))
  if (missing.length > 0 || !(threads >= 0 && threads <= 64)) return 2
  return withPlatform(output, async ({ db, index, clock, dataDir }) => {
    const folder = resolve(asked.work ?? join(dataDir, 'identity-backfill'))
    if (asked.restart) await rm(folder, { recursive: true, force: true })
    const context = await index.context()
    const helpers = await workInThreads(db, context, threads)
    const stopping = new AbortController()
    const stop = () => stopping.abort()
    process.on('SIGINT', stop).on('SIGTERM', stop)
    const lines = linesAside(output)
    const show = progressOf(output)
    try {
      const loaded = await fillIndex(db, context, {
        name: JSON.stringify([
          files.map(({ path, found }) => [path, found!.size, found!.mtimeMs]),
          asked.facility,
        ]),
        ...{ folder, helpers, now: () => clock.now(), signal: stopping.signal, onProgress: show.update },
        arrivals: () => readFiles(asked, lines.add),
      })
      show.end()
      if (asked.aside) await writeFile(asked.aside, [...lines.csv()].join(''), { mode: 0o600 })
      lines.end(asked.aside)
      if (!loaded.ok) {
        output.complain(bad(loaded.problem.message))
        if (loaded.problem.code === 'IDENTITY_BACKFILL_OTHER_LOAD')
          output.complain(faint(`Thư mục: ${folder}. Thêm --restart để bỏ và bắt đầu lại.`))
        return 2
      }
      return say(output, loaded.value, lines.count())
    } finally {
      process.off('SIGINT', stop).off('SIGTERM', stop)
      await helpers.end()
    }
  })
}

const lookAt = async (path: string): Promise<{ path: string; found: Stats | null }> => ({
  path: resolve(path),
  found: await stat(path).catch(() => null),
})

function say(output: Output, loaded: Loaded, leftOut: number): ExitCode {
  const seconds = Object.values(loaded.seconds).reduce((sum, each) => sum + each, 0)
  output.json({ ...loaded, leftOut })
  if (!loaded.isDone) {
    output.say(doubtful('Đã dừng. Chạy lại đúng lệnh này để nạp tiếp.'))
    return 1
  }
  const { record = 0, person = 0, review_item: questions = 0 } = loaded.rows
  output.say(
    good(
      `Đã nạp ${count(loaded.records)} hồ sơ trong ${count(Math.round(seconds))} giây: ${count(record)} hồ sơ mới của ${count(person)} người, ${count(questions)} việc cần người rà soát.`,
    ),
  )
  if (loaded.single > 0)
    output.say(faint(`${count(loaded.single)} hồ sơ liên quan đến người đã có, được đối sánh từng hồ sơ.`))
  return 0
}

type Aside = (file: string, message: string) => void

/** Every file in turn; a line that cannot be read is set aside with its number, and so is one that names no record of a facility. */
async function* readFiles(asked: BackfillAsked, aside: Aside): AsyncGenerator<IncomingRecord> {
  for (const path of asked.in) {
    const bytes = createReadStream(path)
    const text = extname(path) === '.gz' ? bytes.pipe(createGunzip()) : bytes
    bytes.on('error', (error) => text.destroy(error))
    try {
      for await (const read of readRecords(text)) {
        if (!read.ok) {
          aside(path, read.problem.message)
          continue
        }
        const { line, source, record, cell } = read.value
        const facilityCode = source.facilityCode || (asked.facility ?? '')
        const localId = cell('localId') ?? cell('recordId')
        if (facilityCode === '')
          aside(path, `Dòng ${line} không có mã cơ sở (cột facilityCode hoặc --facility).`)
        else if (localId === null) aside(path, `Dòng ${line} không có mã bệnh nhân của cơ sở (cột localId).`)
        else yield arrivalOf({ facilityCode, localId }, record)
      }
    } catch (error) {
      // A damaged archive: what came before has been read.
      aside(path, `Không đọc tiếp được tệp: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

const mostSaid = 10

function linesAside(output: Output) {
  const rows: (readonly [string, string])[] = []
  return {
    add: (path: string, message: string) => {
      rows.push([path, message])
      if (rows.length <= mostSaid) output.complain(doubtful(`${path}: ${message}`))
    },
    count: () => rows.length,
    csv: () => writeRows(['file', 'message'], rows),
    end: (path: string | undefined) => {
      if (rows.length > mostSaid) output.complain(doubtful(`… và ${count(rows.length - mostSaid)} dòng nữa.`))
      if (rows.length > 0 && path) output.complain(faint(`Các dòng để riêng: ${path}`))
    },
  }
}

const stageNames: Readonly<Record<Progress['stage'], string>> = {
  read: '1/6 Đọc hiểu',
  order: '2/6 Sắp xếp',
  pair: '3/6 Tìm cặp',
  weigh: '4/6 So sánh',
  settle: '5/6 Gom người',
  rest: '6/6 Từng hồ sơ',
  done: 'Xong',
}

/** A bar for each stage, with how fast it goes. */
function progressOf(output: Output) {
  let current: { key: string; began: number; bar: ReturnType<typeof createProgressBar> } | null = null
  return {
    update({ stage, done, total }: Progress) {
      const key = `${stage}${total === null}`
      if (current?.key !== key) {
        current?.bar.end()
        current = { key, began: performance.now(), bar: createProgressBar(stageNames[stage], output.isJson) }
      }
      const rate = Math.round(done / Math.max(0.001, (performance.now() - current.began) / 1_000))
      current.bar.update(total === null ? 0 : done, total ?? 1, `${count(done)} (${count(rate)}/giây)`)
    },
    end: () => current?.bar.end(),
  }
}
