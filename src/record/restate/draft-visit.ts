import type { Condition, Encounter } from 'fhir/r4'
import { type FacilityMessage, fieldLabel, type Norm, normOf, profile, type TableId } from '#vocabulary/bhyt'
import { restate } from './restate.ts'
import type { VisitToRestate } from './restate.types.ts'
import { visitLinkIn } from './restate-single.ts'
import { fill } from './row-shelf.ts'
import { mainDiagnoses } from './say-encounter.ts'
import { VisitBook } from './visit-book.ts'

/** A visit that began in Mạch, or came by FHIR or HL7: its tables were never sent by anybody. */
export interface VisitToDraft extends Omit<VisitToRestate, 'norm' | 'kind'> {
  /** The norm to write in; without it, the one in force on the day the visit ended. */
  readonly norm?: Norm
  /** MA_LK; without it, the visit's own number at the facility, else the Encounter's id. */
  readonly visitLinkId?: string
}

/** A field that a valid file must have and the resources do not say. */
export interface MissingField {
  readonly table: TableId
  readonly row: number
  readonly field: string
  /** What is missing and where, for a person. */
  readonly message: string
}

export interface DraftedVisit {
  readonly message: FacilityMessage
  /** Empty: the file has every field that the dictionary requires. */
  readonly missing: readonly MissingField[]
}

/** The tables with everything that can be said, and what is missing for a valid file. Nothing is made up. */
export function draftVisit(visit: VisitToDraft): DraftedVisit {
  const book = new VisitBook({ ...visit, norm: '4750', kind: 'visit' })
  const encounter = book.first('Encounter')
  const norm = visit.norm ?? normAt(encounter?.period?.end ?? encounter?.period?.start)
  const visitLinkId =
    visit.visitLinkId ?? visitLinkIn(book) ?? encounter?.identifier?.[0]?.value ?? encounter?.id ?? ''
  const restated = restate({ ...visit, norm, kind: 'visit' })
  const tables: Partial<Record<TableId, { row: number; values: Record<string, string> }[]>> = {}
  for (const [table, rows] of Object.entries(restated) as [
    TableId,
    NonNullable<FacilityMessage['tables'][TableId]>,
  ][]) {
    tables[table] = rows.map(({ row, values }) => ({
      row,
      values:
        visitLinkId && profileHas(norm, table, 'MA_LK') ? { ...values, MA_LK: visitLinkId } : { ...values },
    }))
  }
  const summary = tables.XML1?.[0]?.values
  if (summary && encounter && !summary.CHAN_DOAN_RV)
    fill(summary, { CHAN_DOAN_RV: nameOfMain(book, encounter) })
  const message: FacilityMessage = {
    kind: 'visit',
    norm,
    facilityCode: visit.facilityCode,
    visitLinkId,
    tables,
  }
  return { message, missing: missingIn(message) }
}

/** The final diagnosis in words: the name of the main disease, when the visit says no other words. */
function nameOfMain(book: VisitBook, encounter: Encounter): string | undefined {
  const [main] = mainDiagnoses(encounter)
  const code = book.get<Condition>(main?.condition)?.code
  return code?.text ?? code?.coding?.find(({ display }) => display)?.display
}

/** QĐ 4210 ended on 2024-07-01: nothing is written in it anew. */
function normAt(time: string | undefined): Norm {
  const norm = normOf(time?.slice(0, 10))
  return norm === '4210' ? '4750' : norm
}

const profileHas = (norm: Norm, table: TableId, field: string) =>
  profile(norm)
    .tables.get(table)
    ?.fields.some(({ name }) => name === field) ?? false

function missingIn({ norm, tables }: FacilityMessage): MissingField[] {
  if (!tables.XML1?.length)
    return [
      {
        table: 'XML1',
        row: 1,
        field: 'MA_LK',
        message: 'Chưa có lượt khám (Encounter) nên không lập được bảng tổng hợp XML1.',
      },
    ]
  const missing: MissingField[] = []
  const { NGAY_RA, NGAY_VAO } = tables.XML1[0]!.values
  const hasDistricts = (NGAY_RA ?? NGAY_VAO ?? '') < '20250701'
  for (const [table, rows] of Object.entries(tables) as [
    TableId,
    NonNullable<FacilityMessage['tables'][TableId]>,
  ][])
    for (const { name, required } of profile(norm).tables.get(table)?.fields ?? []) {
      // Districts ended on 2025-07-01.
      if (required !== 'required' || (name === 'MAHUYEN_CU_TRU' && !hasDistricts)) continue
      for (const { row, values } of rows)
        if (!values[name])
          missing.push({ table, row, field: name, message: missingSentence(table, row, name) })
    }
  return missing
}

function missingSentence(table: TableId, row: number, field: string): string {
  const label = fieldLabel(field)
  return `Bảng ${table}, dòng ${row}: thiếu ${label ? `${label} (${field})` : field}, trường bắt buộc theo quy định.`
}
