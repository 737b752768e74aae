import type { ExactJson } from '#foundation/json'
import { fail, ok, type Result } from '#foundation/result'
import type { Change } from '#gate/access'
import type { Answered } from '../answer.types.ts'
import { bundleText } from '../bundle-text.ts'
import type { Call, Caller } from '../call.types.ts'
import { badEntry, fhirProblems } from '../fhir.problems.ts'
import { type FhirProblem, insideEntry } from '../fhir-problem.ts'
import { claimedDefinitions } from '../interactions/claimed-definitions.ts'
import { type Plan, planChange } from '../interactions/plan-change.ts'
import { readQuery } from '../interactions/read-criteria.ts'
import { answerChange, writeContext } from '../interactions/write.ts'
import { breathe, fewAtATime } from './breathe.ts'
import { answeredText, entryText } from './entry-text.ts'
import { readEntry } from './read-entry.ts'

interface Planned {
  /** Changes in the order of the entries, each with the place of its entry. */
  readonly plans: readonly (Plan & { readonly index: number })[]
  readonly reads: readonly { readonly call: Call; readonly index: number }[]
}

/** All changes or none, then the reads, which see what was written (FHIR R4, http 3.1.0.11.2). */
export async function runTransaction(
  caller: Caller,
  bundle: ExactJson,
  entries: readonly unknown[],
  interact: (call: Call) => Promise<Answered>,
): Promise<Answered> {
  const planned = await planAll(caller, bundle, entries)
  if (!planned.ok) return planned
  const { plans, reads } = planned.value
  const { service, actor, purpose, prefer } = caller
  const texts: string[] = new Array(entries.length)
  if (plans.length > 0) {
    const changes = plans.map((plan) => plan.change)
    const written = await service.gate.write(actor, purpose, changes, writeContext(caller))
    if (!written.ok) {
      const place = plans[written.problem.index]?.index
      return fail(place === undefined ? written.problem : insideEntry(written.problem, place))
    }
    for (const [i, plan] of plans.entries())
      texts[plan.index] = entryText(answerChange(plan, written.value[i]!, prefer.return ?? 'minimal'))
  }
  // The changes stand by now: a read that finds nothing says so in its own entry.
  await fewAtATime(reads, 4, async ({ call, index }) => {
    texts[index] = answeredText(await interact(call), index)
  })
  return ok({ status: 200, body: bundleText('transaction-response', { at: caller.at }, texts) })
}

async function planAll(
  caller: Caller,
  bundle: ExactJson,
  entries: readonly unknown[],
): Promise<Result<Planned, FhirProblem>> {
  const plans: (Plan & { index: number })[] = []
  const reads: { call: Call; index: number }[] = []
  const seen = new Set<string>()
  const definitions = await claimedDefinitions(caller, bundle.value)
  for (const [index, given] of entries.entries()) {
    const entry = readEntry(caller, bundle, given, index)
    if (!entry.ok) return fail(insideEntry(entry.problem, index))
    const { call, fullUrl } = entry.value
    if (call.method === 'GET' || call.method === 'HEAD') {
      const fine = checkRead(call)
      if (!fine.ok) return fail(insideEntry(fine.problem, index))
      reads.push({ call, index })
    } else {
      // Two entries with one fullUrl: nobody could tell which a reference means (bdl-7).
      if (fullUrl !== undefined && seen.size === seen.add(fullUrl).size)
        return fail(badEntry(index, '.fullUrl', 'Hai mục của transaction có cùng “fullUrl”.'))
      const plan = planChange(call, definitions)
      if (!plan) return fail(insideEntry(fhirProblems.inTransaction, index))
      if (!plan.ok) return fail(insideEntry(plan.problem, index))
      plans.push({ ...plan.value, change: within(plan.value.change, fullUrl, index), index })
    }
    await breathe(index)
  }
  return ok({ plans, reads })
}

/** Every change of a transaction has a name, so that the store knows that references are to be resolved. */
const within = (change: Change, fullUrl: string | undefined, index: number): Change => ({
  ...change,
  fullUrl: fullUrl ?? `urn:mach:entry:${index}`,
})

/** A search that cannot be read refuses the transaction while nothing is written yet. */
function checkRead({ caller, target, pairs }: Call): Result<unknown, FhirProblem> {
  if (target.kind === 'type') return readQuery(caller, target.type, pairs)
  if (target.kind === 'compartment') return readQuery(caller, target.of === '*' ? null : target.of, pairs)
  return target.kind === 'system' ? readQuery(caller, null, pairs) : ok(null)
}
