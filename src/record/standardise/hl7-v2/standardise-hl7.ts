import { fail, ok, type Result } from '#foundation/result'
import {
  hl7DateTime,
  isAboutLinks,
  localNumber,
  numbersOf,
  secondNamed,
  segmentNamed,
  visitKey,
  visitNumberOf,
} from '#vocabulary/hl7v2'
import type { Hl7v2Message } from '#vocabulary/messages'
import type { Draft, DraftIds } from '../draft.types.ts'
import { problems } from '../standardise.problems.ts'
import { Hl7Draft } from './hl7-draft.ts'
import { mapAppointment } from './map-appointment.ts'
import { mapDocument } from './map-document.ts'
import { mapImmunizations } from './map-immunizations.ts'
import { mapOrders } from './map-orders.ts'
import { whoIs } from './map-person.ts'
import { mapResults } from './map-results.ts'
import { mapVisit } from './map-visit.ts'

const mappers: Readonly<Record<string, (draft: Hl7Draft) => void>> = {
  ADT: mapVisit,
  ORM: mapOrders,
  ORU: mapResults,
  SIU: mapAppointment,
  MDM: mapDocument,
  VXU: mapImmunizations,
}

/** Says an HL7 v2 message in FHIR. Pure: the same message gives the same draft. */
export function standardiseHl7(message: Hl7v2Message): Result<Draft> {
  const { hl7 } = message
  const pid = segmentNamed(hl7, 'PID')
  const period = periodIn(message)
  const who = pid && whoIs(message, pid, period.start ?? message.saidAt)
  if (!who) return fail(problems.patientNumberMissing)
  const number = visitNumberOf(hl7)
  const refersTo = number !== '' && hl7.type !== 'ADT' ? [visitKey(number)] : []
  const replaces = replacedIn(message)
  return ok({
    ...who,
    ...(refersTo.length ? { refersTo } : {}),
    ...(replaces.length ? { replaces } : {}),
    ...suggestedIn(message),
    period,
    entries(ids: DraftIds) {
      const draft = new Hl7Draft(message, ids)
      mappers[hl7.type]?.(draft)
      return draft.entries
    },
  })
}

/** A40: MRG-1 holds the number that is no longer used. */
function replacedIn({ hl7, facilityCode }: Hl7v2Message): string[] {
  if (hl7.trigger !== 'A40') return []
  const gone = localNumber(numbersOf(segmentNamed(hl7, 'MRG'), 1, hl7, facilityCode))
  return 'found' in gone ? [gone.found] : []
}

/** A24, A37: the second PID holds the other number. */
function suggestedIn({ hl7, facilityCode }: Hl7v2Message): Pick<Draft, 'links' | 'unlinks'> {
  if (!isAboutLinks(hl7.trigger)) return {}
  const other = localNumber(numbersOf(secondNamed(hl7, 'PID'), 3, hl7, facilityCode))
  if (!('found' in other)) return {}
  return hl7.trigger === 'A24' ? { links: [other.found] } : { unlinks: [other.found] }
}

/** When what is told happened: the visit, or the day of the sample, the document, the vaccination. */
const spans: Readonly<Record<string, readonly [segment: string, start: number, end: number]>> = {
  ADT: ['PV1', 44, 45],
  ORU: ['OBR', 7, 22],
  ORM: ['OBR', 6, 6],
  MDM: ['TXA', 4, 6],
  VXU: ['RXA', 3, 3],
}

function periodIn({ hl7 }: Hl7v2Message): Draft['period'] {
  const span = spans[hl7.type]
  const segment = span && segmentNamed(hl7, span[0])
  if (!span || !segment) return { start: null, end: null }
  const at = (field: number) => hl7DateTime(segment.get(field, 1, 1, 1))
  return { start: at(span[1]), end: at(span[2]) }
}
