import type { CodeableConcept, DiagnosticReport, Extension, Observation, Reference } from 'fhir/r4'
import { codeSystems, extensions } from '#vocabulary/fhir'
import { bhytDateTime, bhytInstant } from '#vocabulary/vietnam'
import type { SourceRow } from './draft.types.ts'
import type { VisitContext } from './draft-builder.ts'
import type { OrderedTest } from './map-services.ts'
import { type KeyedRow, listOf, plainText, type Values } from './rows.ts'
import { measured, sentOnly, textExtension } from './values.ts'

export const resultKey = (values: Values) =>
  `result:${values.MA_DICH_VU ?? ''}|${values.MA_CHI_SO ?? values.TEN_CHI_SO ?? ''}|${values.NGAY_KQ ?? ''}`

/** Bảng 4: rows of one service and one result time are one report. */
export function mapResults(
  context: VisitContext,
  rows: readonly KeyedRow[],
  ordered: readonly OrderedTest[],
): Map<string, Reference> {
  const panels = new Map<string, KeyedRow[]>()
  for (const row of rows) {
    const key = panelKey(row.values)
    const panel = panels.get(key)
    if (panel) panel.push(row)
    else panels.set(key, [row])
  }
  const reports = new Map<string, Reference>()
  for (const [key, panel] of panels) {
    const service = panel[0]!.values.MA_DICH_VU
    const report = mapPanel(context, key, panel, orderOf(ordered, panel[0]!.values))
    if (service && !reports.has(service)) reports.set(service, report)
  }
  return reports
}

/** Without a service code nothing says which rows belong together: each name is its own report. */
function panelKey(values: Values): string {
  const what = values.MA_DICH_VU ?? `${values.MA_CHI_SO ?? ''}|${values.TEN_CHI_SO ?? ''}`
  return `report:${what}|${values.NGAY_KQ ?? ''}`
}

/** The order of the same service answered at the same minute, else the only order of that service. */
function orderOf(ordered: readonly OrderedTest[], values: Values): OrderedTest | undefined {
  const same = ordered.filter((each) => each.code === values.MA_DICH_VU)
  return same.find((each) => each.resultAt === values.NGAY_KQ) ?? (same.length === 1 ? same[0] : undefined)
}

interface Kind {
  readonly observation: { readonly code: string; readonly display: string }
  readonly service: { readonly code: string; readonly display: string }
}

const laboratory: Kind = {
  observation: { code: 'laboratory', display: 'Laboratory' },
  service: { code: 'LAB', display: 'Laboratory' },
}
const imaging: Kind = {
  observation: { code: 'imaging', display: 'Imaging' },
  service: { code: 'RAD', display: 'Radiology' },
}
const functional: Kind = {
  observation: { code: 'procedure', display: 'Procedure' },
  service: { code: 'OTH', display: 'Other' },
}
const byGroup: Readonly<Record<string, Kind>> = { 1: laboratory, 2: imaging, 3: functional }

/** Without an order: chapters of the service list (18 radiology, 20 endoscopy, 21 functional, 22-25 laboratory). */
function kindOf(order: OrderedTest | undefined, service: string | undefined): Kind {
  if (order) return byGroup[order.group] ?? functional
  const chapter = service?.slice(0, 3)
  if (chapter === '18.') return imaging
  if (chapter && ['22.', '23.', '24.', '25.'].includes(chapter)) return laboratory
  return service ? functional : laboratory
}

function mapPanel(
  context: VisitContext,
  key: string,
  panel: readonly KeyedRow[],
  order: OrderedTest | undefined,
): Reference {
  const { draft } = context
  const { values } = panel[0]!
  const kind = kindOf(order, values.MA_DICH_VU)
  const source = { table: 'XML4', row: panel[0]!.row }
  const result: Reference[] = []
  for (const row of panel)
    if (row.values.GIA_TRI)
      result.push(
        draft.add<Observation>(observationOf(context, row, kind, order, panel.length > 1), row.key, {
          table: 'XML4',
          row: row.row,
        }),
      )
  const report: Omit<DiagnosticReport, 'id'> = {
    resourceType: 'DiagnosticReport',
    status: 'final',
    category: [{ coding: [{ system: codeSystems.diagnosticService, ...kind.service }] }],
    code: panelCode(values, order),
    subject: draft.patient,
    encounter: context.encounter,
    ...times(values, order),
  }
  if (order) report.basedOn = [order.order]
  const readers = readersOf(context, panel, source)
  if (readers.length) report.resultsInterpreter = readers
  if (result.length) report.result = result
  const findings = distinct(panel, 'MO_TA')
  const conclusion = distinct(panel, 'KET_LUAN')
  if (conclusion || findings) report.conclusion = conclusion || findings
  const extension = sentOnly([
    findings ? { url: extensions.findings, valueString: findings } : undefined,
    ...panel.map((row) =>
      row.values.GIA_TRI ? undefined : lineOf(context, row, report.code.text, panel.length > 1),
    ),
  ])
  if (extension) report.extension = extension
  return draft.add<DiagnosticReport>(report, key, source)
}

/** A row without a value has no Observation: what it says beside the report stands in the report. */
function lineOf(
  { draft }: VisitContext,
  { row, values }: KeyedRow,
  reportName: string | undefined,
  isOneOfMany: boolean,
): Extension | undefined {
  const source = { table: 'XML4', row }
  const parts = sentOnly([
    isOneOfMany ? { url: 'row', valueString: `XML4/${row}` } : undefined,
    textExtension('index', values.MA_CHI_SO),
    values.TEN_CHI_SO === reportName ? undefined : textExtension('name', values.TEN_CHI_SO),
    textExtension('unit', values.DON_VI_DO),
    ...(isOneOfMany
      ? [
          ...ownTexts(values),
          ...draft
            .practitioners(values.MA_BS_DOC_KQ, source)
            .map((valueReference) => ({ url: 'reader', valueReference })),
        ]
      : []),
    ...listOf(values.MA_MAY).map((valueString) => ({ url: 'device', valueString })),
  ])
  return parts && { url: extensions.resultLine, extension: parts }
}

/** Findings and conclusion of one row among several of a report. */
const ownTexts = (values: Values): (Extension | undefined)[] => [
  textExtension('findings', values.MO_TA && plainText(values.MO_TA)),
  textExtension('conclusion', values.KET_LUAN && plainText(values.KET_LUAN)),
]

function panelCode(values: Values, order: OrderedTest | undefined): CodeableConcept {
  const code = values.MA_DICH_VU
  const text = order?.name || values.TEN_CHI_SO || code || 'Kết quả cận lâm sàng'
  return code ? { coding: [{ system: codeSystems.service, code }], text } : { text }
}

/** Taken when the order was carried out, answered at NGAY_KQ. */
function times(values: Values, order: OrderedTest | undefined) {
  const at = (order?.doneAt && bhytDateTime(order.doneAt)) || (values.NGAY_KQ && bhytDateTime(values.NGAY_KQ))
  const issued = values.NGAY_KQ && bhytInstant(values.NGAY_KQ)
  return { ...(at ? { effectiveDateTime: at } : {}), ...(issued ? { issued } : {}) }
}

function observationOf(
  context: VisitContext,
  { row, values }: KeyedRow,
  kind: Kind,
  order: OrderedTest | undefined,
  isOneOfMany: boolean,
): Omit<Observation, 'id'> {
  const { draft } = context
  const observation: Omit<Observation, 'id'> = {
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ system: codeSystems.observationCategory, ...kind.observation }] }],
    code: {
      ...(values.MA_CHI_SO ? { coding: [{ system: codeSystems.resultIndex, code: values.MA_CHI_SO }] } : {}),
      text: values.TEN_CHI_SO ?? values.MA_CHI_SO ?? 'Chỉ số không ghi tên',
    },
    subject: draft.patient,
    encounter: context.encounter,
    ...times(values, order),
  }
  if (order) observation.basedOn = [order.order]
  const readers = draft.practitioners(values.MA_BS_DOC_KQ, { table: 'XML4', row })
  if (readers.length) observation.performer = readers
  const value = measured(values.GIA_TRI!, values.DON_VI_DO)
  if (value.quantity) observation.valueQuantity = value.quantity
  else Object.assign(observation, wordsOf(value.text!, values.DON_VI_DO))
  const own = isOneOfMany ? sentOnly(ownTexts(values)) : undefined
  const extension = sentOnly([
    value.quantity ? undefined : textExtension(extensions.resultUnit, values.DON_VI_DO),
    own ? { url: extensions.resultLine, extension: own } : undefined,
    // MA_MAY of bảng 4 exists in QĐ 4210 only.
    ...listOf(values.MA_MAY).map((valueString) => ({ url: extensions.deviceCode, valueString })),
  ])
  if (extension) observation.extension = extension
  return observation
}

/** Words keep the unit sent beside them: `1+` and `mg/dL` would part otherwise. */
function wordsOf(text: string, unit: string | undefined): Partial<Observation> {
  if (!unit || text.includes(unit)) return { valueString: text }
  return {
    valueString: `${text} ${unit}`,
    _valueString: { extension: [{ url: extensions.sentText, valueString: text }] },
  }
}

function readersOf(context: VisitContext, panel: readonly KeyedRow[], source: SourceRow): Reference[] {
  const readers = new Map<string, Reference>()
  for (const { values } of panel)
    for (const reader of context.draft.practitioners(values.MA_BS_DOC_KQ, source))
      readers.set(reader.reference!, reader)
  return [...readers.values()]
}

function distinct(panel: readonly KeyedRow[], field: string): string {
  const texts = new Set<string>()
  for (const { values } of panel) {
    const text = values[field]
    if (text) texts.add(plainText(text))
  }
  return [...texts].join('\n')
}
