import type { Claim, ClinicalImpression, Encounter, Extension, MedicationRequest } from 'fhir/r4'
import { addDecimals } from '#vocabulary/bhyt'
import { codeSystems, decimalText, extensions, narrativeText } from '#vocabulary/fhir'
import type {
  DocumentItem,
  MedicineItem,
  NextItem,
  NoteItem,
  ProcedureItem,
  TimelineEntry,
} from './api.types.ts'
import type { RecordBook } from './record-book.ts'
import type { Parsed } from './source-book.ts'
import { codeOf, quantityText, textOf, valuesOf } from './values.ts'

/** Every visit of every facility, newest first, each with what happened in it. */
export const timelineOf = (book: RecordBook): TimelineEntry[] =>
  book
    .all('Encounter')
    .map((encounter) => entryOf(book, encounter))
    .sort((a, b) => (b.start ?? '').localeCompare(a.start ?? ''))

function entryOf(book: RecordBook, parsed: Parsed<Encounter>): TimelineEntry {
  const { resource } = parsed
  const ref = `Encounter/${resource.id}`
  const medicines = book
    .of('MedicationRequest', ref)
    .map((m) => medicineOf(book, m))
    .sort(inOrderSent)
  const procedures = proceduresOf(book, ref)
  const results = book
    .of('Observation', ref)
    .flatMap((o) => valuesOf(book, o))
    .sort(inOrderSent)
  const facility = book.facility(resource.serviceProvider?.reference)
  return {
    ...book.item(parsed),
    encounterRef: ref,
    typeText: textOf(resource.type?.[0]),
    class: classOf(resource.class.code),
    status: resource.status === 'in-progress' ? 'in-progress' : 'finished',
    start: resource.period?.start ?? null,
    end: resource.period?.end ?? null,
    facilityCode: facility.code,
    facilityName: facility.name,
    reason: resource.reasonCode?.[0]?.text ?? null,
    diagnosis: stringOf(resource.extension, extensions.finalDiagnosis) ?? mainCondition(book, ref),
    outcome:
      textOf(resource.extension?.find((e) => e.url === extensions.outcome)?.valueCodeableConcept) || null,
    departments: (resource.location ?? []).flatMap((l) => (l.location.display ? [l.location.display] : [])),
    counts: {
      medicines: medicines.length,
      procedures: procedures.length,
      results: results.length,
      documents: book.of('Composition', ref).length,
    },
    medicines,
    procedures,
    results,
    notes: book.of('ClinicalImpression', ref).map((note) => noteOf(book, note)),
    next: nextOf(book, ref),
    cost: costOf(book.of('Claim', ref)[0]?.resource),
  }
}

const classes = ['AMB', 'IMP', 'EMER', 'SS', 'HH', 'VR'] as const
const classOf = (code: string | undefined): TimelineEntry['class'] =>
  classes.find((c) => c === code) ?? 'OTHER'

const mainCondition = (book: RecordBook, encounterRef: string) =>
  book.of('Condition', encounterRef)[0]?.resource.code?.text ?? null

export const stringOf = (list: readonly Extension[] | undefined, url: string) =>
  list?.find((e) => e.url === url)?.valueString ?? null

/** As the prescription or the laboratory listed them. */
export const inOrderSent = (
  a: { readonly source: { readonly table: string; readonly row: number } },
  b: { readonly source: { readonly table: string; readonly row: number } },
) => a.source.table.localeCompare(b.source.table) || a.source.row - b.source.row

export function medicineOf(book: RecordBook, parsed: Parsed<MedicationRequest>): MedicineItem {
  const { resource } = parsed
  const quantity = resource.dispenseRequest?.quantity
  return {
    ...book.item(parsed),
    code: codeOf(resource.medicationCodeableConcept, codeSystems.drug),
    text: textOf(resource.medicationCodeableConcept),
    strength: stringOf(resource.extension, extensions.strength),
    dose:
      [resource.dosageInstruction?.[0]?.text, resource.dosageInstruction?.[0]?.patientInstruction]
        .filter(Boolean)
        .join(' · ') || null,
    quantity: quantity ? `${quantityText(quantity)}${quantity.unit ? ` ${quantity.unit}` : ''}` : null,
    orderedAt: resource.authoredOn ?? null,
    encounterRef: resource.encounter?.reference ?? null,
  }
}

/** What was done, and the reports whose answer is words (imaging, endoscopy). */
function proceduresOf(book: RecordBook, ref: string): ProcedureItem[] {
  const done = book.of('Procedure', ref).map((parsed) => ({
    ...book.item(parsed),
    code: codeOf(parsed.resource.code, codeSystems.service),
    text: textOf(parsed.resource.code),
    at: parsed.resource.performedPeriod?.start ?? parsed.resource.performedDateTime ?? null,
    conclusion: null,
  }))
  const reported = book
    .of('DiagnosticReport', ref)
    .filter(({ resource }) => resource.conclusion)
    .map((parsed) => ({
      ...book.item(parsed),
      code: codeOf(parsed.resource.code, codeSystems.service),
      text: textOf(parsed.resource.code),
      at: parsed.resource.effectiveDateTime ?? parsed.resource.issued ?? null,
      conclusion: parsed.resource.conclusion ?? null,
    }))
  return [...done, ...reported].sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''))
}

function noteOf(book: RecordBook, parsed: Parsed<ClinicalImpression>): NoteItem {
  const { resource } = parsed
  const parts = [
    resource.description,
    labelled('Giai đoạn bệnh', stringOf(resource.extension, extensions.diseaseStage)),
    labelled('Hội chẩn', stringOf(resource.extension, extensions.consultation)),
    labelled('Phẫu thuật', stringOf(resource.extension, extensions.surgeryNote)),
  ]
  return {
    ...book.item(parsed),
    at: resource.effectiveDateTime ?? null,
    text: parts.filter(Boolean).join('\n'),
  }
}

const labelled = (label: string, text: string | null) => (text ? `${label}: ${text}` : null)

function nextOf(book: RecordBook, ref: string): NextItem[] {
  const referrals = book
    .of('ServiceRequest', ref)
    .filter(({ resource }) =>
      resource.category?.some((c) => c.coding?.some((coding) => coding.code === 'referral')),
    )
    .map((parsed): NextItem => {
      const { resource } = parsed
      const to = book.facility(resource.performer?.[0]?.reference)
      const reason = textOf(resource.reasonCode?.[0])
      const text = [`Chuyển đến ${to.name || 'cơ sở khác'}`, reason, resource.note?.[0]?.text]
        .filter(Boolean)
        .join(' · ')
      return { ...book.item(parsed), kind: 'referral', at: resource.authoredOn ?? null, text }
    })
  const appointments = book.of('Appointment', ref).map((parsed): NextItem => {
    const { resource } = parsed
    const at = resource.start ?? resource.requestedPeriod?.[0]?.start ?? null
    return { ...book.item(parsed), kind: 'appointment', at, text: resource.description ?? 'Hẹn khám lại' }
  })
  return [...referrals, ...appointments]
}

/** Đồng as sent; the patient's part is what lies outside the scope plus the co-payment. */
function costOf(claim: Claim | undefined): TimelineEntry['cost'] {
  const totals = claim?.extension?.find((e) => e.url === extensions.claimTotals)?.extension
  if (!totals) return null
  const amountOf = (url: string) => decimalText(totals.find((e) => e.url === url)) ?? '0'
  const total = amountOf('hospital')
  return { total, insurance: amountOf('fund'), patient: addDecimals(amountOf('patient'), amountOf('coPay')) }
}

const documentKinds: Readonly<Record<string, DocumentItem['kind']>> = {
  'discharge-paper': 'discharge-paper',
  'discharge-summary': 'discharge-summary',
  'referral-form': 'referral-form',
  'appointment-slip': 'appointment-slip',
  'death-notice': 'death-notice',
  'driver-certificate': 'driver-certificate',
}

export const documentsOf = (book: RecordBook): DocumentItem[] =>
  book
    .all('Composition')
    .map((parsed) => {
      const { resource } = parsed
      const code = codeOf(resource.type, codeSystems.documentType)
      return {
        ...book.item(parsed),
        kind: (code && documentKinds[code]) || ('other' as const),
        title: resource.title,
        at: resource.date ?? null,
        author: resource.author?.find((a) => a.display)?.display ?? null,
        sections: (resource.section ?? []).map((s) => ({
          title: s.title ?? '',
          text: narrativeText(s.text),
        })),
      }
    })
    .sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))
