import type { DiagnosticReport, Extension, Observation, ServiceRequest } from 'fhir/r4'
import { bhytTime } from '#vocabulary/bhyt-fhir'
import { codeSystems, decimalText, extensions } from '#vocabulary/fhir'
import type { RowValues } from './restate.types.ts'
import { fill, type RowShelf } from './row-shelf.ts'
import {
  codeOf,
  extensionOf,
  extensionsOf,
  joined,
  type Placed,
  partOf,
  sentTextOf,
  textOf,
  type VisitBook,
} from './visit-book.ts'

/** Bảng 4: rows of one report share service, time, and, when there is only one, findings and conclusion. */
export function restateResults(book: VisitBook, shelf: RowShelf): void {
  const told = new Set<string>()
  for (const placed of book.all('DiagnosticReport')) {
    const { resource } = placed
    const common = sayReport(book, resource)
    const results = resource.result ?? []
    const lines = extensionsOf(resource, extensions.resultLine)
    const isAlone = results.length + lines.length <= 1
    const texts = isAlone ? sayTexts(resource) : {}
    for (const reference of results) {
      const source = book.placed(reference)
      if (source?.resource.resourceType !== 'Observation') continue
      told.add(reference.reference!)
      const row = shelf.row('XML4', source.row)
      fill(row, common, texts, sayResult(book, source.resource as Observation))
    }
    if (!results.length && !lines.length)
      fill(shelf.row('XML4', placed.row), common, ...alone(book, placed, texts))
    for (const line of lines) sayLine(book, placed, line, common, texts, shelf)
  }
  restateLoneResults(book, shelf, told)
}

/** Results that no report holds: of other formats, never of bảng 4. Vital signs are no results. */
function restateLoneResults(book: VisitBook, shelf: RowShelf, told: ReadonlySet<string>): void {
  for (const { resource, table, row } of book.all('Observation')) {
    if (table !== null || told.has(`Observation/${resource.id}`)) continue
    const isResult = resource.category?.some(({ coding }) =>
      coding?.some(({ code }) => code === 'laboratory' || code === 'imaging'),
    )
    if (!isResult || codeOf(resource.code, codeSystems.loinc) === '882-1') continue
    fill(shelf.row('XML4', row), sayResult(book, resource), {
      NGAY_KQ: bhytTime(resource.issued ?? resource.effectiveDateTime),
    })
  }
}

function sayReport(book: VisitBook, report: DiagnosticReport): RowValues {
  const order = book.get<ServiceRequest>(report.basedOn?.[0])
  const isWhenDone = report.issued || order?.occurrenceDateTime
  return {
    MA_DICH_VU: codeOf(report.code, codeSystems.service),
    NGAY_KQ: bhytTime(report.issued ?? (isWhenDone ? undefined : report.effectiveDateTime)),
  }
}

function sayTexts(report: DiagnosticReport): RowValues {
  const findings = textOf(report, extensions.findings)
  return { MO_TA: findings, KET_LUAN: report.conclusion === findings ? undefined : report.conclusion }
}

const alone = (book: VisitBook, { resource }: Placed<DiagnosticReport>, texts: RowValues): RowValues[] => [
  { TEN_CHI_SO: resource.code?.text, MA_BS_DOC_KQ: book.licences(resource.resultsInterpreter ?? []) },
  texts,
]

/** A row without a value. */
function sayLine(
  book: VisitBook,
  placed: Placed<DiagnosticReport>,
  line: Extension,
  common: RowValues,
  texts: RowValues,
  shelf: RowShelf,
): void {
  const place = /^XML4\/(\d{1,9})$/.exec(partOf(line, 'row') ?? '')
  const row = place ? Number(place[1]) : placed.row
  fill(shelf.row('XML4', row), common, ...(place ? [] : alone(book, placed, texts)), {
    MA_CHI_SO: partOf(line, 'index'),
    TEN_CHI_SO: partOf(line, 'name') ?? placed.resource.code?.text,
    DON_VI_DO: partOf(line, 'unit'),
    MA_MAY: joined(extensionsOf(line, 'device').map(({ valueString }) => valueString)),
    ...(place
      ? {
          MO_TA: partOf(line, 'findings'),
          KET_LUAN: partOf(line, 'conclusion'),
          MA_BS_DOC_KQ: book.licences(
            extensionsOf(line, 'reader').map(({ valueReference }) => valueReference),
          ),
        }
      : {}),
  })
}

function sayResult(book: VisitBook, result: Observation): RowValues {
  const text = result.code?.text
  const line = extensionOf(result, extensions.resultLine)
  const own = line ? { MO_TA: partOf(line, 'findings'), KET_LUAN: partOf(line, 'conclusion') } : {}
  return {
    MA_CHI_SO: codeOf(result.code, codeSystems.resultIndex),
    TEN_CHI_SO: text === 'Chỉ số không ghi tên' ? undefined : text,
    GIA_TRI: result.valueQuantity
      ? quantityText(result)
      : (sentTextOf(result._valueString) ?? result.valueString ?? result.valueCodeableConcept?.text),
    DON_VI_DO: result.valueQuantity?.unit ?? textOf(result, extensions.resultUnit),
    MA_BS_DOC_KQ: book.licences(result.performer ?? []),
    MA_MAY: joined(extensionsOf(result, extensions.deviceCode).map(({ valueString }) => valueString)),
    ...own,
  }
}

function quantityText({ valueQuantity }: Observation): string | undefined {
  const sent = sentTextOf(valueQuantity)
  return sent ?? `${valueQuantity?.comparator ?? ''}${decimalText(valueQuantity) ?? ''}`
}
