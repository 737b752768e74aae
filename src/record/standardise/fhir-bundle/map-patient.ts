import type { Identifier, Patient } from 'fhir/r4'
import { codeSystems, identifierSystems } from '#vocabulary/fhir'
import type { BundleEntry, FindTarget } from '#vocabulary/fhir-bundle'
import type { DraftPerson } from '../draft.types.ts'
import { metaOf } from './map-entries.ts'
import { rewriteResource } from './rewrite-resource.ts'

/**
 * The facility's view of the human as the Bundle says it. Ids are not known yet when a Patient is made (identity answers
 * first), so what it refers to is named by number: the family doctor's licence, the mother's citizen number.
 */
export function patientOfBundle(entry: BundleEntry, find: FindTarget, person: DraftPerson): Patient {
  const { facilityCode, localId } = person
  const copy = structuredClone(entry.resource) as unknown as Patient
  rewriteResource(copy, {
    facilityCode,
    find: (text) => find(text, entry),
    refer: () => null,
    known: () => null,
  })
  const { id, meta, ...said } = copy
  const kept = metaOf(meta)
  const system = identifierSystems.mrn(facilityCode)
  const identifier = said.identifier ?? []
  const hasOwn = identifier.some((each) => each.system === system && each.value === localId)
  return {
    ...said,
    ...(kept ? { meta: kept } : {}),
    identifier: hasOwn ? identifier : [ownNumber(system, localId, facilityCode), ...identifier],
    managingOrganization: {
      type: 'Organization',
      identifier: { system: identifierSystems.facility, value: facilityCode },
    },
  }
}

const ownNumber = (system: string, value: string, facilityCode: string): Identifier => ({
  use: 'usual',
  type: { coding: [{ system: codeSystems.identifierType, code: 'MR' }] },
  system,
  value,
  assigner: {
    type: 'Organization',
    identifier: { system: identifierSystems.facility, value: facilityCode },
  },
})
