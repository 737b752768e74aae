import { openModelFor } from './identity-model.ts'
import { readRecordFile } from './identity-records.ts'
import { bad, faint, type Output, strong, table } from './output.ts'
import type { ExitCode } from './with-platform.ts'

/** Why two records of a file are one person or not: every comparison with its bits, and the guards. */
export async function identityExplainCommand(
  output: Output,
  [one, other]: readonly [string, string],
  asked: { readonly in: string; readonly skip?: boolean },
): Promise<ExitCode> {
  const file = await readRecordFile(output, asked.in, asked)
  if (!file) return 2
  const [a, b] = [one, other].map((key) => file.records.find((record) => record.key === key))
  if (!a || !b) {
    output.complain(bad(`Không có hồ sơ nào mang mã ${a ? other : one} trong tệp ${asked.in}.`))
    return 1
  }
  const { model } = openModelFor(file.records)
  const [left, right] = [model.featuresOf(a.words), model.featuresOf(b.words)]
  const { weight, chance, lines, guards } = model.explain(left, right)
  const keys = new Set(model.keysOf(left))
  const met = model.keysOf(right).some((key) => keys.has(key))
  const outcome = model.weigh(left, right)?.outcome ?? null
  output.json({ a: a.key, b: b.key, weight, chance, outcome: met ? outcome : null, met, lines, guards })
  output.say(strong(`${a.key} và ${b.key}: ${met ? verdicts[outcome ?? 'none'] : unmet}`))
  output.say(
    table([
      ...lines.map(({ bits, sentence }) => [signed(bits), sentence]),
      [
        signed(weight),
        `tổng cộng, đã tính số người trong chỉ mục; xác suất là một người: ${percent(chance)}`,
      ],
    ]),
  )
  for (const guard of guards) output.say(`Chốt an toàn: ${guard}`)
  output.say(faint('Số đứng trước: bit ủng hộ (+) hoặc chống (−). Thêm 1 bit là gấp đôi khả năng.'))
  return 0
}

const unmet = 'không được so sánh, vì không có khóa nào chung'
const verdicts = {
  auto: 'tự nối',
  review: 'cần người xem',
  apart: 'giữ tách',
  none: 'không phải một người',
} as const

const signed = (bits: number) =>
  `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(1).replace('.', ',')}`.padStart(6)
const percent = (share: number) => `${(100 * share).toFixed(share > 0.99 ? 4 : 2).replace('.', ',')} %`
