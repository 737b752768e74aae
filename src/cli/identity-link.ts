import { writeFiles } from '#foundation/files'
import { chanceOf } from '#foundation/linkage'
import { type IdentityModel, type LinkedRecords, linkFeatures } from '#record/identity/model'
import { type CsvCell, writeRows } from '#vocabulary/demographics/csv'
import { openModelFor } from './identity-model.ts'
import { readRecordFile } from './identity-records.ts'
import { linkReport, summaryOf } from './identity-report.ts'
import { bad, count, faint, good, type Output } from './output.ts'
import { createProgressBar } from './progress-bar.ts'
import type { ExitCode } from './with-platform.ts'
import { writeComplaint } from './write-complaint.ts'

export interface LinkAsked {
  readonly in: string
  readonly out: string
  /** Leave broken lines out instead of refusing the file. */
  readonly skip?: boolean
}

/** Links the records of a file without a server: pairs, clusters, what a person should look at, and a report. */
export async function identityLinkCommand(output: Output, asked: LinkAsked): Promise<ExitCode> {
  const began = performance.now()
  const file = await readRecordFile(output, asked.in, asked)
  if (!file) return 2
  const records = file.records.length
  const reading = createProgressBar('Đọc hiểu', output.isJson)
  const { model, read } = openModelFor(file.records, (done) => reading.update(done, records))
  reading.end()
  const linked = linkFeatures(read, watched(model, output))
  const summary = summaryOf({
    records,
    leftOut: file.leftOut,
    linked,
    model: model.version,
    seconds: (performance.now() - began) / 1000,
  })
  try {
    await writeFiles(asked.out, [
      { name: 'pairs.csv', pieces: pairRows(linked) },
      { name: 'clusters.csv', pieces: clusterRows(linked) },
      { name: 'review.csv', pieces: reviewRows(linked) },
      { name: 'report.json', pieces: [`${JSON.stringify(summary, null, 2)}\n`] },
      { name: 'report.md', pieces: linkReport(summary) },
    ])
  } catch (error) {
    const complaint = writeComplaint(asked.out, error)
    if (!complaint) throw error
    output.complain(bad(complaint))
    return 2
  }
  output.json(summary)
  output.say(
    good(
      `${count(summary.records)} hồ sơ là của ${count(summary.groups)} người; ${count(summary.reviewItems)} việc cần người rà soát.`,
    ),
  )
  output.say(faint(`Kết quả: ${asked.out} (pairs.csv, clusters.csv, review.csv, report.md, report.json)`))
  return 0
}

/** The model with a sign of life: how many pairs there will be is not known before they are met. */
function watched<F, P>(model: IdentityModel<F, P>, output: Output): IdentityModel<F, P> {
  const bar = createProgressBar('So sánh', output.isJson)
  let [keyed, compared] = [0, 0]
  return {
    ...model,
    keysOf: (features) => {
      keyed += 1
      if ((keyed & 4_095) === 0) bar.update(0, 1, `${count(keyed)} hồ sơ đã lập khóa`)
      return model.keysOf(features)
    },
    weigh: (a, b) => {
      compared += 1
      if ((compared & 16_383) === 0) bar.update(0, 1, `${count(compared)} cặp`)
      return model.weigh(a, b)
    },
  }
}

function* pairRows({ pairs }: LinkedRecords): Generator<string> {
  function* rows(): Generator<readonly CsvCell[]> {
    for (const { a, b, weight, chance = chanceOf(weight), outcome, guard } of pairs)
      yield [a, b, weight.toFixed(3), chance.toFixed(7), outcome, guard]
  }
  yield* writeRows(pairColumns, rows())
}

function* clusterRows({ groups }: LinkedRecords): Generator<string> {
  function* rows(): Generator<readonly CsvCell[]> {
    for (const group of groups) for (const key of group) yield [key, group[0]!]
  }
  yield* writeRows(clusterColumns, rows())
}

function* reviewRows({ reviewItems }: LinkedRecords): Generator<string> {
  function* rows(): Generator<readonly CsvCell[]> {
    for (const { pair, left, right, reason, guard, weight } of reviewItems)
      yield [pair[0], pair[1], left, right, reason, guard, weight === null ? null : weight.toFixed(3)]
  }
  yield* writeRows(reviewColumns, rows())
}

/** The files of a linkage, as `evaluate` finds them again. */
export const pairColumns = ['recordA', 'recordB', 'weight', 'chance', 'outcome', 'guard'] as const
export const clusterColumns = ['recordId', 'cluster'] as const
export const reviewColumns = [
  'recordA',
  'recordB',
  'clusterA',
  'clusterB',
  'reason',
  'guard',
  'weight',
] as const
