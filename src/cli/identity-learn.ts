import { type LearnedVersion, learnVersion } from '#record/identity/tuning'
import { comparisonText, createStepBars, levelText } from './identity-words.ts'
import { bad, count, doubtful, faint, good, type Output, table } from './output.ts'
import { untilInterrupted } from './until-interrupted.ts'
import { withPlatform } from './with-platform.ts'

export interface LearnOptions {
  readonly persons?: number
  readonly sample: number
  readonly onlyValues?: boolean
}

/** Learns a version of the rules from the records of this installation, and keeps it; nobody is joined or parted by that. */
export const identityLearnCommand = (output: Output, options: LearnOptions) =>
  withPlatform(output, async (platform) => {
    const bars = createStepBars(output.isJson)
    const learned = await untilInterrupted((signal) =>
      learnVersion(platform, options, { signal, onProgress: bars.onProgress }),
    ).finally(bars.end)
    if (learned === 'stopped') {
      output.complain(doubtful('Đã dừng theo yêu cầu; không giữ lại gì.'))
      return 1
    }
    if (!learned.ok) {
      output.complain(bad(learned.problem.message))
      return 2
    }
    const { number, version, isNew, learned: from } = learned.value
    output.json({ number, version, isNew, learned: from })
    if (!isNew) {
      output.say(good(`Không có gì mới: hồ sơ hiện nay nói đúng như phiên bản ${number} (${version}).`))
      return 0
    }
    output.say(good(`Phiên bản ${number} (${version}) đang chờ, dành cho ${count(from.persons)} người.`))
    output.say(
      `Trong ${count(from.records)} hồ sơ có ${count(from.dummies)} giá trị không của riêng ai, ${count(from.hotValues)} khóa đông.`,
    )
    if (from.weights) sayWeights(output, learned.value)
    else output.say('Trọng số giữ nguyên.')
    output.say(faint(`Xem trước: mach identity simulate --model ${number}`))
    return 0
  })

function sayWeights(
  output: Output,
  { learned: { weights, sample }, settings, former }: LearnedVersion,
): void {
  output.say(
    `Trọng số học từ ${count(sample)} hồ sơ, ước chừng ${count(weights!.matches)} cặp là một người:\n`,
  )
  const rows = weights!.comparisons.map(({ name, matches, from }) => {
    const [before, after] = [former, settings].map(
      ({ linkage }) => linkage.comparisons.find((each) => each.name === name)?.levels ?? [],
    )
    const change = (at: number) =>
      after!.at(at)
        ? `${levelOf(after!.at(at)!.name)} ${bits(before!.at(at)?.bits)} → ${bits(after!.at(at)!.bits)}`
        : ''
    return from === 'kept'
      ? [comparisonText[name] ?? name, count(matches), faint('quá ít để học: giữ nguyên'), '']
      : [comparisonText[name] ?? name, count(matches), change(0), change(-1)]
  })
  output.say(table([['So sánh', 'Số cặp', 'Mức cao nhất (bit)', 'Mức thấp nhất (bit)'].map(faint), ...rows]))
}

const levelOf = (name: string) => levelText[name] ?? name
const bits = (value: number | undefined) =>
  value === undefined ? '?' : value.toFixed(1).replace('.', ',').replace('-', '−')
