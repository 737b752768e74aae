import { parseExact } from '#foundation/json'
import { ok, type Result } from '#foundation/result'
import type { ResourceVersion } from '#gate/access'
import type { Caller } from '../../call.types.ts'
import type { FhirProblem } from '../../fhir-problem.ts'
import { eachReference, type LocalReference, localReference, readReferences } from '../local-references.ts'
import { type Section, summaryTypes } from './compose.ts'
import type { Findings, Found } from './summary.types.ts'

/** Of one patient; the longest record we have seen has 2,337 resources. */
const mostPages = 20
const pageSize = 1_000

/** A patient's resources of the types that a summary is made of. */
export async function gather(
  { service, actor, purpose }: Caller,
  patientId: string,
): Promise<Result<Findings, FhirProblem>> {
  const byType = new Map<string, Found[]>(summaryTypes.map((type) => [type, []]))
  let page: string | undefined
  for (let pages = 0; pages < mostPages; pages += 1) {
    const found = await service.gate.everything(actor, purpose, patientId, {
      types: summaryTypes,
      count: pageSize,
      ...(page === undefined ? {} : { page }),
    })
    if (!found.ok) return found
    for (const stored of found.value.resources) byType.get(stored.type)?.push(read(stored))
    if (found.value.next === null) break
    page = found.value.next
  }
  return ok({ of: <T>(type: string) => (byType.get(type) ?? []) as Found<T>[] })
}

export function read<T>(stored: ResourceVersion): Found<T> {
  const parsed = parseExact(stored.json, { maxDepth: 1_000 })
  if (!parsed.ok) throw new Error('a stored resource is not JSON')
  return { stored, resource: parsed.value.value as T, digits: parsed.value.digits }
}

/**
 * Types that are taken along when something in the summary points to them, and again when those point further. Through
 * an Encounter, say, one would reach the whole record: such references keep leading to this server.
 */
const support: ReadonlySet<string> = new Set([
  'Device',
  'HealthcareService',
  'ImagingStudy',
  'Location',
  'Media',
  'Medication',
  'Observation',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'RelatedPerson',
  'Specimen',
  'Substance',
])
const mostSupport = 1_000
const mostRounds = 4

/** The patient, the entries of the sections, and what they need to be understood; each once. */
export async function withSupport(
  caller: Caller,
  patient: Found,
  sections: readonly Section[],
): Promise<Result<ResourceVersion[], FhirProblem>> {
  const key = ({ type, id }: LocalReference) => `${type}/${id}`
  const entries = new Map<string, ResourceVersion>()
  let round: Found[] = []
  for (const found of [patient, ...sections.flatMap(({ lines }) => lines.map((line) => line.found))]) {
    if (entries.has(key(found.stored))) continue
    entries.set(key(found.stored), found.stored)
    round.push(found)
  }
  const asked = new Set<string>(entries.keys())
  const most = entries.size + mostSupport
  for (let rounds = 0; rounds < mostRounds && round.length > 0; rounds += 1) {
    const wanted: LocalReference[] = []
    for (const { resource } of round)
      eachReference(resource, (text) => {
        const found = localReference(text, caller.base)
        if (!found || found.version !== undefined || !support.has(found.type) || asked.has(key(found))) return
        asked.add(key(found))
        if (entries.size + wanted.length < most) wanted.push(found)
      })
    const next = await readReferences(caller, wanted)
    if (!next.ok) return next
    round = [...next.value.values()].map((stored) => read(stored))
    for (const { stored } of round) entries.set(key(stored), stored)
  }
  return ok([...entries.values()])
}
