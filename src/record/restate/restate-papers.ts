import type { Composition, Extension } from 'fhir/r4'
import { type TableId, tableOf } from '#vocabulary/bhyt'
import { bhytTime, boxOf, type Paper, papers, unsaySection } from '#vocabulary/bhyt-fhir'
import { codeSystems, extensions, narrativeText } from '#vocabulary/fhir'
import type { RowValues } from './restate.types.ts'
import { restateNext } from './restate-next.ts'
import { fill, type RowShelf } from './row-shelf.ts'
import { sayParents } from './say-parents.ts'
import { codeOf, extensionOf, type Placed, type VisitBook } from './visit-book.ts'

/** Bảng 7 to 14: each paper at its own row. `summary` is bảng 1 as restated. */
export function restatePapers(book: VisitBook, shelf: RowShelf, summary: RowValues): void {
  for (const [table, paper] of Object.entries(papers) as [TableId, Paper][])
    for (const placed of papersOf(book, paper)) {
      const values = shelf.row(table, placed.row)
      sayPaper(book, table, paper, placed.resource, summary, values)
      if (table === 'XML9') sayParents(book, placed.resource, values)
      else if (!book.first('Encounter'))
        for (const field of namesOfAPaperAlone) values[field] ??= summary[field]
    }
  restateNext(book, shelf)
}

/** Fields with which a paper that travels without a visit names its person. */
const namesOfAPaperAlone = [
  'HO_TEN',
  'SO_CCCD',
  'NGAY_SINH',
  'GIOI_TINH',
  'MA_DANTOC',
  'DIA_CHI',
  'MATINH_CU_TRU',
  'MAXA_CU_TRU',
]

export const papersOf = (book: VisitBook, paper: Paper): readonly Placed<Composition>[] =>
  book
    .all('Composition')
    .filter(({ resource }) => codeOf(resource.type, codeSystems.documentType) === paper.type)

/** A paper's fields: from its sections, its boxes, its own elements, and from bảng 1 what it only repeats. */
export function sayPaper(
  book: VisitBook,
  table: TableId,
  paper: Paper,
  composition: Composition,
  summary: RowValues,
  values: RowValues,
): void {
  const boxes = extensionOf(composition, extensions.paperBoxes)
  const box = (part: string) => extensionOf(boxes, part)?.valueString
  if (box('repeats')) for (const field of paper.repeats ?? []) values[field] = summary[field]
  for (const [field, name] of Object.entries(paper.same ?? {})) values[field] = summary[name]
  for (const [part, field] of paper.boxes ?? []) values[field] = box(part) ?? values[field]
  const period = composition.event?.[0]?.period
  if (paper.stay) {
    values[paper.stay[0]] = bhytTime(period?.start)
    values[paper.stay[1]] = bhytTime(period?.end)
  }
  saySections(book, paper, composition, boxes, values)
  const authors = book.licences(composition.author)
  if (paper.authors[0]) values[paper.authors[0]] = authors
  if (paper.authorName) values[paper.authorName] = composition.author?.[0]?.display
  if (paper.head) values[paper.head] = book.licence(composition.attester?.[0]?.party)
  const number = composition.identifier?.value
  if (paper.number[0] && !paper.number.some((field) => values[field] === number))
    values[paper.number[0]] = number
  sayDate(table, paper, composition.date, values)
}

function saySections(
  book: VisitBook,
  paper: Paper,
  composition: Composition,
  boxes: Extension | undefined,
  values: RowValues,
): void {
  const texts = new Map<string, string>()
  for (const { code, text } of composition.section ?? []) {
    const name = codeOf(code, codeSystems.documentSection)
    if (name && text?.div) texts.set(name, narrativeText(text))
  }
  for (const section of paper.sections) {
    const text = texts.get(section.code)
    if (text) fill(values, unsaySection(section, text, book.visit.norm))
    if (!boxes) continue
    for (const [index, field] of section.fields.entries())
      values[field] = extensionOf(boxes, boxOf(section, index))?.valueString ?? values[field]
  }
}

/** The day of the paper, when it is its own: a fallback to the end of the visit has a time of day, a day has none. */
function sayDate(table: TableId, paper: Paper, date: string | undefined, values: RowValues): void {
  const [field] = paper.date
  if (!field || values[field] || paper.stay?.includes(field)) return
  const format = tableOf(table)?.fields.find(({ name }) => name === field)?.format
  const said = bhytTime(date)
  if (!date || !said) return
  if (format === 'dd/MM/yyyy') values[field] = date.slice(0, 10).split('-').reverse().join('/')
  else if (said.length <= 8 || format !== 'yyyyMMdd') values[field] = said
}
