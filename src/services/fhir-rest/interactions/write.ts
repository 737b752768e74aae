import { fail, ok } from '#foundation/result'
import type { ChangeOutcome } from '#gate/access'
import type { Answer, Answered } from '../answer.types.ts'
import type { Call, Caller } from '../call.types.ts'
import { fhirProblems } from '../fhir.problems.ts'
import { type Issue, outcomeText } from '../fhir-problem.ts'
import type { Prefer } from '../read-prefer.ts'
import { definitionsForBody } from './claimed-definitions.ts'
import { type Plan, planChange } from './plan-change.ts'

/** Create, update, patch and delete of one resource, with or without conditions. */
export async function writeOne(call: Call): Promise<Answered> {
  const plan = planChange(call, await definitionsForBody(call.caller, call.body))
  if (!plan) return fail(fhirProblems.noSuchPath)
  if (!plan.ok) return plan
  const { service, actor, purpose, prefer } = call.caller
  const written = await service.gate.write(actor, purpose, [plan.value.change], writeContext(call.caller))
  if (!written.ok) return written
  return ok(answerChange(plan.value, written.value[0]!, prefer.return ?? 'representation'))
}

export const writeContext = ({ at, actor, base }: Caller) => ({
  ...{ at, base },
  origin: `fhir:${actor?.kind ?? 'nobody'}`,
})

/** What is told about a change that was made. */
export function answerChange(
  plan: Plan,
  { outcome, resource }: ChangeOutcome,
  wanted: NonNullable<Prefer['return']>,
): Answer {
  const isGone = outcome === 'deleted' || outcome === 'nothing'
  const body =
    wanted === 'OperationOutcome'
      ? outcomeText(plan.warnings.length > 0 ? plan.warnings : [done[outcome]])
      : wanted === 'representation' && !isGone
        ? (resource?.json ?? '')
        : ''
  return {
    status: outcome === 'created' ? 201 : isGone && body === '' ? 204 : 200,
    body,
    ...(wanted === 'OperationOutcome' ? { isOutcome: true } : {}),
    ...(resource ? { version: resource.version, lastUpdated: resource.lastUpdated } : {}),
    ...(resource && !isGone
      ? { location: `${resource.type}/${resource.id}/_history/${resource.version}` }
      : {}),
  }
}

const said = (message: string): Issue => ({ severity: 'information', code: 'informational', message })

const done: Readonly<Record<ChangeOutcome['outcome'], Issue>> = {
  created: said('Đã tạo tài nguyên.'),
  updated: said('Đã cập nhật tài nguyên.'),
  unchanged: said('Tài nguyên đã có sẵn như vậy, không đổi gì.'),
  deleted: said('Đã xóa tài nguyên; các phiên bản cũ vẫn còn trong lịch sử.'),
  nothing: said('Không có gì để xóa.'),
}
