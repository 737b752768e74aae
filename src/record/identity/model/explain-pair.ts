import { MISSING } from '#foundation/linkage'
import type { RecordFeatures } from './features.types.ts'
import type { PairJudge } from './judge-pairs.ts'
import { comparisonAt, nameAt } from './level-names.ts'
import type { IdentityModel, WhyLine } from './model.types.ts'
import { vietnameseScheme } from './scheme.ts'
import { guardSentences, sentences } from './sentences.ts'

const names = Object.keys(comparisonAt) as (keyof typeof comparisonAt)[]

/** The weight of a pair line by line, heaviest first, with what the guards say: for people who decide. */
export function explainPair(
  judge: PairJudge,
  a: RecordFeatures,
  b: RecordFeatures,
): ReturnType<IdentityModel['explain']> {
  const { weight, chance, guard } = judge.judge(a, b)
  const lines: WhyLine[] = []
  for (const [at, name] of names.entries()) {
    const level = judge.levels[at]!
    if (level === MISSING) continue
    lines.push({
      comparison: vietnameseScheme.comparisons[at]!.name,
      level: vietnameseScheme.comparisons[at]!.levels[level]!.name,
      bits: judge.bits[at]!,
      sentence: `${sentences[name][level]}${name === 'name' ? bearers(a, b, level) : ''}`,
    })
  }
  lines.sort((x, y) => Math.abs(y.bits) - Math.abs(x.bits) || (x.comparison < y.comparison ? -1 : 1))
  return { weight, chance, lines, guards: guard ? [guardSentences[guard]] : [] }
}

/** "khoảng 1 trên 16.000 người mang tên này": how much a name says is how few bear it. */
function bearers(a: RecordFeatures, b: RecordFeatures, level: number): string {
  if (level > nameAt.variant) return ''
  const share = Math.max(
    level === nameAt.exact ? a.shares.exact : a.shares.folded,
    level === nameAt.exact ? b.shares.exact : b.shares.folded,
  )
  return share > 0 ? `: khoảng 1 trên ${rounded(1 / share)} người mang tên này` : ''
}

/** Two digits say what a table can know. */
function rounded(count: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1)
  return (Math.round(count / unit) * unit).toLocaleString('vi-VN')
}
