import type { CarePlan, DeviceUseStatement, DiagnosticReport, Observation } from 'fhir/r4'
import { firstOfEach, linesOf, newestFirst } from './pick.ts'
import type { Findings, Found, SectionRule } from './summary.types.ts'
import { dayOf, hasCode, joined, keyOf, nameOf, startOf, valueText } from './words.ts'

const finished: ReadonlySet<string> = new Set(['final', 'amended', 'corrected', 'appended'])

const observations = (findings: Findings) =>
  findings.of<Observation>('Observation').filter(({ resource }) => finished.has(resource.status))

const isOf = ({ category }: Observation, ...codes: readonly string[]): boolean =>
  category?.some((each) => hasCode(each, ...codes)) ?? false

/** Each measurement once, as it was last: a summary is no chart. */
const latest = (found: readonly Found<Observation>[]) =>
  firstOfEach(newestFirst(found, observationDate), ({ code }) => keyOf(code))

const observationDate = ({ effectiveDateTime, effectivePeriod, effectiveInstant, issued }: Observation) =>
  effectiveDateTime ?? startOf(effectivePeriod) ?? effectiveInstant ?? issued

function observationText(observation: Observation, found: Found): string {
  const parts = (observation.component ?? []).map(
    (part) => `${nameOf(part.code)}: ${valueText(part, found) || 'không ghi kết quả'}`,
  )
  const value = valueText(observation, found)
  const name = nameOf(observation.code) || 'Không ghi tên'
  return joined(value ? `${name}: ${value}` : name, parts.join('; '), dayOf(observationDate(observation)))
}

export const vitalSigns: SectionRule = {
  code: '8716-3',
  display: 'Vital signs note',
  title: 'Dấu hiệu sinh tồn',
  whenEmpty: null,
  lines: (findings) =>
    linesOf(
      latest(observations(findings).filter(({ resource }) => isOf(resource, 'vital-signs'))),
      30,
      observationText,
    ),
}

/** Reports first, they say most; then single results. Vital signs, habits and questionnaires are told elsewhere or not. */
export const results: SectionRule = {
  code: '30954-2',
  display: 'Relevant diagnostic tests/laboratory data note',
  title: 'Kết quả cận lâm sàng',
  whenEmpty: null,
  lines: (findings) => {
    const reports = findings
      .of<DiagnosticReport>('DiagnosticReport')
      .filter(({ resource }) => finished.has(resource.status))
    const single = observations(findings).filter(
      ({ resource }) => !isOf(resource, 'vital-signs', 'social-history', 'survey', 'activity', 'exam'),
    )
    return [
      ...linesOf(
        firstOfEach(newestFirst(reports, reportDate), ({ code }) => keyOf(code)),
        30,
        (report) =>
          joined(nameOf(report.code) || 'Không ghi tên', report.conclusion, dayOf(reportDate(report))),
      ),
      ...linesOf(latest(single), 100, observationText),
    ]
  },
}

const reportDate = ({ effectiveDateTime, effectivePeriod, issued }: DiagnosticReport) =>
  effectiveDateTime ?? startOf(effectivePeriod) ?? issued

export const medicalDevices: SectionRule = {
  code: '46264-8',
  display: 'History of medical device use',
  title: 'Thiết bị y tế',
  whenEmpty: null,
  lines: (findings) => {
    const used = findings
      .of<DeviceUseStatement>('DeviceUseStatement')
      .filter(({ resource }) => resource.status !== 'entered-in-error' && resource.status !== 'intended')
    const dateOf = ({ timingDateTime, timingPeriod, recordedOn }: DeviceUseStatement) =>
      timingDateTime ?? startOf(timingPeriod) ?? recordedOn
    return linesOf(newestFirst(used, dateOf), 50, (statement) =>
      joined(
        statement.device.display ?? 'Thiết bị không ghi tên',
        nameOf(statement.bodySite),
        dayOf(dateOf(statement)),
      ),
    )
  },
}

export const planOfCare: SectionRule = {
  code: '18776-5',
  display: 'Plan of care note',
  title: 'Kế hoạch chăm sóc',
  whenEmpty: null,
  lines: (findings) => {
    const plans = findings.of<CarePlan>('CarePlan').filter(({ resource }) => resource.status === 'active')
    const dateOf = ({ period, created }: CarePlan) => startOf(period) ?? created
    return linesOf(newestFirst(plans, dateOf), 20, (plan) =>
      joined(
        plan.title ?? (nameOf(plan.category?.[0]) || 'Kế hoạch chăm sóc'),
        plan.description,
        dayOf(dateOf(plan)),
      ),
    )
  },
}
