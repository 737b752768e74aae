import type { Composition, CompositionSection, Device, Patient } from 'fhir/r4'
import { allergies, immunizations, pastIllness, problems, procedures } from './clinical-sections.ts'
import { medications } from './medication-section.ts'
import { bulletList, paragraph } from './narrative.ts'
import { medicalDevices, planOfCare, results, vitalSigns } from './other-sections.ts'
import type { Findings, Found, Line, SectionRule } from './summary.types.ts'
import { dayOf } from './words.ts'

export const ipsComposition = 'http://hl7.org/fhir/uv/ips/StructureDefinition/Composition-uv-ips'
export const ipsBundle = 'http://hl7.org/fhir/uv/ips/StructureDefinition/Bundle-uv-ips'

/** In the order in which a doctor in a hurry wants them. */
const rules: readonly SectionRule[] = [
  allergies,
  problems,
  medications,
  immunizations,
  procedures,
  results,
  vitalSigns,
  pastIllness,
  medicalDevices,
  planOfCare,
]

/** Types that a section is made of; others are only pointed to. */
export const summaryTypes = [
  'AllergyIntolerance',
  'CarePlan',
  'Condition',
  'DeviceUseStatement',
  'DiagnosticReport',
  'Immunization',
  'MedicationRequest',
  'MedicationStatement',
  'Observation',
  'Procedure',
] as const

export interface Section {
  readonly rule: SectionRule
  readonly lines: readonly Line[]
}

/** What the summary holds: required sections always, others when there is something to say. */
export const sectionsOf = (findings: Findings, at: Date): Section[] =>
  rules
    .map((rule) => ({ rule, lines: rule.lines(findings, at) }))
    .filter(({ rule, lines }) => lines.length > 0 || rule.whenEmpty !== null)

export interface SummaryHead {
  readonly base: string
  readonly at: Date
  /** UUIDs of the Composition and of its author, this software. */
  readonly uuid: string
  readonly authorUuid: string
  readonly version: string
}

/** Patient-uv-ips asks for a name and a date of birth: without them we do not claim to keep the profile. */
export const keepsProfile = ({ birthDate, name }: Patient): boolean =>
  birthDate !== undefined && (name ?? []).some(({ family, given, text }) => family ?? given ?? text)

/** The Composition of an International Patient Summary (2.0; LOINC 60591-5). */
export function composition(
  { stored, resource: patient }: Found<Patient>,
  sections: readonly Section[],
  { base, at, uuid, authorUuid }: SummaryHead,
): Composition {
  const time = at.toISOString()
  return {
    resourceType: 'Composition',
    id: uuid,
    ...(keepsProfile(patient) ? { meta: { profile: [ipsComposition] } } : {}),
    language: 'vi',
    text: paragraph(`${title}, lập tự động ngày ${dayOf(time)}.`),
    status: 'final',
    type: {
      coding: [{ system: loinc, code: '60591-5', display: 'Patient summary Document' }],
      text: title,
    },
    subject: { reference: `${base}/Patient/${stored.id}` },
    date: time,
    author: [{ reference: `urn:uuid:${authorUuid}`, display: 'Mạch' }],
    title,
    event: [
      {
        code: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActClass', code: 'PCPR' }] }],
        period: { end: time },
      },
    ],
    section: sections.map((section) => sectionElement(section, base)),
  }
}

const title = 'Tóm tắt hồ sơ sức khỏe (International Patient Summary)'
const loinc = 'http://loinc.org'

function sectionElement({ rule, lines }: Section, base: string): CompositionSection {
  const head = {
    title: rule.title,
    code: { coding: [{ system: loinc, code: rule.code, display: rule.display }] },
  }
  if (lines.length === 0)
    // ips-comp-1: entries, or why there are none. "Unavailable": nobody told us; not "nothing is known to exist".
    return { ...head, text: paragraph(rule.whenEmpty ?? ''), emptyReason: unavailable }
  return {
    ...head,
    text: bulletList(lines.map(({ text }) => text)),
    entry: lines.map(({ found }) => ({ reference: `${base}/${found.stored.type}/${found.stored.id}` })),
  }
}

const unavailable = {
  coding: [
    {
      system: 'http://terminology.hl7.org/CodeSystem/list-empty-reason',
      code: 'unavailable',
      display: 'Unavailable',
    },
  ],
  text: 'Chưa có thông tin',
}

/** Nobody wrote the summary by hand, and it says so: its author is the software. */
export const authorDevice = ({ authorUuid, version }: SummaryHead): Device => ({
  resourceType: 'Device',
  id: authorUuid,
  deviceName: [{ name: 'Mạch', type: 'user-friendly-name' }],
  type: { text: 'Phần mềm điều phối dữ liệu y tế' },
  version: [{ value: version }],
})
