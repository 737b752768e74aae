import type { ServiceRequest } from 'fhir/r4'
import type { Hl7Segment } from '#vocabulary/hl7v2'
import { conceptOf, notesBehind, text, timeOf } from './fields.ts'
import { type Hl7Draft, sourceOf } from './hl7-draft.ts'
import { numbersOfOrder } from './order-numbers.ts'

/** ORC-1 (table 0119) and ORC-5 (table 0038) → R4 request-status. */
const controls: Readonly<Record<string, ServiceRequest['status']>> = {
  CA: 'revoked',
  OC: 'revoked',
  CR: 'revoked',
  DC: 'revoked',
  OD: 'revoked',
  DR: 'revoked',
  HD: 'on-hold',
  OH: 'on-hold',
  OE: 'active',
}
const states: Readonly<Record<string, ServiceRequest['status']>> = {
  CA: 'revoked',
  DC: 'revoked',
  CM: 'completed',
  HD: 'on-hold',
  ER: 'entered-in-error',
}
/** HL7 table 0027. */
const priorities: Readonly<Record<string, NonNullable<ServiceRequest['priority']>>> = {
  S: 'stat',
  A: 'asap',
  R: 'routine',
  P: 'asap',
}

/** ORM O01: each OBR is an order, the ORC before it what becomes of it. */
export function mapOrders(draft: Hl7Draft): void {
  const { segments } = draft.message.hl7
  let orc: Hl7Segment | undefined
  for (const [at, segment] of segments.entries()) {
    if (segment.name === 'ORC') orc = segment
    if (segment.name === 'OBR') mapOrder(draft, segment, { at, orc })
  }
}

function mapOrder(
  draft: Hl7Draft,
  obr: Hl7Segment,
  before: { at: number; orc: Hl7Segment | undefined },
): void {
  const { orc } = before
  const source = sourceOf(obr)
  const { key, identifier } = numbersOfOrder(draft, obr, orc)
  const code = conceptOf(obr, 4, draft.facilityCode) ?? { text: 'Chỉ định không ghi tên' }
  const encounter = draft.visit(source)
  const authored = timeOf(orc, 9) ?? timeOf(obr, 6)
  const requester = (orc && draft.practitioner(orc, 12, source)) ?? draft.practitioner(obr, 16, source)
  const priority = priorities[(obr.get(27, 6) || orc?.get(7, 6) || obr.get(5)).toUpperCase()]
  const reason = conceptOf(obr, 31, draft.facilityCode) ?? wordsOf(obr.get(13))
  const note = notesBehind(draft.message.hl7.segments, before.at)
  const state =
    states[orc?.get(5).toUpperCase() ?? ''] ?? controls[orc?.get(1).toUpperCase() ?? ''] ?? 'active'
  draft.add<ServiceRequest>(
    {
      resourceType: 'ServiceRequest',
      ...(identifier.length ? { identifier } : {}),
      status: state,
      intent: 'order',
      ...(priority ? { priority } : {}),
      code,
      subject: draft.patient,
      ...(encounter ? { encounter } : {}),
      ...(authored ? { authoredOn: authored } : {}),
      ...(requester ? { requester } : {}),
      ...(reason ? { reasonCode: [reason] } : {}),
      ...(note.length ? { note } : {}),
    },
    `order:${key}|${code.coding?.[0]?.code ?? code.text}`,
    source,
  )
}

const wordsOf = (sent: string) => {
  const words = text(sent)
  return words ? { text: words } : undefined
}
