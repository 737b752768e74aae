import type { Encounter, EncounterLocation, EncounterParticipant, Extension } from 'fhir/r4'
import { codeSystems, extensions, identifierSystems } from '#vocabulary/fhir'
import { type Hl7Segment, segmentNamed, visitNumberOf } from '#vocabulary/hl7v2'
import { conceptOf, extended, periodOf, text, timeOf } from './fields.ts'
import { encounterKey, type Hl7Draft, sourceOf } from './hl7-draft.ts'
import { mapAllergies } from './map-allergies.ts'
import { mapDiagnoses } from './map-diagnoses.ts'
import { mapRelatives } from './map-relatives.ts'
import { classOf } from './visit-class.ts'

/** What the event makes of the visit; the dates of PV1 decide between staying and gone. */
function statusOf(trigger: string, pv1: Hl7Segment): Encounter['status'] {
  if (trigger === 'A11') return 'cancelled'
  // A13 undoes the discharge even when the sender repeats its date.
  if (trigger === 'A13') return 'in-progress'
  if (trigger === 'A03' || timeOf(pv1, 45)) return 'finished'
  return trigger === 'A05' ? 'planned' : 'in-progress'
}

/** An ADT: the visit as this message says it is now, with its diagnoses, allergies and relatives. */
export function mapVisit(draft: Hl7Draft): void {
  const { hl7 } = draft.message
  const pv1 = segmentNamed(hl7, 'PV1')
  const number = visitNumberOf(hl7)
  mapRelatives(draft)
  mapAllergies(draft)
  if (!pv1 || !number || !draft.message.visitLinkId.startsWith('adt:')) return
  const source = sourceOf(pv1)
  const pv2 = segmentNamed(hl7, 'PV2')
  const diagnosis = mapDiagnoses(draft)
  const start = timeOf(pv1, 44)
  const end = hl7.trigger === 'A13' ? undefined : timeOf(pv1, 45)
  const period = periodOf(start, end)
  const reason = pv2 && conceptOf(pv2, 3, draft.facilityCode)
  const service = conceptOf(pv1, 10, draft.facilityCode)
  const participant = participantsOf(draft, pv1)
  const location = placesOf(draft, pv1, segmentNamed(hl7, 'EVN'))
  const encounter: Omit<Encounter, 'id'> = {
    resourceType: 'Encounter',
    identifier: identifiersOf(draft, number),
    status: statusOf(hl7.trigger, pv1),
    class: classOf(pv1),
    subject: draft.patient,
    ...(service ? { serviceType: service } : {}),
    ...(participant.length ? { participant } : {}),
    ...(period ? { period } : {}),
    ...(reason ? { reasonCode: [reason] } : {}),
    ...(diagnosis.length ? { diagnosis } : {}),
    ...(location.length ? { location } : {}),
    ...hospitalizationOf(draft, pv1),
    serviceProvider: draft.ownFacility(source),
    ...extended([admission(draft, pv1)]),
  }
  draft.add<Encounter>(encounter, encounterKey, source)
}

function identifiersOf(draft: Hl7Draft, number: string): Encounter['identifier'] {
  const pid = segmentNamed(draft.message.hl7, 'PID')
  const account = pid && text(pid.get(18))
  return [
    { system: identifierSystems.visit(draft.facilityCode), value: number },
    ...(account && account !== number
      ? [{ type: { coding: [{ system: codeSystems.identifierType, code: 'AN' }] }, value: account }]
      : []),
  ]
}

/** PV1 fields of people → v3-ParticipationType. */
const roles: readonly [field: number, code: string, display: string][] = [
  [7, 'ATND', 'attender'],
  [8, 'REF', 'referrer'],
  [9, 'CON', 'consultant'],
  [17, 'ADM', 'admitter'],
]

function participantsOf(draft: Hl7Draft, pv1: Hl7Segment): EncounterParticipant[] {
  return roles.flatMap(([field, code, display]) =>
    draft.practitioners(pv1, field, sourceOf(pv1)).map((individual) => ({
      type: [
        { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code, display }] },
      ],
      individual,
    })),
  )
}

/** PV1-3 is where the patient is; after a transfer (A02) PV1-6 says from where, and EVN when. */
function placesOf(draft: Hl7Draft, pv1: Hl7Segment, evn: Hl7Segment | undefined): EncounterLocation[] {
  const { trigger } = draft.message.hl7
  const moved = trigger === 'A02' ? (timeOf(evn, 6) ?? timeOf(evn, 2)) : undefined
  const now = draft.location(pv1, 3, sourceOf(pv1))
  const before = trigger === 'A02' ? draft.location(pv1, 6, sourceOf(pv1)) : undefined
  const places: EncounterLocation[] = []
  if (before)
    places.push({ location: before, status: 'completed', ...(moved ? { period: { end: moved } } : {}) })
  if (now) {
    const isOver = trigger === 'A03' || (trigger !== 'A13' && timeOf(pv1, 45) !== undefined)
    const status = isOver ? 'completed' : trigger === 'A05' ? 'planned' : 'active'
    places.push({ location: now, status, ...(moved ? { period: { start: moved } } : {}) })
  }
  return places
}

function hospitalizationOf(draft: Hl7Draft, pv1: Hl7Segment): Pick<Encounter, 'hospitalization'> {
  const admitSource = conceptOf(pv1, 14, draft.facilityCode)
  const dischargeDisposition =
    draft.message.hl7.trigger === 'A13' ? undefined : conceptOf(pv1, 36, draft.facilityCode)
  if (!admitSource && !dischargeDisposition) return {}
  return {
    hospitalization: {
      ...(admitSource ? { admitSource } : {}),
      ...(dischargeDisposition ? { dischargeDisposition } : {}),
    },
  }
}

/** When a visit that is a stay began as one. */
function admission(draft: Hl7Draft, pv1: Hl7Segment): Extension | undefined {
  const at = timeOf(pv1, 44)
  return at && draft.message.hl7.trigger !== 'A04' && classOf(pv1).code === 'IMP'
    ? { url: extensions.admittedAt, valueDateTime: at }
    : undefined
}
