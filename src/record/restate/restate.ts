import { type Norm, type TableId, tableOf } from '#vocabulary/bhyt'
import type { RestatedTables, RowValues, VisitToRestate } from './restate.types.ts'
import { restateCare } from './restate-care.ts'
import { restateLines } from './restate-lines.ts'
import { restateNotes } from './restate-notes.ts'
import { restatePapers } from './restate-papers.ts'
import { restateResults } from './restate-results.ts'
import {
  facilityFields,
  restateCheckIn,
  restateDeathNotice,
  restateDriverCheck,
  visitLinkIn,
} from './restate-single.ts'
import { fill, RowShelf } from './row-shelf.ts'
import { sayEncounter } from './say-encounter.ts'
import { insuranceNumberIn, sayCoverages, sayPatient } from './say-patient.ts'
import { sayAppointments, sayClaim, sayMeasures } from './say-summary.ts'
import { VisitBook } from './visit-book.ts'

/** Says a visit in the tables again, from FHIR alone: the reverse of standardise. Pure. */
export function restate(visit: VisitToRestate): RestatedTables {
  const book = new VisitBook(visit)
  const shelf = new RowShelf()
  if (visit.kind === 'death-notice') restateDeathNotice(book, shelf)
  else if (visit.kind === 'driver-check') restateDriverCheck(book, shelf)
  else restateVisit(book, shelf)
  return finish(book, shelf)
}

function restateVisit(book: VisitBook, shelf: RowShelf): void {
  const { visit } = book
  const [encounter] = book.all('Encounter')
  const summary: RowValues = { MA_CSKCB: visit.facilityCode }
  fill(summary, sayPatient(visit.patient, visit.facilityCode), sayCoverages(book))
  if (encounter) fill(summary, sayEncounter(book, encounter.resource))
  if (visit.kind === 'check-in') {
    restateCheckIn(book, shelf, summary)
    return
  }
  fill(summary, sayMeasures(book), sayClaim(book.first('Claim')), sayAppointments(book))
  // MA_LYDO_VVIEN of QĐ 4210 stays beside the new name: its 1–4 are another list.
  if (visit.norm === '4210') summary.MA_LYDO_VVIEN = summary.MA_DOITUONG_KCB
  if (encounter) fill(shelf.row('XML1', encounter.row ?? 1), summary)
  const repeated = { ...summary, MA_BHXH: insuranceNumberIn(summary.MA_THE_BHYT, summary.MA_DKBD) }
  restateLines(book, shelf)
  restateResults(book, shelf)
  restateNotes(book, shelf)
  restateCare(book, shelf, repeated)
  restatePapers(book, shelf, repeated)
}

interface TableFields {
  readonly hasLink: boolean
  readonly hasNumber: boolean
}
const fieldsOf = new Map<string, TableFields>()

function tableFields(table: TableId, norm: Norm): TableFields {
  const name = `${norm}/${table}`
  let known = fieldsOf.get(name)
  if (!known) {
    const names = new Set(tableOf(table, norm)?.fields.map((field) => field.name))
    known = { hasLink: names.has('MA_LK'), hasNumber: names.has('STT') }
    fieldsOf.set(name, known)
  }
  return known
}

/** What every row carries: the visit's key, its own number, and in the summary the facility. */
function finish(book: VisitBook, shelf: RowShelf): RestatedTables {
  const { norm, facilityCode } = book.visit
  const link = visitLinkIn(book)
  return shelf.finish((table, row, values) => {
    const { hasLink, hasNumber } = tableFields(table, norm)
    const facility = facilityFields[table]
    if (hasLink) values.MA_LK = link
    if (hasNumber) values.STT = String(row)
    if (facility) values[facility] = facilityCode
  })
}
