import { fail, ok, type Result } from '#foundation/result'
import type { FacilityMessage, TableId } from '#vocabulary/bhyt'
import { bhytDateTime } from '#vocabulary/vietnam'
import type { Draft, DraftIds } from './draft.types.ts'
import { DraftBuilder } from './draft-builder.ts'
import { certificateIn, certificatePeriod, certificateSays } from './map-certificate.ts'
import { mapCheckIn } from './map-check-in.ts'
import { deadPerson, mapDeathNotice } from './map-death-notice.ts'
import { mapDocuments } from './map-documents.ts'
import { driver, mapDriverCheck } from './map-driver-check.ts'
import { periodOf } from './map-encounter.ts'
import { patientOf, personOf } from './map-patient.ts'
import { mapVisit, patientSays } from './map-visit.ts'
import type { PersonSays } from './person-says.types.ts'
import { familyInVisit } from './read-family.ts'
import { rowsOf, type Values } from './rows.ts'
import { problems } from './standardise.problems.ts'
import { wordsOfPerson } from './words-of-person.ts'

/** A message in tables, and when it was written where its format says so. */
type TablesSent = FacilityMessage & { readonly saidAt?: string | null }

/** Says a facility's message in FHIR. Pure: no clock, no ids of its own, the same message gives the same draft. */
export function standardise(message: TablesSent): Result<Draft> {
  switch (message.kind) {
    case 'visit': {
      const summary = rowsOf(message, 'XML1')[0]?.values as Values | undefined
      if (!summary) return certificateOf(message)
      const says = { ...patientSays(summary), family: familyInVisit(message, summary) }
      return draftOf(message, says, periodOf(summary), (draft) => mapVisit(draft, summary))
    }
    case 'check-in': {
      const last = lastOf(message, 'XML0')
      if (!last) return fail(problems.checkInMissing)
      return draftOf(message, patientSays(last), periodOf(last), mapCheckIn)
    }
    case 'death-notice': {
      const notice = lastOf(message, 'GBT')
      if (!notice) return fail(problems.deathNoticeMissing)
      const start = notice.NGAYGIO_VV ? bhytDateTime(notice.NGAYGIO_VV) : null
      const end = notice.NGAY_TV ? bhytDateTime(notice.NGAY_TV) : null
      return draftOf(message, deadPerson(notice, message.visitLinkId), { start, end }, mapDeathNotice)
    }
    case 'driver-check': {
      const check = lastOf(message, 'GKSKLX')
      if (!check) return fail(problems.driverCheckMissing)
      const at = check.NGAYKETLUAN ? bhytDateTime(check.NGAYKETLUAN) : null
      return draftOf(message, driver(check, message.visitLinkId), { start: at, end: at }, mapDriverCheck)
    }
  }
}

function certificateOf(message: TablesSent): Result<Draft> {
  const paper = certificateIn(message)
  if (!paper) return fail(problems.summaryMissing)
  const says = certificateSays(paper, message.visitLinkId)
  return draftOf(message, says, certificatePeriod(paper), (draft) => mapDocuments(draft, {}))
}

function lastOf(message: FacilityMessage, table: TableId): Values | undefined {
  const rows = rowsOf(message, table)
  return rows[rows.length - 1]?.values
}

function draftOf(
  message: TablesSent,
  says: PersonSays,
  period: Draft['period'],
  map: (draft: DraftBuilder) => void,
): Result<Draft> {
  if (!says.localId) return fail(problems.patientNumberMissing)
  const person = personOf(message.facilityCode, says, wordsOfPerson(says, message.saidAt ?? null))
  return ok({
    person,
    patient: patientOf(message.facilityCode, says, person),
    period,
    entries(ids: DraftIds) {
      const draft = new DraftBuilder(message, ids)
      map(draft)
      return draft.entries
    },
  })
}
