import { guardSentences, type LinkedRecords } from '#record/identity/model'
import { count } from './output.ts'

/** What a linkage came to, in numbers: nothing of anybody. */
export interface LinkSummary {
  readonly model: string
  readonly records: number
  readonly leftOut: number
  readonly groups: number
  readonly largest: number
  /** How many people have so many records. */
  readonly sizes: readonly { readonly size: number; readonly groups: number }[]
  readonly compared: number
  readonly outcomes: Readonly<Record<'auto' | 'review' | 'apart', number>>
  readonly guards: readonly { readonly guard: string; readonly pairs: number }[]
  readonly reviewItems: number
  readonly reasons: readonly { readonly reason: string; readonly items: number }[]
  readonly seconds: number
}

export function summaryOf({
  records,
  leftOut,
  linked,
  model,
  seconds,
}: {
  readonly records: number
  readonly leftOut: number
  readonly linked: LinkedRecords
  readonly model: string
  readonly seconds: number
}): LinkSummary {
  const sizes = tally(linked.groups, ({ length }) => length).sort((a, b) => a.of - b.of)
  const outcomes = { auto: 0, review: 0, apart: 0 }
  for (const { outcome } of linked.pairs) outcomes[outcome] += 1
  const guarded = linked.pairs.filter(({ guard }) => guard !== null)
  return {
    model,
    records,
    leftOut,
    groups: linked.groups.length,
    largest: sizes.at(-1)?.of ?? 0,
    sizes: sizes.map(({ of, times }) => ({ size: of, groups: times })),
    compared: linked.compared,
    outcomes,
    guards: tally(guarded, ({ guard }) => guard!).map(({ of, times }) => ({ guard: of, pairs: times })),
    reviewItems: linked.reviewItems.length,
    reasons: tally(linked.reviewItems, ({ reason }) => reason).map(({ of, times }) => ({
      reason: of,
      items: times,
    })),
    seconds: Math.round(seconds * 10) / 10,
  }
}

/** How often each value occurs, the most frequent first. */
function tally<T, V extends string | number>(list: readonly T[], read: (one: T) => V) {
  const times = new Map<V, number>()
  for (const one of list) times.set(read(one), (times.get(read(one)) ?? 0) + 1)
  return [...times].map(([of, times]) => ({ of, times })).sort((a, b) => b.times - a.times)
}

/** The report for people, in Markdown. */
export function* linkReport(summary: LinkSummary): Generator<string> {
  const { records, leftOut, groups, largest, sizes, compared, outcomes, guards, reasons } = summary
  yield `# Đối sánh hồ sơ\n\n`
  yield `${count(records)} hồ sơ là của **${count(groups)} người** (người nhiều hồ sơ nhất có ${count(largest)}).`
  yield leftOut > 0 ? ` ${count(leftOut)} dòng không đọc được đã bị bỏ qua.\n\n` : '\n\n'
  yield section('Mỗi người có bao nhiêu hồ sơ', ['Số hồ sơ', 'Số người'], byTens(sizes))
  yield section(
    `Các cặp hồ sơ (đã so sánh ${count(compared)} cặp)`,
    ['Kết quả', 'Số cặp'],
    [
      ['tự nối', count(outcomes.auto)],
      ['cần người xem', count(outcomes.review)],
      ['giữ tách', count(outcomes.apart)],
    ],
  )
  yield section(
    'Các chốt an toàn đã giữ lại',
    ['Chốt', 'Số cặp'],
    guards.map(({ guard, pairs }) => [guardText[guard] ?? guard, count(pairs)]),
  )
  yield section(
    'Việc cần người rà soát',
    ['Vì sao', 'Số việc'],
    reasons.map(({ reason, items }) => [reasonText[reason] ?? reason, count(items)]),
  )
  yield `Mô hình ${summary.model}; ${String(summary.seconds).replace('.', ',')} giây. Ngưỡng và trọng số: xem tài liệu của mô hình.\n`
}

const guardText: Readonly<Record<string, string>> = guardSentences

const reasonText: Readonly<Record<string, string>> = {
  decisions: 'quyết định của người rà soát mâu thuẫn nhau',
  sure: 'một số đã xác minh trái với điều khác',
  guard: 'một chốt an toàn ngăn lại',
  size: 'nhóm quá lớn',
  score: 'xét cả nhóm thì chưa đủ bằng chứng',
  rounds: 'nhóm quá rối, cần người xem',
  evidence: 'giống nhau nhưng chưa đủ chắc',
}

/** One to nine records a line each, then all that have more. */
function byTens(sizes: LinkSummary['sizes']): (readonly string[])[] {
  const many = sizes.filter(({ size }) => size >= 10)
  return [
    ...sizes.filter(({ size }) => size < 10).map(({ size, groups }) => [String(size), count(groups)]),
    ...(many.length > 0 ? [['10 trở lên', count(many.reduce((sum, { groups }) => sum + groups, 0))]] : []),
  ]
}

function section(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const lines = [head, head.map((_, at) => (at === 0 ? '---' : '---:')), ...rows]
  return `## ${title}\n\n${lines.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n\n`
}
