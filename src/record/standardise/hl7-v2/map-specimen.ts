import type { CodeableConcept, Reference, Specimen } from 'fhir/r4'
import type { Hl7Segment } from '#vocabulary/hl7v2'
import { conceptOf, text, timeOf } from './fields.ts'
import { type Hl7Draft, sourceOf } from './hl7-draft.ts'

/** SPM (since v2.5), else OBR-15 of older senders. */
export function specimenOf(
  draft: Hl7Draft,
  segments: readonly Hl7Segment[],
  obr: Hl7Segment,
  order: string,
): Reference | undefined {
  const spm = segments.find((segment) => segment.name === 'SPM')
  const type = spm ? conceptOf(spm, 4, draft.facilityCode) : oldSource(obr)
  if (!spm && !type) return undefined
  const number = spm && (text(spm.get(2, 2, 1, 1)) ?? text(spm.get(2, 1, 1, 1)))
  const collected = spm ? timeOf(spm, 17) : timeOf(obr, 7)
  const receivedTime = spm ? timeOf(spm, 18) : timeOf(obr, 14)
  return draft.add<Specimen>(
    {
      resourceType: 'Specimen',
      ...(number ? { accessionIdentifier: { value: number } } : {}),
      ...(type ? { type } : {}),
      subject: draft.patient,
      ...(receivedTime ? { receivedTime } : {}),
      ...(collected ? { collection: { collectedDateTime: collected } } : {}),
    },
    `specimen:${order}|${number ?? type?.text ?? ''}`,
    sourceOf(spm ?? obr),
  )
}

/** OBR-15.1 is itself coded, in subcomponents; much software writes words. */
function oldSource(obr: Hl7Segment): CodeableConcept | undefined {
  const words = text(obr.get(15, 1, 1, 2)) ?? text(obr.get(15, 1, 1, 1)) ?? text(obr.get(15, 2))
  return words ? { text: words } : undefined
}
