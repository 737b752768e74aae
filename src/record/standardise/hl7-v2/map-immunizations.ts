import type { Immunization } from 'fhir/r4'
import { exactNumber } from '#vocabulary/fhir'
import { type Hl7Segment, hl7Date } from '#vocabulary/hl7v2'
import { unitOf } from '../values.ts'
import { conceptOf, notesBehind, text, timeOf } from './fields.ts'
import { type Hl7Draft, sourceOf } from './hl7-draft.ts'

/** RXA-20 (table 0322); RXA-21 D deletes (table 0206). */
function statusOf(rxa: Hl7Segment): Immunization['status'] {
  if (rxa.get(21).toUpperCase() === 'D') return 'entered-in-error'
  const completion = rxa.get(20).toUpperCase()
  return completion === 'RE' || completion === 'NA' ? 'not-done' : 'completed'
}

/** VXU V04: each RXA is one vaccination, with the RXR and OBX behind it. */
export function mapImmunizations(draft: Hl7Draft): void {
  const { segments } = draft.message.hl7
  for (const [at, rxa] of segments.entries()) {
    if (rxa.name !== 'RXA') continue
    const next = segments.findIndex((each, n) => n > at && (each.name === 'RXA' || each.name === 'ORC'))
    mapImmunization(draft, rxa, segments.slice(at, next < 0 ? undefined : next))
  }
}

function mapImmunization(draft: Hl7Draft, rxa: Hl7Segment, group: readonly Hl7Segment[]): void {
  const source = sourceOf(rxa)
  const code = conceptOf(rxa, 5, draft.facilityCode) ?? { text: 'Vắc xin không ghi tên' }
  const given = timeOf(rxa, 3)
  const status = statusOf(rxa)
  const rxr = group.find((segment) => segment.name === 'RXR')
  const route = rxr && conceptOf(rxr, 1, draft.facilityCode)
  const site = rxr && conceptOf(rxr, 2, draft.facilityCode)
  const lot = text(rxa.get(15))
  const expires = hl7Date(rxa.get(16, 1, 1, 1))
  const maker = text(rxa.get(17, 2)) ?? text(rxa.get(17))
  const reason = conceptOf(rxa, 18, draft.facilityCode)
  const performer = draft.practitioners(rxa, 10, source)
  const location = draft.location(rxa, 11, source)
  const encounter = draft.visit(source)
  const note = notesBehind(group, 0)
  const dose = doseOf(group)
  const about = text(rxa.get(9))
  draft.add<Immunization>(
    {
      resourceType: 'Immunization',
      status,
      ...(status === 'not-done' && reason ? { statusReason: reason } : {}),
      vaccineCode: code,
      patient: draft.patient,
      ...(encounter ? { encounter } : {}),
      ...(given ? { occurrenceDateTime: given } : { occurrenceString: 'Không ghi ngày tiêm' }),
      // Table NIP001: 00 given here, 01 and on taken from papers or words.
      ...(about ? { primarySource: about === '00' } : {}),
      ...(location ? { location } : {}),
      ...(maker ? { manufacturer: { display: maker } } : {}),
      ...(lot ? { lotNumber: lot } : {}),
      ...(expires && expires.length === 10 ? { expirationDate: expires } : {}),
      ...(site ? { site } : {}),
      ...(route ? { route } : {}),
      ...quantityOf(rxa),
      ...(performer.length ? { performer: performer.map((actor) => ({ actor })) } : {}),
      ...(note.length ? { note } : {}),
      ...(dose ? { protocolApplied: [dose] } : {}),
    },
    `vaccination:${code.coding?.[0]?.code ?? code.text}|${given ?? ''}`,
    source,
  )
}

/** RXA-6: 999 says "unknown" (CDC implementation guide 1.5), 0 that nothing was given. */
function quantityOf(rxa: Hl7Segment): Pick<Immunization, 'doseQuantity'> {
  const value = exactNumber(rxa.get(6))
  if (value === undefined || value === 999 || value === 0) return {}
  const unit = text(rxa.get(7, 2)) ?? text(rxa.get(7))
  return { doseQuantity: { value, ...(unit ? unitOf(unit) : {}) } }
}

/** LOINC 30973-2: dose number in series, 59782-3: doses in it. */
function doseOf(
  group: readonly Hl7Segment[],
): NonNullable<Immunization['protocolApplied']>[number] | undefined {
  const numbered = (code: string) => {
    const obx = group.find((segment) => segment.name === 'OBX' && segment.get(3) === code)
    const number = Number(obx?.get(5) ?? '')
    return Number.isInteger(number) && number > 0 && number < 100 ? number : undefined
  }
  const dose = numbered('30973-2')
  const series = numbered('59782-3')
  if (dose === undefined) return undefined
  return { doseNumberPositiveInt: dose, ...(series ? { seriesDosesPositiveInt: series } : {}) }
}
