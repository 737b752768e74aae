import { fail, ok, type Result } from '#foundation/result'
import { type IdentityGate, maySeeWords } from '#gate/identity'
import { type IdentityMatch, wordsOfPatient } from '#vocabulary/demographics/answers'
import type { Answered } from '../answer.types.ts'
import { bundleText } from '../bundle-text.ts'
import type { Caller, OperationCall } from '../call.types.ts'
import { badParameter } from '../fhir.problems.ts'
import type { FhirProblem } from '../fhir-problem.ts'
import { readInputs } from '../operations/read-inputs.ts'
import { lastOf, type Pair } from '../read-pairs.ts'
import { askerOf } from './asker-of.ts'
import { identityFhirProblems } from './identity.problems.ts'

const names: ReadonlySet<string> = new Set(['resource', 'count', 'onlyCertainMatches'])
/** Somebody who asks for a human wants few: nobody reads the twentieth. */
const usualCount = 20
const mostCount = 100

interface Asked {
  readonly patient: unknown
  readonly count: number
  readonly onlyCertain: boolean
}

/** FHIR R4, patient-operation-match; IHE PDQm ITI-119. One entry for each Patient of those who match, best first. */
export async function answerMatch(identity: IdentityGate, call: OperationCall): Promise<Answered> {
  const { caller } = call
  const asked = readAsked(call)
  if (!asked.ok) return asked
  const { patient, count, onlyCertain } = asked.value
  // Whether somebody is the only certain one is seen by a second.
  const options = { limit: onlyCertain ? Math.max(2, count) : count, onlyCertain }
  const found = await identity.match(askerOf(caller), wordsOfPatient(patient), options)
  if (!found.ok) return found
  const entries = await entriesOf(caller, kept(found.value, onlyCertain), count)
  if (!entries.ok) return entries
  const head = {
    at: caller.at,
    total: entries.value.length,
    links: [{ relation: 'self', url: `${caller.base}/Patient/$match` }],
  } as const
  return ok({ status: 200, body: bundleText('searchset', head, entries.value) })
}

function readAsked(call: OperationCall): Result<Asked, FhirProblem> {
  const inputs = readInputs(call, names, 'resource')
  if (!inputs.ok) return inputs
  const { pairs, resources } = inputs.value
  const patients = resources.filter(([name]) => name === 'resource').map(([, resource]) => resource)
  const [patient] = patients
  if (patients.length !== 1 || (patient as { resourceType?: unknown }).resourceType !== 'Patient')
    return fail(identityFhirProblems.whichPatient)
  const count = readCount(pairs)
  if (!count.ok) return count
  const certain = lastOf(pairs, 'onlyCertainMatches') ?? 'false'
  if (certain !== 'true' && certain !== 'false') return fail(badParameter('onlyCertainMatches'))
  return ok({ patient, count: count.value, onlyCertain: certain === 'true' })
}

function readCount(pairs: readonly Pair[]): Result<number, FhirProblem> {
  const text = lastOf(pairs, 'count')
  if (text === undefined) return ok(usualCount)
  if (!/^\d{1,15}$/.test(text) || Number(text) === 0) return fail(badParameter('count'))
  return ok(Math.min(Number(text), mostCount))
}

/** Several certain ones are not one human: who wants certainty is told nobody (ITI-119, case 5). */
function kept(found: readonly IdentityMatch[], onlyCertain: boolean): readonly IdentityMatch[] {
  if (!onlyCertain) return found
  const certain = found.filter(({ grade }) => grade === 'certain')
  return certain.length === 1 ? certain : []
}

async function entriesOf(
  caller: Caller,
  found: readonly IdentityMatch[],
  count: number,
): Promise<Result<string[], FhirProblem>> {
  const wanted = found.flatMap((match) => match.patientIds.map((id) => ({ match, id }))).slice(0, count)
  if (wanted.length === 0) return ok([])
  const { service, actor, purpose, base } = caller
  const refs = [...new Set(wanted.map(({ id }) => id))].map((id) => ({ type: 'Patient', id }))
  const read = await service.gate.readMany(actor, purpose, refs)
  if (!read.ok) return read
  const stored = new Map(read.value.filter(({ deleted }) => !deleted).map((one) => [one.id, one.json]))
  return ok(
    wanted.flatMap(({ match, id }) => {
      const json = stored.get(id)
      if (json === undefined) return []
      const shown = maySeeWords(match.grade, null, null) ? json : withoutWords(id)
      return [`{"fullUrl":"${base}/Patient/${id}","resource":${shown},"search":${searchOf(match)}}`]
    }),
  )
}

const subsetted = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }

/** That there is such a record, and nothing of what it says. */
const withoutWords = (id: string): string =>
  JSON.stringify({ resourceType: 'Patient', id, meta: { tag: [subsetted] } })

const matchGrade = 'http://hl7.org/fhir/StructureDefinition/match-grade'

const searchOf = ({ grade, score }: IdentityMatch): string =>
  JSON.stringify({
    extension: [{ url: matchGrade, valueCode: grade }],
    mode: 'match',
    score: Math.round(Math.min(1, Math.max(0, score)) * 10_000) / 10_000,
  })
