import type { Composition, CompositionSection, Extension, Reference } from 'fhir/r4'
import type { TableId } from '#vocabulary/bhyt'
import { boxOf, type Paper, papers, saySection, unsaySection } from '#vocabulary/bhyt-fhir'
import { codeSystems, extensions, identifierSystems, narrativeOf } from '#vocabulary/fhir'
import { bhytDate, bhytDateTime, insuranceNumberOf, parseInsuranceCard } from '#vocabulary/vietnam'
import type { SourceRow } from './draft.types.ts'
import type { DraftBuilder } from './draft-builder.ts'
import { encounterKey, period } from './map-encounter.ts'
import { type MappedParents, mapParents } from './map-parents.ts'
import { keyRows, listOf, plainText, rowsOf, type Values } from './rows.ts'

/** Papers of the visit, one Composition each. A paper needs a day (FHIR R4 Composition.date 1..1): its own or the visit's. */
export function mapDocuments(draft: DraftBuilder, summary: Values): void {
  const visit = rowsOf(draft.message, 'XML1').length ? draft.refer('Encounter', encounterKey) : undefined
  for (const [table, paper] of Object.entries(papers) as [TableId, Paper][]) {
    const rows = keyRows(rowsOf(draft.message, table), (values) => documentKey(table, paper, values))
    for (const { row, values, key } of rows) {
      const source = { table, row }
      const parents = table === 'XML9' ? mapParents(draft, values, summary, key, source) : undefined
      addDocument(draft, paper, { values, summary, key, source, encounter: visit, parents })
    }
  }
}

export const documentKey = (table: TableId, paper: Paper, values: Values) =>
  `document:${table}|${paper.number.map((field) => values[field] ?? '').join('|')}`

export interface PaperRow {
  readonly values: Values
  /** Values of bảng 1, of which a paper repeats some. */
  readonly summary: Values
  readonly key: string
  readonly source: SourceRow
  readonly encounter?: Reference
  readonly parents?: MappedParents
}

export function addDocument(draft: DraftBuilder, paper: Paper, row: PaperRow): Reference | undefined {
  const { values, summary, key, source, encounter } = row
  const date = dateOf(paper, values, summary)
  const { section, boxes } = sectionsOf(draft, paper, row)
  if (!date || !section.length) return undefined
  const number = paper.number.map((field) => values[field]).find(Boolean)
  const composition: Omit<Composition, 'id'> = {
    resourceType: 'Composition',
    status: 'final',
    type: {
      coding: [
        { system: codeSystems.documentType, code: paper.type, display: paper.title },
        ...(paper.loinc ? [{ system: codeSystems.loinc, code: paper.loinc }] : []),
      ],
      text: paper.title,
    },
    subject: draft.patient,
    date,
    author: authorsOf(draft, paper, values, source),
    title: paper.title,
    custodian: draft.ownFacility(source),
    section,
  }
  if (boxes.length) composition.extension = [{ url: extensions.paperBoxes, extension: boxes }]
  if (encounter) composition.encounter = encounter
  if (number)
    composition.identifier = {
      system: identifierSystems.document(draft.message.facilityCode),
      value: number,
    }
  const head = paper.head && values[paper.head]
  if (head) composition.attester = [{ mode: 'legal', party: draft.practitioner(head, source) }]
  const start = (values.NGAY_VAO && bhytDateTime(values.NGAY_VAO)) || null
  const end = (values.NGAY_RA && bhytDateTime(values.NGAY_RA)) || null
  if (start || end) composition.event = [{ period: period(start, end) }]
  return draft.add<Composition>(composition, key, source)
}

function dateOf(paper: Paper, values: Values, summary: Values): string | undefined {
  for (const field of paper.date) {
    const sent = values[field]
    const date = sent && (bhytDateTime(sent) ?? bhytDate(sent))
    if (date) return date
  }
  const end = summary.NGAY_RA ?? summary.NGAY_VAO
  return (end && bhytDateTime(end)) || undefined
}

function authorsOf(draft: DraftBuilder, paper: Paper, values: Values, source: SourceRow): Reference[] {
  const authors: Reference[] = []
  const name = paper.authorName ? values[paper.authorName] : undefined
  for (const field of paper.authors)
    for (const licence of listOf(values[field]))
      authors.push(draft.practitioner(licence, source, authors.length ? undefined : name))
  if (!authors.length && name) authors.push({ type: 'Practitioner', display: name })
  return authors.length ? authors : [draft.ownFacility(source)]
}

function sectionsOf(draft: DraftBuilder, paper: Paper, { values, summary, parents }: PaperRow) {
  const section: CompositionSection[] = []
  const boxes: Extension[] = []
  const box = (url: string, valueString: string) => boxes.push({ url, valueString })
  for (const each of paper.sections) {
    const sent = saySection(each, values)
    const text = sent && plainText(sent)
    if (text) {
      const entry = parents?.[each.code]
      section.push({
        title: each.title,
        code: { coding: [{ system: codeSystems.documentSection, code: each.code }] },
        text: narrativeOf(text),
        ...(entry ? { entry: [entry] } : {}),
      })
    }
    if (each.kind === 'text' || each.kind === 'diseases') continue
    const back = text ? unsaySection(each, text, draft.message.norm) : {}
    for (const [index, field] of each.fields.entries()) {
      const value = values[field]
      if (value && value !== back[field] && value !== sameAs(paper, summary, field))
        box(boxOf(each, index), value)
    }
  }
  for (const [part, field] of paper.boxes ?? []) {
    const value = values[field]
    if (value && value !== sameAs(paper, summary, field)) box(part, value)
  }
  if (repeats(paper.repeats ?? [], values, summary)) box('repeats', '1')
  return { section, boxes }
}

/** What bảng 1 already says of a field that a paper always says again. */
function sameAs(paper: Paper, summary: Values, field: string): string | undefined {
  const name = paper.same?.[field]
  if (name !== 'MA_BHXH') return name && summary[name]
  const card = parseInsuranceCard(listOf(summary.MA_THE_BHYT)[0] ?? '', listOf(summary.MA_DKBD)[0])
  return (card.ok && insuranceNumberOf(card.value)) || undefined
}

/** Some senders fill the fields that repeat bảng 1, some leave them empty: a habit, told by most of them. */
export function repeats(fields: readonly string[], values: Values, summary: Values): boolean {
  let known = 0
  let sent = 0
  for (const field of fields) {
    if (!summary[field]) continue
    known += 1
    if (values[field]) sent += 1
  }
  return sent * 2 > known
}
