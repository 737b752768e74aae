import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { keepFile, type Lane, lanes, type ReceiptAnswer } from '#record/intake'
import { journeyQueues, runJourney } from '#record/journey'
import type { Platform } from '#server'
import { bad, bytes, count, doubtful, faint, good, type Output, strong, table } from './output.ts'
import { createProgressBar } from './progress-bar.ts'
import { type ExitCode, withPlatform } from './with-platform.ts'

interface FileOutcome {
  readonly file: string
  readonly receiptId: string | null
  readonly duplicate: boolean
  readonly accepted: number
  readonly setAside: number
  readonly problems: readonly {
    readonly record: number | null
    readonly code: string
    readonly severity: string
    readonly table?: string
    readonly row?: number
    readonly field?: string
    readonly message: string
  }[]
}

/** Takes in files from disk or standard input, walks them to the store, and says what came of each. */
export const intakeCommand = (
  output: Output,
  path: string,
  asked: { readonly facility?: string; readonly lane?: string } = {},
) =>
  withPlatform(output, async (platform) => {
    const lane = lanes.find((each) => each === (asked.lane ?? 'live'))
    if (!lane) {
      output.complain(bad(`Không có làn ${asked.lane}. Các làn: ${lanes.join(', ')}.`))
      return 2
    }
    const says = { lane, claimedFacility: asked.facility ?? null }
    const files = path === '-' ? ['-'] : await filesIn(path)
    if (!files) {
      output.complain(bad(`Không thấy tệp hay thư mục: ${path}`))
      return 2
    }
    if (files.length === 0) {
      output.complain(bad(`Thư mục không có tệp .xml, .json, .csv, .hl7, .zip hay .gz nào: ${path}`))
      return 2
    }
    const began = Date.now()
    const isStopped = stopOnInterrupt()
    const outcomes: FileOutcome[] = []
    const bar = createProgressBar('Tiếp nhận', output.isJson)
    let size = 0
    for (const [index, file] of files.entries()) {
      if (isStopped()) break
      const total = file === '-' ? 0 : (await stat(file)).size
      outcomes.push(
        await takeIn(platform, file, says, (done, records) =>
          bar.update(
            files.length === 1 ? done : index + done / Math.max(1, total),
            files.length === 1 ? total : files.length,
            `${count(records)} hồ sơ · ${count(Math.round(records / Math.max(0.001, (Date.now() - began) / 1000)))} hồ sơ/s`,
          ),
        ),
      )
      size += total
      bar.update(index + 1, files.length, `${index + 1}/${files.length} tệp`)
    }
    bar.end()
    const stored = await walkToTheEnd(platform, output)
    const final = await withSetAsideOnTheWay(platform, outcomes, new Date(began))
    return report(output, final, { began, size, stored, wasStopped: isStopped() })
  })

/** What was accepted can still be set aside while it is walked; exit status 0 is for files of which nothing was. */
async function withSetAsideOnTheWay(
  platform: Platform,
  outcomes: readonly FileOutcome[],
  since: Date,
): Promise<FileOutcome[]> {
  const now = new Map<string, FileOutcome>(outcomes.map((outcome) => [outcome.receiptId ?? '', outcome]))
  for (let before: string | undefined; ; ) {
    const page = await platform.desk.receipts({ status: 'set-aside', ...(before ? { before } : {}) }, 200)
    const recent = page.items.filter((line) => new Date(line.receivedAt) >= since)
    for (const { receiptId, counts } of recent) {
      const outcome = now.get(receiptId)
      if (!outcome || counts.setAside <= outcome.setAside) continue
      const late = counts.setAside - outcome.setAside
      const files = (await platform.desk.receipt(receiptId, 0, 500, 'set-aside'))?.files ?? []
      const known = new Set(outcome.problems.flatMap((p) => (p.severity === 'error' ? [p.record] : [])))
      const problems = files
        .filter((file) => !known.has(file.fileNumber))
        .flatMap((file) => file.problems.map((p) => ({ record: file.fileNumber, ...p })))
      now.set(receiptId, {
        ...outcome,
        accepted: outcome.accepted - late,
        setAside: counts.setAside,
        problems: [...outcome.problems, ...problems],
      })
    }
    before = recent.at(-1)?.receiptId
    if (!page.more || recent.length < page.items.length) break
  }
  return outcomes.map((outcome) => now.get(outcome.receiptId ?? '') ?? outcome)
}

async function filesIn(path: string): Promise<string[] | null> {
  const found = await stat(path).catch(() => null)
  if (!found) return null
  if (!found.isDirectory()) return [path]
  const names = await readdir(path, { recursive: true })
  return names
    .filter((name) => /\.(xml|json|csv|tsv|hl7|txt|zip|gz)$/i.test(name))
    .sort()
    .map((name) => join(path, name))
}

async function takeIn(
  platform: Platform,
  file: string,
  says: { readonly lane: Lane; readonly claimedFacility: string | null },
  onProgress: (bytes: number, records: number) => void,
): Promise<FileOutcome> {
  const fileName = file === '-' ? null : basename(file)
  const kept = await keepFile(platform.keep, {
    source: file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 262_144 }),
    fileName,
    ...says,
    channel: 'command-line',
    onProgress: (progress) => onProgress(progress.bytes, progress.records),
  })
  if (!kept.ok) {
    const problems = kept.problem.problems.map((p) => ({ record: null, ...p }))
    return { file: fileName ?? '-', receiptId: null, duplicate: false, accepted: 0, setAside: 0, problems }
  }
  return outcomeOf(fileName ?? '-', kept.value)
}

function outcomeOf(file: string, answer: ReceiptAnswer): FileOutcome {
  const accepted = answer.files.filter((f) => f.status === 'accepted').length
  return {
    file,
    receiptId: answer.receiptId,
    duplicate: answer.alreadyReceivedAt !== null,
    accepted,
    setAside: answer.files.length - accepted,
    problems: [
      ...answer.problems.map((p) => ({ record: null, ...p })),
      ...answer.files.flatMap((f, index) => f.problems.map((p) => ({ record: index + 1, ...p }))),
    ],
  }
}

/** Walks what is accepted here and now, so that the command works without a server and beside one. */
async function walkToTheEnd(platform: Platform, output: Output): Promise<number> {
  const stop = new AbortController()
  const bar = createProgressBar('Chuẩn hóa', output.isJson)
  let stored = 0
  const start = await platform.events.queueDepth(platform.db, journeyQueues)
  const journey = runJourney(
    {
      events: platform.events,
      identity: platform.index,
      clock: platform.clock,
      log: platform.log,
      batch: platform.config.MACH_JOURNEY_BATCH,
      concurrency: platform.config.MACH_JOURNEY_LANES,
      onWalked: (walked) => {
        stored += walked.stored
        bar.update(stored, Math.max(stored, start.ready), `${count(stored)} hồ sơ`)
      },
    },
    stop.signal,
  )
  // The worker rides out a lost database, and so does the one who asks it how far it is.
  const depth = () => platform.events.queueDepth(platform.db, journeyQueues).catch(() => null)
  while ((await depth())?.ready !== 0) await new Promise((resolve) => setTimeout(resolve, 40))
  stop.abort()
  await journey
  bar.end()
  return stored
}

function stopOnInterrupt(): () => boolean {
  let isStopped = false
  process.once('SIGINT', () => {
    isStopped = true
    process.once('SIGINT', () => process.exit(130))
  })
  return () => isStopped
}

function report(
  output: Output,
  outcomes: readonly FileOutcome[],
  run: {
    readonly began: number
    readonly size: number
    readonly stored: number
    readonly wasStopped: boolean
  },
): ExitCode {
  const seconds = (Date.now() - run.began) / 1000
  const accepted = outcomes.reduce((n, o) => n + o.accepted, 0)
  const setAside = outcomes.reduce((n, o) => n + o.setAside, 0)
  const refused = outcomes.filter((o) => o.receiptId === null)
  output.json({
    files: outcomes,
    summary: {
      files: outcomes.length,
      accepted,
      setAside,
      refused: refused.length,
      stored: run.stored,
      seconds,
    },
  })
  output.say(table([['Tệp', 'Nhận', 'Để riêng', 'Biên nhận'].map((h) => faint(h)), ...outcomes.map(rowOf)]))
  for (const outcome of outcomes) {
    const worth = outcome.problems.filter((p) => p.severity === 'error').slice(0, 12)
    if (worth.length > 0) output.say(`\n${strong(outcome.file)}`)
    for (const p of worth) output.say(`  ${bad('✗')} ${whereOf(p)}${p.message} ${faint(p.code)}`)
  }
  const warnings = countBy(
    outcomes.flatMap((o) => o.problems.filter((p) => p.severity === 'warning').map((p) => p.code)),
  )
  if (warnings.length > 0) {
    output.say(
      `\n${doubtful('Lưu ý')} (đã đọc được): ${warnings.map(([code, n]) => `${code} ×${n}`).join(', ')}`,
    )
  }
  const rate = accepted / Math.max(0.001, seconds)
  output.say(
    `\n${good(count(accepted))} hồ sơ nhận, ${setAside > 0 ? bad(count(setAside)) : '0'} để riêng, ${count(refused.length)} tệp bị từ chối · ${bytes(run.size)} · ${seconds.toFixed(1).replace('.', ',')} s · ${count(Math.round(rate))} hồ sơ/s`,
  )
  if (run.wasStopped) output.say('Đã dừng theo yêu cầu: các tệp còn lại chưa gửi.')
  return setAside > 0 || refused.length > 0 || run.wasStopped ? 1 : 0
}

const rowOf = (o: FileOutcome) => [
  o.file,
  String(o.accepted),
  o.setAside > 0 ? bad(String(o.setAside)) : '0',
  o.receiptId ? `${o.receiptId}${o.duplicate ? faint(' (đã có từ trước)') : ''}` : bad('bị từ chối'),
]

function whereOf(p: {
  readonly record: number | null
  readonly table?: string
  readonly row?: number
  readonly field?: string
}): string {
  const parts = [
    p.record === null ? null : `hồ sơ ${p.record}`,
    p.table ?? null,
    p.row === undefined ? null : `dòng ${p.row}`,
    p.field ?? null,
  ].filter(Boolean)
  return parts.length > 0 ? `[${parts.join(' · ')}] ` : ''
}

function countBy(codes: readonly string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])
}
