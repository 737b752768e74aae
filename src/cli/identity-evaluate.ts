import { join } from 'node:path'
import { writeFiles } from '#foundation/files'
import { drawRecall, drawReliability, type Evaluation, evaluateLinkage } from '#record/identity/evaluation'
import { bad, count, doubtful, faint, type Output, strong, table } from './output.ts'
import { readLinkage } from './read-linkage.ts'
import type { ExitCode } from './with-platform.ts'
import { writeComplaint } from './write-complaint.ts'

export interface EvaluateAsked {
  /** The folder that `link` wrote. */
  readonly in: string
  /** A file with the columns recordId and personNumber. */
  readonly truth: string
}

/** Compares what `link` wrote with the truth, and writes figures and plots beside it. */
export async function identityEvaluateCommand(output: Output, asked: EvaluateAsked): Promise<ExitCode> {
  const read = await readLinkage(asked)
  if (typeof read === 'string') {
    output.complain(bad(read))
    return 2
  }
  if (read.unknown > 0)
    output.complain(doubtful(`${count(read.unknown)} hồ sơ không có trong tệp sự thật: không tính.`))
  if (read.missing > 0)
    output.complain(doubtful(`${count(read.missing)} hồ sơ của tệp sự thật chưa được đối sánh: không tính.`))
  const figures = evaluateLinkage(read)
  try {
    await writeFiles(asked.in, [
      { name: 'evaluation.json', pieces: [`${JSON.stringify(figures, null, 2)}\n`] },
      {
        name: 'reliability.svg',
        pieces: [drawReliability([{ name: 'mọi cặp đã giữ', bins: figures.calibration.bins }])],
      },
      {
        name: 'recall.svg',
        pieces: [drawRecall([{ name: 'đã nối, rồi từng hai nhóm', points: figures.curve }], targets)],
      },
    ])
  } catch (error) {
    const complaint = writeComplaint(asked.in, error)
    if (!complaint) throw error
    output.complain(bad(complaint))
    return 2
  }
  output.json(figures)
  output.say(
    strong(
      `${count(figures.records)} hồ sơ, ${count(figures.persons)} người, ${count(figures.truePairs)} cặp đúng`,
    ),
  )
  output.say(table(rowsOf(figures)))
  output.say(faint('Cặp mà link không ghi được tính là không tìm được.'))
  output.say(
    faint(
      `Đã ghi: ${['evaluation.json', 'reliability.svg', 'recall.svg'].map((name) => join(asked.in, name)).join(', ')}`,
    ),
  )
  return 0
}

/** Design note of the index, section 13, rows 3 and 4. */
const targets = [
  { falsePerMillion: 1_000, recall: 0.92 },
  { falsePerMillion: 100, recall: 0.8 },
]

const percent = (share: number) => `${(100 * share).toFixed(2).replace('.', ',')} %`
const decimal = (n: number) => n.toFixed(2).replace('.', ',')

const rowsOf = ({ best, byRank, auto, clusters, review, calibration, records }: Evaluation) => [
  ['F1 tốt nhất của các cặp (theo xác suất)', percent(best.f1)],
  ['Tìm được khi sai nhiều nhất 1.000 cặp / triệu hồ sơ', percent(byRank.within1000.recall)],
  ['Tìm được khi sai nhiều nhất 100 cặp / triệu hồ sơ', percent(byRank.within100.recall)],
  ['Cặp tự nối: tìm được', percent(auto.recall)],
  ['Cặp tự nối: sai / triệu hồ sơ', count(Math.round((auto.falsePositives * 1e6) / records))],
  ['Nhóm: F1 của các cặp', percent(clusters.pairs.f1)],
  ['Nhóm lẫn nhiều người / 1.000 nhóm', decimal(clusters.mixedPerThousand)],
  ['Nhóm lớn nhất', count(clusters.largest)],
  ['Người đúng trọn vẹn', percent(clusters.exactShare)],
  ['B³', percent(clusters.bCubed.f1)],
  ['Việc rà soát / 1.000 hồ sơ', decimal(review.perThousand)],
  ['Trong đó đúng là một người', percent(review.trueShare)],
  ['Sai lệch của xác suất', percent(calibration.error)],
]
