import type { Attachment, CodeableConcept, DiagnosticReport, Observation, Reference } from 'fhir/r4'
import { codeSystems } from '#vocabulary/fhir'
import { type Hl7Segment, hl7Instant } from '#vocabulary/hl7v2'
import { conceptOf, notesBehind, timeOf } from './fields.ts'
import { type Hl7Draft, sourceOf } from './hl7-draft.ts'
import { specimenOf } from './map-specimen.ts'
import { attachmentOf, observedValue, referenceRangeOf } from './map-value.ts'
import { numbersOfOrder } from './order-numbers.ts'

/** HL7 table 0123 → R4 diagnostic-report-status. */
const reportStatus: Readonly<Record<string, DiagnosticReport['status']>> = {
  F: 'final',
  C: 'corrected',
  P: 'preliminary',
  A: 'partial',
  S: 'partial',
  R: 'partial',
  I: 'registered',
  O: 'registered',
  X: 'cancelled',
}
/** HL7 table 0085 → R4 observation-status. */
const observationStatus: Readonly<Record<string, Observation['status']>> = {
  F: 'final',
  U: 'final',
  C: 'corrected',
  P: 'preliminary',
  R: 'preliminary',
  S: 'preliminary',
  I: 'registered',
  O: 'registered',
  X: 'cancelled',
  W: 'entered-in-error',
  D: 'entered-in-error',
}
/** HL7 table 0078: the codes that v3-ObservationInterpretation has too. */
const flags = new Set('H L HH LL N A AA S R I MS VS < > POS NEG ND DET IND WR RR'.split(' '))

const laboratory = ['laboratory', 'Laboratory'] as const
const imaging = ['imaging', 'Imaging'] as const
const procedure = ['procedure', 'Procedure'] as const
/** HL7 table 0074: what is not named here is laboratory. */
const kinds: Readonly<Record<string, readonly [string, string]>> = {
  ...Object.fromEntries(
    'RAD RUS CUS OUS VUS CT NMR NMS XRC MG DX IMG RX'.split(' ').map((code) => [code, imaging]),
  ),
  ...Object.fromEntries(
    'EC EN CG CTH PF VR CUS OTH PHR PT OT RC'.split(' ').map((code) => [code, procedure]),
  ),
}

/** ORU R01: each OBR is a report, the OBX behind it its observations. */
export function mapResults(draft: Hl7Draft): void {
  const { segments } = draft.message.hl7
  const starts = segments.flatMap((segment, at) => (segment.name === 'OBR' ? [at] : []))
  for (const [n, at] of starts.entries()) {
    const end = starts[n + 1] ?? segments.length
    const orc = [segments[at - 1], segments[at - 2]].find((each) => each?.name === 'ORC')
    mapReport(draft, { segments: segments.slice(at, end), obr: segments[at]!, orc })
  }
}

interface Group {
  readonly segments: readonly Hl7Segment[]
  readonly obr: Hl7Segment
  readonly orc: Hl7Segment | undefined
}

function mapReport(draft: Hl7Draft, { segments, obr, orc }: Group): void {
  const source = sourceOf(obr)
  const order = numbersOfOrder(draft, obr, orc)
  const code = conceptOf(obr, 4, draft.facilityCode) ?? { text: 'Kết quả cận lâm sàng' }
  const service = obr.get(24).toUpperCase()
  const [kind, kindName] = kinds[service] ?? laboratory
  const encounter = draft.visit(source)
  const panel = `${order.key}|${code.coding?.[0]?.code ?? code.text}`
  const specimen = specimenOf(draft, segments, obr, order.key)
  const shared = { encounter, taken: timeOf(obr, 7), specimen, kind, kindName, panel }
  const { result, files, impressions } = mapObservations(draft, segments, shared)
  const issued = hl7Instant(obr.get(22, 1, 1, 1))
  const notes = notesBehind(segments, 0).map((note) => note.text)
  const readers = draft.practitioners(obr, 32, source)
  const conclusion = (impressions.length ? impressions : notes).join('\n')
  draft.add<DiagnosticReport>(
    {
      resourceType: 'DiagnosticReport',
      ...(order.identifier.length ? { identifier: order.identifier } : {}),
      ...(order.basedOn ? { basedOn: [order.basedOn] } : {}),
      status: reportStatus[obr.get(25).toUpperCase()] ?? 'unknown',
      category: [
        {
          coding: [
            {
              system: codeSystems.diagnosticService,
              code: service || (kind === 'laboratory' ? 'LAB' : 'OTH'),
            },
          ],
        },
      ],
      code,
      subject: draft.patient,
      ...(encounter ? { encounter } : {}),
      ...(shared.taken ? { effectiveDateTime: shared.taken } : {}),
      ...(issued ? { issued } : {}),
      performer: [draft.ownFacility(source)],
      ...(readers.length ? { resultsInterpreter: readers } : {}),
      ...(specimen ? { specimen: [specimen] } : {}),
      ...(result.length ? { result } : {}),
      ...(conclusion ? { conclusion } : {}),
      ...(files.length ? { presentedForm: files } : {}),
    },
    `report:${panel}`,
    source,
  )
}

interface Shared {
  readonly encounter: Reference | undefined
  readonly taken: string | undefined
  readonly specimen: Reference | undefined
  readonly kind: string
  readonly kindName: string
  readonly panel: string
}

function mapObservations(draft: Hl7Draft, segments: readonly Hl7Segment[], shared: Shared) {
  const result: Reference[] = []
  const files: Attachment[] = []
  const impressions: string[] = []
  for (const [at, obx] of segments.entries()) {
    if (obx.name !== 'OBX') continue
    const file = attachmentOf(obx)
    if (file) files.push(file)
    const value = observedValue(obx, draft.facilityCode)
    // &IMP (impression) marks the conclusion of a report (v2.5.1, 7.1.2; table 0396 suffixes).
    if (obx.get(3, 1, 1, 2).toUpperCase() === 'IMP' && value?.valueString) impressions.push(value.valueString)
    const code = conceptOf(obx, 3, draft.facilityCode)
    if (file || !code) continue
    result.push(mapObservation(draft, obx, shared, { code, value, notes: notesBehind(segments, at) }))
  }
  return { result, files, impressions }
}

interface Observed {
  readonly code: CodeableConcept
  readonly value: ReturnType<typeof observedValue>
  readonly notes: ReturnType<typeof notesBehind>
}

/** The one place where a message's cost lies: fields are set one by one, which costs half of what spreading does. */
function mapObservation(draft: Hl7Draft, obx: Hl7Segment, panel: Shared, said: Observed): Reference {
  const source = sourceOf(obx)
  const subId = obx.get(4)
  const name = said.code.coding?.[0]?.code ?? said.code.text
  const observation: Omit<Observation, 'id'> = {
    resourceType: 'Observation',
    status: observationStatus[obx.get(11).toUpperCase()] ?? 'unknown',
    category: [
      { coding: [{ system: codeSystems.observationCategory, code: panel.kind, display: panel.kindName }] },
    ],
    code: said.code,
    subject: draft.patient,
  }
  if (panel.encounter) observation.encounter = panel.encounter
  const at = timeOf(obx, 14) ?? panel.taken
  if (at) observation.effectiveDateTime = at
  const performer = draft.practitioners(obx, 16, source)
  if (performer.length) observation.performer = performer
  if (said.value) Object.assign(observation, said.value)
  else observation.dataAbsentReason = noValue
  const interpretation = interpretationOf(obx, draft.facilityCode)
  if (interpretation) observation.interpretation = interpretation
  if (said.notes.length) observation.note = said.notes
  const method = obx.count(17) > 0 && conceptOf(obx, 17, draft.facilityCode)
  if (method) observation.method = method
  if (panel.specimen) observation.specimen = panel.specimen
  const referenceRange = referenceRangeOf(obx)
  if (referenceRange) observation.referenceRange = referenceRange
  return draft.add<Observation>(
    observation,
    `result:${panel.panel}|${name}${subId ? `|${subId}` : ''}`,
    source,
  )
}

const noValue: CodeableConcept = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unknown' }],
}

function interpretationOf(obx: Hl7Segment, facilityCode: string): CodeableConcept[] | undefined {
  const all: CodeableConcept[] = []
  for (let repetition = 1; repetition <= Math.min(obx.count(8), 5); repetition++) {
    const code = obx.get(8, 1, repetition).toUpperCase()
    const system = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation'
    const concept = flags.has(code)
      ? { coding: [{ system, code }] }
      : conceptOf(obx, 8, facilityCode, repetition)
    if (concept) all.push(concept)
  }
  return all.length ? all : undefined
}
