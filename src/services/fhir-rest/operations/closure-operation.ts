import { createHash } from 'node:crypto'
import type { ValueSet } from 'fhir/r4'
import { fail, type Result } from '#foundation/result'
import { runTerminologyOperation, type SystemCode } from '#vocabulary/terminology'
import type { Answered } from '../answer.types.ts'
import type { Caller, OperationCall, OperationRoute } from '../call.types.ts'
import { badParameter } from '../fhir.problems.ts'
import type { FhirProblem } from '../fhir-problem.ts'
import { writeContext } from '../interactions/write.ts'
import { terminologyWith, urlsIn } from '../stored-terminology.ts'
import { answerOf, readParameters } from './terminology-operations.ts'

/**
 * FHIR R4, conceptmap-operation-closure. The concepts of a client's table are kept as a ValueSet: anybody can see it,
 * it has a history, and it is deleted like everything else.
 */
export const closureOperation: OperationRoute = {
  name: 'closure',
  definition: 'http://hl7.org/fhir/OperationDefinition/ConceptMap-closure',
  levels: ['system'],
  types: [],
  methods: ['POST'],
  handle: close,
}

interface Table {
  readonly concepts: readonly SystemCode[]
  readonly version: number | null
}

/** Two clients may extend one table at once: the later reads again. */
const attempts = 5

async function close(call: OperationCall): Promise<Answered> {
  const given = readParameters(call, 'closure', 'ConceptMap')
  if (!given.ok) return given
  const parts = given.value.parameter ?? []
  const name = parts.find((part) => part.name === 'name')?.valueString
  if (typeof name !== 'string' || name.trim() === '') return fail(badParameter('name'))
  const added = parts.flatMap((part) => {
    const { system, code } = part.name === 'concept' ? (part.valueCoding ?? {}) : {}
    return system && code ? [{ system, code }] : []
  })
  const isAgain = parts.some((part) => part.name === 'version')
  const terminology = await terminologyWith(call.caller, urlsIn(parts))
  for (let attempt = 1; ; attempt += 1) {
    const table = await readTable(call.caller, name)
    if (!table.ok) return table
    const { concepts } = table.value
    // "A request to resynchronise": everything is told once more. A name alone begins the table anew.
    const known = isAgain ? [] : concepts
    const again = isAgain ? concepts.map((concept) => ({ name: 'concept', valueCoding: concept })) : []
    const parameters = { ...given.value, parameter: [...parts.filter(isAsked(isAgain)), ...again] }
    const done = runTerminologyOperation('closure', 'ConceptMap', parameters, terminology, known)
    if (!done.ok) return done
    if (isAgain) return answerOf(done.value)
    const kept = await writeTable(call.caller, name, table.value, added)
    if (kept.ok) return answerOf(done.value)
    if (kept.problem.status !== 412 || attempt === attempts) return kept
  }
}

const isAsked = (isAgain: boolean) => (part: { name: string }) =>
  part.name !== 'version' && !(isAgain && part.name === 'concept')

const idOf = (name: string) => `closure-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`

async function readTable(caller: Caller, name: string): Promise<Result<Table, FhirProblem>> {
  const { service, actor, purpose } = caller
  const found = await service.gate.read(actor, purpose, 'ValueSet', idOf(name))
  if (!found.ok)
    return found.problem.kind === 'not-found' ? { ok: true, value: { concepts: [], version: null } } : found
  const { deleted, json, version } = found.value
  if (deleted) return { ok: true, value: { concepts: [], version: null } }
  const set = JSON.parse(json) as ValueSet
  const concepts = (set.compose?.include ?? []).flatMap(({ system, concept }) =>
    (concept ?? []).map(({ code }) => ({ system: system ?? '', code })),
  )
  return { ok: true, value: { concepts, version } }
}

async function writeTable(
  caller: Caller,
  name: string,
  { concepts, version }: Table,
  added: readonly SystemCode[],
): Promise<Result<unknown, FhirProblem>> {
  const { service, actor, purpose } = caller
  const id = idOf(name)
  const bySystem = new Map<string, Set<string>>()
  for (const { system, code } of added.length === 0 ? [] : [...concepts, ...added])
    bySystem.set(system, (bySystem.get(system) ?? new Set()).add(code))
  const include = [...bySystem].map(([system, codes]) => ({
    system,
    concept: [...codes].map((code) => ({ code })),
  }))
  const value = {
    resourceType: 'ValueSet',
    id,
    url: `https://mach.vn/fhir/ValueSet/${id}`,
    title: name.trim().slice(0, 200),
    status: 'active',
    ...(include.length > 0 ? { compose: { include } } : {}),
  }
  const guard = version === null ? { ifNoneMatch: true } : { ifMatch: version }
  const change = {
    op: 'update',
    type: 'ValueSet',
    at: id,
    resource: { value, write: JSON.stringify },
    ...guard,
  } as const
  return service.gate.write(actor, purpose, [change], writeContext(caller))
}
