import type { Provenance } from 'fhir/r4'
import type { LinkActivity, LinkEvent } from './link-event.ts'

/** The topic `person-links-changed` is triggered by this tag: other Provenances are about visits. */
export const noticeTag = 'https://mach.vn/fhir/CodeSystem/identity-event'
/** What was done, in the words of ISO 21089; and in those of the list that FHIR R4 wants, which only knows "changed". */
const lifecycle = 'http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle'
const dataOperation = 'http://terminology.hl7.org/CodeSystem/v3-DataOperation'

/** More records are not one human: the first of them say that something happened. */
const mostTargets = 500

/** A change of links as a FHIR resource: which records, what was done, whose they are now. Nothing of what they say. */
export const noticeOf = (activity: LinkActivity, event: LinkEvent): Provenance & { id: string } => ({
  resourceType: 'Provenance',
  id: event.eventId,
  meta: { tag: [{ system: noticeTag, code: activity }] },
  target: event.patientIds.slice(0, mostTargets).map((id) => ({ reference: `Patient/${id}` })),
  recorded: event.at,
  activity: {
    coding: [
      { system: lifecycle, code: activity },
      { system: dataOperation, code: 'UPDATE' },
    ],
  },
  agent: [{ who: { display: 'Chỉ mục định danh' } }],
  ...(event.personIds.length > 0
    ? {
        entity: event.personIds.slice(0, mostTargets).map((id) => ({
          role: 'revision' as const,
          what: { reference: `Person/${id}` },
        })),
      }
    : {}),
})
