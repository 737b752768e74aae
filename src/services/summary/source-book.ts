import type { Provenance, Resource } from 'fhir/r4'
import type { StoredResource } from '#gate/access'
import { identifierSystems } from '#vocabulary/fhir'
import type { Source } from './api.types.ts'

/** A resource with what is known about its storage. */
export interface Parsed<T extends Resource = Resource> {
  readonly resource: T
  readonly version: number
}

export const parsedOf = (stored: StoredResource): Parsed => ({
  resource: JSON.parse(stored.json) as Resource,
  version: stored.version,
})

const sourceForm = /^urn:mach:receipt:([0-9a-f-]{36})#file=(\d+)&table=([\w-]+)&row=(\d+)$/

/** Says of any resource where it came from: the row from `meta.source`, the rest from the visit's Provenance. */
export function openSourceBook(provenances: readonly Provenance[]) {
  const byRecord = new Map<string, Provenance>()
  for (const provenance of provenances) {
    const identifier = provenance.entity?.[0]?.what.identifier
    if (identifier?.system === identifierSystems.receipt && identifier.value)
      byRecord.set(identifier.value, provenance)
  }
  return {
    sourceOf(
      { resource, version }: Parsed,
      facilityOf: (reference: string | undefined) => { readonly code: string; readonly name: string },
    ): Source {
      const [, receiptId = '', file = '0', table = '', row = '0'] =
        sourceForm.exec(resource.meta?.source ?? '') ?? []
      const provenance = byRecord.get(`${receiptId}#${file}`)
      const author = provenance && agentOf(provenance, 'author')
      const facility = facilityOf(author?.reference)
      return {
        facilityCode: facility.code,
        facilityName: facility.name,
        vendor: (provenance && agentOf(provenance, 'assembler')?.display) ?? null,
        receiptId,
        fileNumber: Number(file),
        fileName: provenance?.entity?.[0]?.what.display ?? null,
        table,
        row: Number(row),
        receivedAt: provenance?.recorded ?? resource.meta?.lastUpdated ?? '',
        version,
      }
    },
  }
}

const agentOf = (provenance: Provenance, type: string) =>
  provenance.agent.find((agent) => agent.type?.coding?.some((coding) => coding.code === type))?.who
