import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import type { Result } from '#foundation/result'
import { fillIndex, type Loaded, type Progress, removeLoad, workInThreads } from '#record/identity/backfill'
import { filesToRead, linesAside, readArrivalFiles } from './identity-arrivals.ts'
import { bad, count, doubtful, faint, good, type Output } from './output.ts'
import { createProgressBar } from './progress-bar.ts'
import { untilInterrupted } from './until-interrupted.ts'
import { type ExitCode, withPlatform } from './with-platform.ts'
import { writeComplaint } from './write-complaint.ts'

export interface BackfillAsked {
  readonly in: readonly string[]
  /** Of records whose file has no column for it. */
  readonly facility?: string
  readonly work?: string
  readonly aside?: string
  readonly threads?: number
  readonly restart?: boolean
}

/** Loads files of records into the index of this installation; stopped or killed, the same command goes on. */
export async function identityBackfillCommand(output: Output, asked: BackfillAsked): Promise<ExitCode> {
  const files = await filesToRead(asked.in)
  if (typeof files === 'string') {
    output.complain(bad(files))
    return 2
  }
  return withPlatform(output, async ({ db, index, clock, dataDir }) => {
    const folder = resolve(asked.work ?? join(dataDir, 'identity-backfill'))
    if (asked.restart) removeLoad(folder)
    const context = await index.context()
    const helpers = await workInThreads(db, context, asked.threads ?? Math.min(8, availableParallelism()))
    const aside = linesAside(output)
    const reading = readArrivalFiles(files, asked.facility ?? '', aside.add)
    const bars = barsOf(output, reading.share)
    try {
      const loaded = (await untilInterrupted((signal) =>
        fillIndex(db, context, {
          name: JSON.stringify([
            files.map(({ path, size, changed }) => [path, size, changed]),
            asked.facility,
          ]),
          ...{ folder, helpers, signal, now: () => clock.now(), onProgress: bars.update },
          arrivals: reading.arrivals,
        }),
      )) as Result<Loaded>
      bars.end()
      if (asked.aside) await writeFile(asked.aside, aside.csv(), { mode: 0o600 })
      aside.end(asked.aside)
      if (loaded.ok) return say(output, loaded.value, aside.count())
      output.complain(bad(loaded.problem.message))
      if (loaded.problem.code === 'IDENTITY_BACKFILL_OTHER_LOAD')
        output.complain(faint(`Thư mục: ${folder}. Thêm --restart để bỏ và bắt đầu lại.`))
      return 2
    } catch (error) {
      const complaint = writeComplaint(folder, error)
      if (!complaint) throw error
      output.complain(bad(complaint))
      return 2
    } finally {
      await helpers.end()
    }
  })
}

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
    output.say(
      faint(`${count(loaded.single)} hồ sơ liên quan đến dữ liệu đã có được đối sánh từng hồ sơ một.`),
    )
  return 0
}

const stageNames: Readonly<Record<Progress['stage'], string>> = {
  read: '1/6 Đọc hiểu',
  order: '2/6 Sắp xếp',
  pair: '3/6 Tìm cặp',
  weigh: '4/6 So sánh',
  settle: '5/6 Gom người',
  write: '5/6 Ghi bảng',
  rest: '6/6 Từng hồ sơ',
  done: 'Xong',
}

/** A bar for each stage, with how fast it goes and how long it will take; of reading the share of the files' bytes tells. */
function barsOf(output: Output, shareRead: () => number) {
  type Bar = ReturnType<typeof createProgressBar>
  let current: { stage: Progress['stage']; began: number; from: number; bar: Bar } | undefined
  return {
    update({ stage, done, total }: Progress) {
      if (current?.stage !== stage) {
        current?.bar.end()
        const bar = createProgressBar(stageNames[stage], output.isJson)
        current = { stage, bar, began: performance.now(), from: done }
      }
      const rate = Math.round(
        (1_000 * (done - current.from)) / Math.max(1, performance.now() - current.began),
      )
      const note = `${count(done)} (${count(rate)}/giây)`
      if (total === null) current.bar.update(shareRead(), 1, note)
      else current.bar.update(done, total, note)
    },
    end: () => current?.bar.end(),
  }
}
