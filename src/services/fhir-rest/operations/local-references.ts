import { ok, type Result } from '#foundation/result'
import type { ResourceVersion } from '#gate/access'
import { typeDef } from '#vocabulary/definitions'
import type { Caller } from '../call.types.ts'
import type { FhirProblem } from '../fhir-problem.ts'
import { isId } from '../read-target.ts'

/** A reference to a resource of this server. */
export interface LocalReference {
  readonly type: string
  readonly id: string
  readonly version?: number
}

/** One of R4's resource types that resources are of: not DomainResource. */
export function isResourceType(name: string): boolean {
  const def = typeDef(name)
  return def?.kind === 'resource' && !def.isAbstract
}

/** `Patient/1`, `Patient/1/_history/2`, and both under our own base; null: it leads elsewhere, or nowhere. */
export function localReference(reference: string, base: string): LocalReference | null {
  const path = reference.startsWith(`${base}/`) ? reference.slice(base.length + 1) : reference
  const [type = '', id = '', history, version, more] = path.split('/', 5)
  if (more !== undefined || !isResourceType(type) || !isId(id)) return null
  if (history === undefined) return { type, id }
  return history === '_history' && /^[1-9]\d{0,8}$/.test(version ?? '')
    ? { type, id, version: Number(version) }
    : null
}

export const referenceText = ({ type, id, version }: LocalReference): string =>
  version === undefined ? `${type}/${id}` : `${type}/${id}/_history/${version}`

/** Every object with a `reference` in a value, contained resources included; no deeper than what is taken in. */
export function eachReferenceHolder(value: unknown, visit: (holder: { reference: string }) => void): void {
  if (typeof value !== 'object' || value === null) return
  for (const member of Object.values(value))
    if (typeof member === 'object') eachReferenceHolder(member, visit)
  if (typeof (value as { reference?: unknown }).reference === 'string') visit(value as { reference: string })
}

/** The references themselves. */
export const eachReference = (value: unknown, visit: (reference: string) => void): void =>
  eachReferenceHolder(value, ({ reference }) => visit(reference))

/** What the references lead to, by `referenceText`; what does not exist, or exists no more, is left out. */
export async function readReferences(
  { service, actor, purpose }: Caller,
  references: readonly LocalReference[],
): Promise<Result<Map<string, ResourceVersion>, FhirProblem>> {
  const found = new Map<string, ResourceVersion>()
  const present = references.filter(({ version }) => version === undefined)
  if (present.length > 0) {
    const read = await service.gate.readMany(actor, purpose, present)
    if (!read.ok) return read
    for (const one of read.value) found.set(`${one.type}/${one.id}`, one)
  }
  for (const reference of references) {
    if (reference.version === undefined) continue
    const { type, id, version } = reference
    const read = await service.gate.readVersion(actor, purpose, type, id, version)
    if (read.ok && !read.value.deleted) found.set(referenceText(reference), read.value)
    else if (!read.ok && read.problem.kind !== 'not-found') return read
  }
  return ok(found)
}
