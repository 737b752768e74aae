import { randomUUID } from 'node:crypto'
import type { Composition, Reference } from 'fhir/r4'
import { parseExact } from '#foundation/json'
import { fail, ok, type Result } from '#foundation/result'
import type { ResourceVersion } from '#gate/access'
import type { Answered } from '../answer.types.ts'
import type { Caller, OperationCall, OperationRoute } from '../call.types.ts'
import { badParameter, fhirProblems } from '../fhir.problems.ts'
import type { FhirProblem } from '../fhir-problem.ts'
import { checkValue, inputOf } from '../interactions/check-resource.ts'
import { claimedDefinitions } from '../interactions/claimed-definitions.ts'
import { writeContext } from '../interactions/write.ts'
import { lastOf } from '../read-pairs.ts'
import { documentText, storedEntry } from './document-text.ts'
import { eachReference, localReference, readReferences, referenceText } from './local-references.ts'
import { brokenDocument, operationProblems } from './operation.problems.ts'
import { readInputs } from './read-inputs.ts'

/** FHIR R4, composition-operation-document: a Composition and what it is made of, as one Bundle. */
export const documentOperation: OperationRoute = {
  name: 'document',
  definition: 'http://hl7.org/fhir/OperationDefinition/Composition-document',
  levels: ['type', 'instance'],
  types: ['Composition'],
  methods: ['GET', 'POST'],
  handle: document,
}

const names: ReadonlySet<string> = new Set(['id', 'persist', 'graph'])
const mostResources = 1_000

async function document(call: OperationCall): Promise<Answered> {
  const { service, actor, purpose, base, at } = call.caller
  const inputs = readInputs(call, names)
  if (!inputs.ok) return inputs
  const { pairs } = inputs.value
  if (lastOf(pairs, 'graph') !== undefined) return fail(operationProblems.graph)
  const persist = lastOf(pairs, 'persist') ?? 'false'
  if (persist !== 'true' && persist !== 'false') return fail(badParameter('persist'))
  if (persist === 'true' && call.method !== 'POST') return fail(operationProblems.persistByGet)
  const id = whichId(call, lastOf(pairs, 'id'))
  if (id === null) return fail(operationProblems.whichComposition)

  const composition = await service.gate.read(actor, purpose, 'Composition', id)
  if (!composition.ok) return composition
  if (composition.value.deleted) return fail(fhirProblems.gone)
  const parts = await partsOf(call.caller, composition.value)
  if (!parts.ok) return parts
  const entries = [composition.value, ...parts.value].map((one) => storedEntry(base, one))
  const body = documentText({ uuid: randomUUID(), at }, entries)
  return persist === 'true' ? keep(call.caller, body) : ok({ status: 200, body })
}

/** The instance asked of, or at type level `id`: bare, relative or under our own base. */
function whichId(call: OperationCall, given: string | undefined): string | null {
  if (call.id !== undefined) return given === undefined ? call.id : null
  if (given === undefined) return null
  const found = localReference(given.includes('/') ? given : `Composition/${given}`, call.caller.base)
  return found?.type === 'Composition' ? found.id : null
}

/** Everything the Composition names directly, all of it or a refusal; and what those name in turn, as far as it is here. */
async function partsOf(
  caller: Caller,
  composition: ResourceVersion,
): Promise<Result<ResourceVersion[], FhirProblem>> {
  const named = namedBy(JSON.parse(composition.json) as Composition)
  if (named.length > mostResources) return fail(operationProblems.documentTooLarge)
  const local = named.map((reference) => localReference(reference, caller.base))
  const read = await readReferences(
    caller,
    local.filter((each) => each !== null),
  )
  if (!read.ok) return read
  const missing = named.filter((_, i) => local[i] === null || !read.value.has(referenceText(local[i]!)))
  if (missing.length > 0) return fail(brokenDocument(missing))

  const parts = new Map([...read.value.values()].map((one) => [keyOf(one), one]))
  parts.delete(keyOf(composition))
  const further = new Map<string, NonNullable<ReturnType<typeof localReference>>>()
  for (const { json } of parts.values())
    eachReference(JSON.parse(json), (reference) => {
      const found = localReference(reference, caller.base)
      if (found && !read.value.has(referenceText(found))) further.set(referenceText(found), found)
    })
  const room = mostResources - parts.size
  const next = await readReferences(caller, [...further.values()].slice(0, room))
  if (!next.ok) return next
  for (const one of next.value.values()) if (keyOf(one) !== keyOf(composition)) parts.set(keyOf(one), one)
  return ok([...parts.values()])
}

const keyOf = ({ type, id, version }: ResourceVersion) => `${type}/${id}/${version}`

/** The references that FHIR R4, documents 3.3.1, names one by one; contained resources travel with their holder. */
function namedBy(composition: Composition): string[] {
  const found = new Set<string>()
  const add = (...references: readonly (Reference | undefined)[]) => {
    for (const each of references)
      if (each?.reference !== undefined && !each.reference.startsWith('#')) found.add(each.reference)
  }
  const addSections = (sections: Composition['section']) => {
    for (const section of sections ?? []) {
      add(...(section.author ?? []), section.focus, ...(section.entry ?? []))
      addSections(section.section)
    }
  }
  add(composition.subject, composition.encounter, ...composition.author, composition.custodian)
  for (const { party } of composition.attester ?? []) add(party)
  for (const { detail } of composition.event ?? []) add(...(detail ?? []))
  addSections(composition.section)
  return [...found]
}

/** Stores the document at /Bundle and says where. */
async function keep(caller: Caller, body: string): Promise<Answered> {
  const { service, actor, purpose, base } = caller
  const parsed = parseExact(body, { maxDepth: 1_000 })
  if (!parsed.ok) throw new Error('a document joined from stored resources is not JSON')
  const input = inputOf(parsed.value)
  const checked = input.ok
    ? checkValue(input.value, await claimedDefinitions(caller, input.value.value))
    : input
  if (!checked.ok) return checked
  const change = { op: 'create', resource: checked.value.resource } as const
  const written = await service.gate.write(actor, purpose, [change], writeContext(caller))
  if (!written.ok) return written
  const { id, version, lastUpdated, json } = written.value[0]!.resource!
  const headers = { location: `${base}/Bundle/${id}/_history/${version}` }
  return ok({ status: 200, body: json, version, lastUpdated, headers })
}
