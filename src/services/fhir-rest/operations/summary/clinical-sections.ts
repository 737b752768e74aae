import type { AllergyIntolerance, Condition, Immunization, Procedure } from 'fhir/r4'
import { firstOfEach, linesOf, newestFirst } from './pick.ts'
import type { Findings, SectionRule } from './summary.types.ts'
import { dayOf, hasCode, joined, keyOf, nameOf, startOf } from './words.ts'

/** Titles and codes: International Patient Summary 2.0, Composition-uv-ips. The first three are required there. */
export const problems: SectionRule = {
  code: '11450-4',
  display: 'Problem list - Reported',
  title: 'Vấn đề sức khỏe',
  whenEmpty: 'Chưa có thông tin về vấn đề sức khỏe.',
  lines: (findings) => linesOf(activeConditions(findings), 100, conditionText),
}

export const pastIllness: SectionRule = {
  code: '11348-0',
  display: 'History of Past illness note',
  title: 'Bệnh đã qua',
  whenEmpty: null,
  lines: (findings) => {
    const active = new Set(activeConditions(findings).map(({ resource }) => keyOf(resource.code)))
    const past = conditions(findings).filter(({ resource }) => isOver(resource))
    return linesOf(
      firstOfEach(past, ({ code }) => keyOf(code)).filter(
        ({ resource }) => !active.has(keyOf(resource.code)),
      ),
      100,
      conditionText,
    )
  },
}

/** Doubted and mistaken diagnoses are no part of a summary. */
const conditions = (findings: Findings) =>
  newestFirst(
    findings
      .of<Condition>('Condition')
      .filter(({ resource }) => !hasCode(resource.verificationStatus, 'refuted', 'entered-in-error')),
    conditionDate,
  )

/** Hospitals report a diagnosis at every visit: each stands once, as it was said last. */
const activeConditions = (findings: Findings) =>
  firstOfEach(
    conditions(findings).filter(({ resource }) => !isOver(resource)),
    ({ code }) => keyOf(code),
  )

const isOver = (condition: Condition): boolean =>
  hasCode(condition.clinicalStatus, 'inactive', 'remission', 'resolved') ||
  (!condition.clinicalStatus &&
    (condition.abatementDateTime !== undefined ||
      condition.abatementPeriod !== undefined ||
      condition.abatementString !== undefined))

const conditionDate = ({ onsetDateTime, onsetPeriod, recordedDate }: Condition) =>
  recordedDate ?? onsetDateTime ?? startOf(onsetPeriod)

function conditionText(condition: Condition): string {
  const day = dayOf(condition.onsetDateTime ?? startOf(condition.onsetPeriod))
  const recorded = dayOf(condition.recordedDate)
  return joined(
    nameOf(condition.code) || 'Không ghi tên bệnh',
    day ? `từ ${day}` : recorded && `ghi nhận ${recorded}`,
    condition.abatementDateTime !== undefined && `hết ${dayOf(condition.abatementDateTime)}`,
  )
}

export const allergies: SectionRule = {
  code: '48765-2',
  display: 'Allergies and adverse reactions Document',
  title: 'Dị ứng và không dung nạp',
  whenEmpty: 'Chưa có thông tin về dị ứng.',
  lines: (findings) => {
    const found = findings
      .of<AllergyIntolerance>('AllergyIntolerance')
      .filter(({ resource }) => !hasCode(resource.verificationStatus, 'refuted', 'entered-in-error'))
    const dated = newestFirst(found, ({ recordedDate, onsetDateTime }) => recordedDate ?? onsetDateTime)
    return linesOf(
      firstOfEach(dated, ({ code }) => keyOf(code)),
      100,
      allergyText,
    )
  },
}

const criticalities: Readonly<Record<string, string>> = {
  high: 'nguy cơ cao',
  low: 'nguy cơ thấp',
  'unable-to-assess': 'chưa đánh giá được nguy cơ',
}

function allergyText({ code, criticality, clinicalStatus, reaction }: AllergyIntolerance): string {
  const signs = (reaction ?? []).flatMap(({ manifestation }) => manifestation.map(nameOf))
  return joined(
    nameOf(code) || 'Không ghi tên chất',
    criticality && criticalities[criticality],
    signs.length > 0 && `biểu hiện: ${signs.join(', ')}`,
    hasCode(clinicalStatus, 'inactive', 'resolved') && 'nay không còn',
  )
}

export const immunizations: SectionRule = {
  code: '11369-6',
  display: 'History of Immunization Narrative',
  title: 'Tiêm chủng',
  whenEmpty: null,
  lines: (findings) => {
    const given = findings
      .of<Immunization>('Immunization')
      .filter(({ resource }) => resource.status === 'completed')
    return linesOf(
      newestFirst(given, ({ occurrenceDateTime }) => occurrenceDateTime),
      200,
      ({ vaccineCode, occurrenceDateTime, occurrenceString, protocolApplied }) => {
        const dose = protocolApplied?.[0]?.doseNumberPositiveInt ?? protocolApplied?.[0]?.doseNumberString
        return joined(
          nameOf(vaccineCode) || 'Vắc-xin không ghi tên',
          dose !== undefined && `mũi ${dose}`,
          dayOf(occurrenceDateTime) || occurrenceString,
        )
      },
    )
  },
}

export const procedures: SectionRule = {
  code: '47519-4',
  display: 'History of Procedures Document',
  title: 'Thủ thuật, phẫu thuật',
  whenEmpty: null,
  lines: (findings) => {
    const done = findings
      .of<Procedure>('Procedure')
      .filter(({ resource }) => resource.status === 'completed' || resource.status === 'in-progress')
    return linesOf(
      firstOfEach(newestFirst(done, procedureDate), ({ code }) => keyOf(code)),
      50,
      (procedure) => joined(nameOf(procedure.code) || 'Không ghi tên', dayOf(procedureDate(procedure))),
    )
  },
}

const procedureDate = ({ performedDateTime, performedPeriod }: Procedure) =>
  performedDateTime ?? startOf(performedPeriod)
