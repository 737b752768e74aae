import type { Appointment, AppointmentParticipant, Reference } from 'fhir/r4'
import { type Hl7Segment, hl7DateTime, hl7Instant, segmentNamed } from '#vocabulary/hl7v2'
import { conceptOf, notesBehind, text } from './fields.ts'
import { type Hl7Draft, sourceOf } from './hl7-draft.ts'

/** What the event makes of the appointment (v2.5.1, 10.4). A slot deleted was never meant: S17 is an error undone. */
const statuses: Readonly<Record<string, Appointment['status']>> = {
  S12: 'booked',
  S13: 'booked',
  S14: 'booked',
  S15: 'cancelled',
  S16: 'cancelled',
  S17: 'entered-in-error',
  S26: 'noshow',
}

/** SIU: one Appointment; AIS, AIL and AIP say what, where and with whom. */
export function mapAppointment(draft: Hl7Draft): void {
  const { hl7 } = draft.message
  const sch = segmentNamed(hl7, 'SCH')
  if (!sch) return
  const source = sourceOf(sch)
  const resources = hl7.segments.filter((segment) => ['AIS', 'AIL', 'AIP'].includes(segment.name))
  const { start, end, when } = timesOf(sch, resources)
  const asked = statuses[hl7.trigger] ?? 'booked'
  // R4 app-3: only proposed and cancelled appointments may lack start and end; a slip often has no end.
  const status = start && end ? asked : asked === 'booked' ? 'proposed' : 'cancelled'
  const service = resources.find((segment) => segment.name === 'AIS')
  const serviceType = service && conceptOf(service, 3, draft.facilityCode)
  const reason = conceptOf(sch, 7, draft.facilityCode)
  const appointmentType = conceptOf(sch, 8, draft.facilityCode)
  const numbers = [1, 2].map((field) => text(sch.get(field, 1, 1, 1))).filter((each) => each !== undefined)
  const comment = notesBehind(hl7.segments, hl7.segments.indexOf(sch))
    .map((note) => note.text)
    .join('\n')
  draft.add<Appointment>(
    {
      resourceType: 'Appointment',
      identifier: [...new Set(numbers)].map((value) => ({ value })),
      status,
      ...(serviceType ? { serviceType: [serviceType] } : {}),
      ...(appointmentType ? { appointmentType } : {}),
      ...(reason ? { reasonCode: [reason] } : {}),
      ...(start && end ? { start, end } : when ? { requestedPeriod: [{ start: when }] } : {}),
      ...(comment ? { comment } : {}),
      participant: participantsOf(draft, resources),
    },
    'appointment',
    source,
  )
}

function participantsOf(draft: Hl7Draft, resources: readonly Hl7Segment[]): AppointmentParticipant[] {
  const others: (Reference | undefined)[] = resources.map((segment) =>
    segment.name === 'AIL'
      ? draft.location(segment, 3, sourceOf(segment))
      : segment.name === 'AIP'
        ? draft.practitioner(segment, 3, sourceOf(segment))
        : undefined,
  )
  return [draft.patient, ...others.filter((each): each is Reference => each !== undefined)].map((actor) => ({
    actor,
    status: 'accepted' as const,
  }))
}

/** SCH-11 (TQ.4, TQ.5) or the resources' own times; the end also from a length in minutes. */
function timesOf(sch: Hl7Segment, resources: readonly Hl7Segment[]) {
  const sent = [sch.get(11, 4), ...resources.map((segment) => segment.get(segment.name === 'AIS' ? 4 : 6))]
  const begins = sent.find((each) => text(each) !== undefined) ?? ''
  const start = hl7Instant(begins)
  const said = hl7Instant(sch.get(11, 5))
  const minutes = Number(text(sch.get(9)) ?? text(resources[0]?.get(7) ?? '') ?? Number.NaN)
  const unit = sch.get(10).toUpperCase()
  const inMinutes = unit === '' || unit.startsWith('M')
  const counted =
    start && inMinutes && minutes > 0 && minutes < 10_000
      ? `${new Date(Date.parse(start) + (minutes + 7 * 60) * 60_000).toISOString().slice(0, 19)}+07:00`
      : undefined
  const end = said ?? counted
  const isForward = start && end && Date.parse(end) >= Date.parse(start)
  return { start, end: isForward ? end : undefined, when: hl7DateTime(begins) ?? undefined }
}
