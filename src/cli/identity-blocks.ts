import { type BlocksInUse, describeBlocksInUse } from '#record/identity/tuning'
import { blockText, createStepBars } from './identity-words.ts'
import { bad, count, doubtful, faint, type Output, strong, table } from './output.ts'
import { untilInterrupted } from './until-interrupted.ts'
import { withPlatform } from './with-platform.ts'

/** What every kind of key costs and what it alone finds, over some records of the index. */
export const identityBlocksCommand = (output: Output, options: { readonly sample: number }) =>
  withPlatform(output, async (platform) => {
    const bars = createStepBars(output.isJson)
    const said = await untilInterrupted((signal) =>
      describeBlocksInUse(platform, options, { signal, onProgress: bars.onProgress }),
    ).finally(bars.end)
    if (said === 'stopped') {
      output.complain(doubtful('Đã dừng theo yêu cầu.'))
      return 1
    }
    if (!said.ok) {
      output.complain(bad(said.problem.message))
      return 2
    }
    output.json(said.value)
    sayBlocks(output, said.value)
    return 0
  })

function sayBlocks(
  output: Output,
  { version, records, candidates, pairs, unmet, blocks, crowds, largest }: BlocksInUse,
) {
  output.say(
    strong(
      `Phiên bản ${version}, ${count(records)} hồ sơ: mỗi hồ sơ được so với ${mean(candidates.mean)} hồ sơ khác (99 % không quá ${count(candidates.p99)}, nhiều nhất ${count(candidates.max)}).`,
    ),
  )
  const heading = [
    'Khóa',
    'Hồ sơ có',
    'Chung khóa',
    '99 %',
    'nhiều nhất',
    'Quá đông',
    'Đã chia nhỏ',
    'Cặp đã nối',
    'chỉ nhờ khóa này',
  ]
  output.say(
    table([
      heading.map(faint),
      ...blocks.map((block) => [
        blockText[block.name] ?? block.name,
        count(block.records),
        ...[mean(block.holders.mean), count(block.holders.p99), count(block.holders.max)],
        ...[block.crowded, block.hotValues, block.pairs, block.onlyHere].map(count),
      ]),
    ]),
  )
  output.say(
    `Trong ${count(pairs)} cặp đã nối (nhìn từ mỗi hồ sơ), ${count(unmet)} cặp không có khóa chung nào: nối qua hồ sơ khác hoặc do người quyết định.`,
  )
  if (crowds === 0) return
  output.say(`\n${count(crowds)} khóa có quá nhiều hồ sơ nên không còn dùng để tìm. Đông nhất:`)
  output.say(
    table(
      largest.map(({ block, records: held, holder }) => [
        block === null ? '?' : (blockText[block] ?? block),
        `từ ${count(held)} hồ sơ`,
        holder ? faint(`ví dụ ${holder.facility}/${holder.localId}`) : '',
      ]),
    ),
  )
  output.say(
    faint('Học phiên bản mới (mach identity learn) để bỏ số không của riêng ai và chia nhỏ khóa đông.'),
  )
}

const mean = (value: number) => value.toFixed(1).replace('.', ',')
