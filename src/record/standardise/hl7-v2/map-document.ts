import type { Attachment, DocumentReference } from 'fhir/r4'
import { identifierSystems } from '#vocabulary/fhir'
import { hl7Instant, segmentNamed } from '#vocabulary/hl7v2'
import { conceptOf, linesOf, text } from './fields.ts'
import { type Hl7Draft, sourceOf } from './hl7-draft.ts'
import { attachmentOf, textAttachment } from './map-value.ts'

const finished = new Set(['AU', 'LA', 'DO'])

/** MDM: T02 a new document, T06 an addendum to another, T11 a document withdrawn. */
export function mapDocument(draft: Hl7Draft): void {
  const { hl7 } = draft.message
  const txa = segmentNamed(hl7, 'TXA')
  if (!txa) return
  const source = sourceOf(txa)
  const number = txa.get(12, 1, 1, 1)
  const parent = text(txa.get(13, 1, 1, 1))
  const title = text(txa.get(16)) ?? text(txa.get(2, 2))
  const date = hl7Instant(txa.get(6, 1, 1, 1)) ?? hl7Instant(txa.get(4, 1, 1, 1))
  const author = [...draft.practitioners(txa, 9, source), ...draft.practitioners(txa, 5, source)]
  const authenticator = draft.practitioner(txa, 22, source)
  const encounter = draft.visit(source)
  const isFinal = finished.has(txa.get(17).toUpperCase())
  const type = conceptOf(txa, 2, draft.facilityCode)
  draft.add<DocumentReference>(
    {
      resourceType: 'DocumentReference',
      masterIdentifier: { system: identifierSystems.document(draft.facilityCode), value: number },
      status: hl7.trigger === 'T11' ? 'entered-in-error' : 'current',
      docStatus: isFinal ? 'final' : 'preliminary',
      ...(type ? { type } : {}),
      subject: draft.patient,
      ...(date ? { date } : {}),
      ...(author.length ? { author } : {}),
      ...(authenticator ? { authenticator } : {}),
      custodian: draft.ownFacility(source),
      ...(parent && parent !== number
        ? { relatesTo: [{ code: 'appends', target: parentOf(draft, parent) }] }
        : {}),
      content: contentsOf(draft, title).map((attachment) => ({ attachment })),
      ...(encounter ? { context: { encounter: [encounter] } } : {}),
    },
    'document',
    source,
  )
}

/** By its number, since the first document may never have come. */
const parentOf = (draft: Hl7Draft, number: string) => ({
  type: 'DocumentReference',
  identifier: { system: identifierSystems.document(draft.facilityCode), value: number },
})

/** Files each for themselves; all lines of text together are one text. */
function contentsOf(draft: Hl7Draft, title: string | undefined): Attachment[] {
  const files: Attachment[] = []
  const lines: string[] = []
  for (const obx of draft.message.hl7.segments) {
    if (obx.name !== 'OBX') continue
    const file = attachmentOf(obx)
    if (file) files.push(file)
    else if (obx.get(2) !== 'ED' && obx.get(2) !== 'RP') {
      const words = text(linesOf(obx, 5))
      if (words) lines.push(words)
    }
  }
  if (lines.length > 0) files.unshift(textAttachment(lines.join('\n'), title))
  return files.length > 0 ? files : [{ title: title ?? 'Tài liệu' }]
}
