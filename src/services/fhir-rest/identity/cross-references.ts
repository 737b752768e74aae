import { fail, ok } from '#foundation/result'
import type { IdentityGate } from '#gate/identity'
import type { CrossReferences, NumberOf } from '#vocabulary/demographics/answers'
import type { Answered } from '../answer.types.ts'
import type { OperationCall } from '../call.types.ts'
import { allOf, readInputs } from '../operations/read-inputs.ts'
import { askerOf } from './asker-of.ts'
import { identityFhirProblems } from './identity.problems.ts'

const names: ReadonlySet<string> = new Set(['sourceIdentifier', 'targetSystem'])

const failures = {
  'unknown-system': identityFhirProblems.unknownSystem,
  'unknown-number': identityFhirProblems.unknownNumber,
  'unknown-target': identityFhirProblems.unknownTarget,
} as const

/** IHE PIXm ITI-83: the same patient's numbers, and Patients, in other systems. */
export async function answerCrossReferences(identity: IdentityGate, call: OperationCall): Promise<Answered> {
  const inputs = readInputs(call, names)
  if (!inputs.ok) return inputs
  const { pairs } = inputs.value
  const sources = allOf(pairs, 'sourceIdentifier')
  const asked = sources.length === 1 ? numberIn(sources[0]!) : null
  if (!asked) return fail(identityFhirProblems.whichIdentifier)
  // A number without a system is of no domain that could be recognised.
  if (asked.system === '') return fail(identityFhirProblems.unknownSystem)
  const targets = [...new Set(allOf(pairs, 'targetSystem').filter((system) => system !== ''))]
  const found = await identity.crossReferences(askerOf(call.caller), asked, targets)
  if (!found.ok) return found
  if (found.value.kind !== 'found') return fail(failures[found.value.kind])
  return ok({ status: 200, body: JSON.stringify(parametersOf(found.value.references, asked)) })
}

/** `system|value`; a value may hold further strokes. */
function numberIn(text: string): NumberOf | null {
  const at = text.indexOf('|')
  const value = text.slice(at + 1).trim()
  return at < 0 || value === '' ? null : { system: text.slice(0, at).trim(), value }
}

type References = Extract<CrossReferences, { kind: 'found' }>['references']

/** "The identifier value given in the sourceIdentifier shall not be included" (3.83.4.2.2.1); nothing is said twice. */
function parametersOf(references: References, asked: NumberOf) {
  const others = references.filter(({ system, value }) => system !== asked.system || value !== asked.value)
  const said = new Set<string>()
  const isNew = (key: string) => !said.has(key) && said.add(key) !== undefined
  const parameter = others.flatMap(({ system, value, patientId }) => [
    ...(isNew(`Patient/${patientId}`)
      ? [{ name: 'targetId', valueReference: { reference: `Patient/${patientId}` } }]
      : []),
    ...(isNew(`${system}|${value}`)
      ? [{ name: 'targetIdentifier', valueIdentifier: { system, value } }]
      : []),
  ])
  return { resourceType: 'Parameters', ...(parameter.length > 0 ? { parameter } : {}) }
}
