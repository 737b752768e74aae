import type {
  CarePlan,
  CodeableConcept,
  EpisodeOfCare,
  Extension,
  FhirResource,
  MedicationStatement,
  Observation,
  Period,
  Reference,
} from 'fhir/r4'
import type { TableId } from '#vocabulary/bhyt'
import { bhytTime, type CareFact, careFacts, careRepeats } from '#vocabulary/bhyt-fhir'
import { codeSystems, decimalText, extensions } from '#vocabulary/fhir'
import type { RowValues } from './restate.types.ts'
import type { RowShelf } from './row-shelf.ts'
import { codeOf, codesOf, extensionOf, joined, partOf, type VisitBook } from './visit-book.ts'

const types = ['EpisodeOfCare', 'Observation', 'MedicationStatement', 'CarePlan'] as const

const facts = new Map<string, { readonly table: TableId; readonly fact: CareFact }>()
for (const [table, list] of Object.entries(careFacts))
  for (const fact of list) facts.set(fact.code, { table: table as TableId, fact })

/** Bảng 6 and 15, and the rates of bảng 12, fact by fact. `summary` is bảng 1 as restated. */
export function restateCare(book: VisitBook, shelf: RowShelf, summary: RowValues): void {
  for (const type of types)
    for (const { resource, row } of book.all(type)) {
      const code = codeOf(conceptOf(resource), codeSystems.observation)
      const known = code ? facts.get(code) : undefined
      if (!known) continue
      // Where no row is known, the facts of a table are one row.
      sayFact(book, known, resource, summary, shelf.row(known.table, row ?? 1))
    }
}

function conceptOf(resource: FhirResource): CodeableConcept | undefined {
  switch (resource.resourceType) {
    case 'EpisodeOfCare':
      return resource.type?.[0]
    case 'MedicationStatement':
      return resource.category
    case 'CarePlan':
      return resource.category?.[0]
    case 'Observation':
      return resource.code
    default:
      return undefined
  }
}

type CareResource = EpisodeOfCare | Observation | MedicationStatement | CarePlan

function sayFact(
  book: VisitBook,
  { table, fact }: { readonly table: TableId; readonly fact: CareFact },
  resource: CareResource & { extension?: Extension[] },
  summary: RowValues,
  values: RowValues,
): void {
  const parts = extensionOf(resource, extensions.careParts)
  if (partOf(parts, 'repeats')) for (const field of careRepeats[table] ?? []) values[field] ??= summary[field]
  for (const [part, field] of fact.parts ?? []) values[field] = partOf(parts, part)
  const { start, end, facility } = whenAndWhere(resource)
  if (fact.value) values[fact.value] = sayValue(fact, resource)
  if (fact.start) values[fact.start] = bhytTime(start)
  if (fact.end) values[fact.end] = bhytTime(end)
  if (fact.facility) values[fact.facility] = book.facility(facility)
  if (fact.resultAt)
    values[fact.resultAt] = bhytTime(extensionOf(resource, extensions.resultAt)?.valueDateTime)
}

function whenAndWhere(resource: CareResource): Period & { readonly facility?: Reference } {
  switch (resource.resourceType) {
    case 'Observation':
      return { start: resource.effectiveDateTime, facility: resource.performer?.[0] }
    case 'MedicationStatement':
      return { ...resource.effectivePeriod, facility: resource.informationSource }
    default:
      return { ...resource.period }
  }
}

function sayValue(fact: CareFact, resource: CareResource): string | undefined {
  const system = codeSystems.care(fact.code)
  switch (resource.resourceType) {
    case 'Observation':
      return (
        codesOf(resource.valueCodeableConcept, system) ??
        resource.valueString ??
        decimalText(resource.valueQuantity) ??
        undefined
      )
    case 'MedicationStatement':
      return codesOf(resource.medicationCodeableConcept, system)
    case 'CarePlan':
      return joined((resource.activity ?? []).map(({ detail }) => codeOf(detail?.code, system)))
    case 'EpisodeOfCare':
      return codesOf(resource.type?.[1], system)
  }
}
