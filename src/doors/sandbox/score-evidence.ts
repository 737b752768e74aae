import type { ReportScore } from './api.types.ts'
import { askedOf } from './asked-of.ts'
import type { Evidence } from './evidence.types.ts'
import type { Plan, Service } from './plan.types.ts'

/** What each part weighs; together 100. Data reaches people only when it is taken, so that weighs most. */
const weights = { sound: 40, situations: 25, fields: 20, rules: 15 } as const

const titles = {
  sound: 'Bản tin đúng: khóa mà bản tin cuối cùng được nhận ÷ số khóa',
  situations: 'Tình huống bắt buộc đã thể hiện ÷ tình huống bắt buộc',
  fields: 'Trường cần có đã thấy điền ÷ trường cần có',
  rules: 'Khóa được nhận mà bản tin cuối không vướng quy tắc nào ÷ số khóa được nhận',
} as const

/** 0 without messages. A plan whose minimum is not reached counts with the share reached. */
export function scoreEvidence(
  evidence: Evidence,
  plans: readonly Plan[],
  services: readonly Service[],
): ReportScore {
  const keys = Object.values(evidence.keys)
  const sound = keys.filter((k) => k.sound)
  const asked = plans.map((plan) => askedOf(plan, services))
  const fields = asked.flatMap(({ tables }) =>
    tables.flatMap((t) => t.fields.map((f) => [t.table, f] as const)),
  )
  const situations = asked.flatMap(({ plan, situations }) => situations.map((s) => `${plan.id}/${s.id}`))
  const shares = {
    sound: share(sound.length, keys.length),
    situations: all(situations.filter((id) => evidence.situations[id]).length, situations.length),
    fields: all(fields.filter(([t, f]) => evidence.tables[t]?.fields[f]).length, fields.length),
    rules: share(sound.filter((k) => !k.ruled).length, sound.length),
  }
  const parts = (Object.keys(weights) as (keyof typeof weights)[]).map((id) => ({
    id,
    title: titles[id],
    weight: weights[id],
    share: round(shares[id], 4),
    points: round(weights[id] * shares[id], 1),
  }))
  const total =
    evidence.records === 0 ? 0 : Math.floor(parts.reduce((sum, p) => sum + p.weight * p.share, 0) + 1e-9)
  return { total, formula, parts }
}

const formula =
  `Điểm = ${weights.sound} × đúng + ${weights.situations} × tình huống + ${weights.fields} × trường + ` +
  `${weights.rules} × quy tắc, bỏ phần lẻ; mỗi phần là một tỷ lệ từ 0 đến 1.`

/** Nothing of nothing is nothing shown; nothing asked is all shown. */
const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
const all = (part: number, whole: number) => (whole === 0 ? 1 : part / whole)
const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits
