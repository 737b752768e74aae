import type { ExactJson } from '#foundation/json'
import { fail, ok } from '#foundation/result'
import type { Answered } from '../answer.types.ts'
import { bundleText } from '../bundle-text.ts'
import type { Call, Caller } from '../call.types.ts'
import { fhirProblems } from '../fhir.problems.ts'
import { resourceIn } from '../interactions/check-resource.ts'
import { fewAtATime } from './breathe.ts'
import { answeredText } from './entry-text.ts'
import { readEntry } from './read-entry.ts'
import { runTransaction } from './run-transaction.ts'

export type Interact = (call: Call) => Promise<Answered>

/** Entries of a batch that are carried out at the same time: fewer than connections to the database. */
const lanes = 6

/** POST to the base: a batch or a transaction (FHIR R4, http 3.1.0.11). Any other Bundle has an address of its own. */
export async function runBundle(call: Call, interact: Interact): Promise<Answered> {
  const given = resourceIn(call.body)
  if (!given.ok) return given
  const { value } = given.value
  if (value.resourceType !== 'Bundle' || (value.type !== 'batch' && value.type !== 'transaction'))
    return fail(fhirProblems.bundleType)
  const entries = value.entry ?? []
  if (!Array.isArray(entries)) return fail({ ...fhirProblems.bundleType, expression: 'Bundle.entry' })
  if (entries.length > call.caller.service.limits.maxEntries) return fail(fhirProblems.tooManyEntries)
  const bundle = (call.body as { json: ExactJson }).json
  const caller = withDefaults(call.caller)
  return value.type === 'batch'
    ? runBatch(caller, bundle, entries, interact)
    : runTransaction(caller, bundle, entries, interact)
}

/** Tens of thousands of resources are not sent back to whoever just sent them, unless asked. */
const withDefaults = (caller: Caller): Caller =>
  caller.prefer.return ? caller : { ...caller, prefer: { ...caller.prefer, return: 'minimal' } }

/** Each entry on its own: what fails says so in its place. */
async function runBatch(
  caller: Caller,
  bundle: ExactJson,
  entries: readonly unknown[],
  interact: Interact,
): Promise<Answered> {
  const texts = await fewAtATime(entries, lanes, async (given, index) => {
    const entry = readEntry(caller, bundle, given, index)
    if (!entry.ok) return answeredText(entry, index)
    const { call } = entry.value
    if (call.target.kind === 'system' && call.method === 'POST')
      return answeredText(fail(fhirProblems.bundleType), index)
    return answeredText(await interact(call), index)
  })
  return ok({ status: 200, body: bundleText('batch-response', { at: caller.at }, texts) })
}
