import type { ReportBlocker } from './api.types.ts'
import { askedOf } from './asked-of.ts'
import type { Evidence } from './evidence.types.ts'
import type { Plan, Service } from './plan.types.ts'

/** Everything that stands between this evidence and a go-live, each with what to do. */
export function findBlockers(
  evidence: Evidence,
  plans: readonly Plan[],
  services: readonly Service[],
  score: number,
): ReportBlocker[] {
  return [
    ...plans.flatMap((plan) => ofPlan(evidence, plan, services)),
    ...ofKeys(evidence, plans),
    ...ofScore(score, plans),
  ]
}

function ofPlan(evidence: Evidence, plan: Plan, services: readonly Service[]): ReportBlocker[] {
  const messages = evidence.kinds[plan.id] ?? 0
  if (messages === 0) return [{ code: 'none', message: `${plan.title}: chưa có bản tin nào được nhận.` }]
  const blockers: ReportBlocker[] = []
  const { tables, situations } = askedOf(plan, services)
  if (messages < plan.minimumMessages)
    blockers.push({
      code: 'too-few',
      message: `${plan.title}: mới có ${messages} trên ${plan.minimumMessages} bản tin được nhận. Gửi thêm.`,
    })
  for (const { table, fields } of tables) {
    const missing = fields.filter((field) => !evidence.tables[table]?.fields[field])
    if (!evidence.tables[table])
      blockers.push({
        code: 'table-not-seen',
        message: `Bảng ${table}: chưa có dòng nào. Gửi bản tin có bảng này.`,
      })
    else if (missing.length > 0)
      blockers.push({
        code: 'fields-not-seen',
        message: `Bảng ${table}: ${missing.length} trường chưa từng thấy điền (${listed(missing)}). Gửi bản tin có các trường này.`,
      })
  }
  for (const { id, title, how } of situations)
    if (!evidence.situations[`${plan.id}/${id}`])
      blockers.push({ code: 'situation-not-shown', message: `Chưa thể hiện “${title}”. ${how}` })
  return blockers
}

function ofKeys(evidence: Evidence, plans: readonly Plan[]): ReportBlocker[] {
  const keys = Object.values(evidence.keys)
  const open = keys.filter((k) => !k.sound).length
  const allowed = Math.min(...plans.map((p) => p.openErrorShare))
  const blockers: ReportBlocker[] = []
  if (keys.length > 0 && open / keys.length > allowed)
    blockers.push({
      code: 'open-errors',
      message: `${open} trên ${keys.length} khóa có bản tin cuối cùng bị từ chối (cho phép ${Math.round(allowed * 100)} %). Sửa và gửi lại cùng khóa; bản tin không đọc được khóa hoặc của cơ sở khác thì chỉ mất khi thử lại từ đầu.`,
    })
  const rules = new Map<string, number>()
  for (const { blocking } of keys) for (const id of blocking) rules.set(id, (rules.get(id) ?? 0) + 1)
  for (const [id, count] of [...rules].sort())
    blockers.push({
      code: 'rule',
      message: `Quy tắc ${id} còn vướng ở ${count} khóa. Sửa và gửi lại cùng khóa.`,
    })
  return blockers
}

function ofScore(score: number, plans: readonly Plan[]): ReportBlocker[] {
  const wanted = Math.max(...plans.map((p) => p.minimumScore))
  return score >= wanted ? [] : [{ code: 'score', message: `Điểm ${score}, cần ít nhất ${wanted}.` }]
}

const listed = (names: readonly string[]) =>
  names.length <= 8 ? names.join(', ') : `${names.slice(0, 8).join(', ')} và ${names.length - 8} trường khác`
