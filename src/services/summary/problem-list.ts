import type { Condition, Encounter } from 'fhir/r4'
import { codeSystems } from '#vocabulary/fhir'
import type { AllergyItem, MedicineItem, ProblemItem } from './api.types.ts'
import type { RecordBook } from './record-book.ts'
import type { Parsed } from './source-book.ts'
import { inOrderSent, medicineOf } from './timeline.ts'
import { codeOf, textOf } from './values.ts'

/** Each diagnosis once, with how often and over which time; the newest visit's come first. */
export function problemsOf(book: RecordBook): ProblemItem[] {
  const primary = new Set(book.all('Encounter').flatMap(({ resource }) => mainDiagnoses(resource)))
  const groups = new Map<string, Parsed<Condition>[]>()
  for (const parsed of book.all('Condition')) {
    const key = codeOf(parsed.resource.code, codeSystems.icd10) ?? textOf(parsed.resource.code)
    groups.set(key, [...(groups.get(key) ?? []), parsed])
  }
  return [...groups.values()]
    .map((group) => {
      const dated = group.sort((a, b) => when(a).localeCompare(when(b)))
      const last = dated.at(-1)!
      return {
        ...book.item(last),
        code: codeOf(last.resource.code, codeSystems.icd10),
        text: textOf(last.resource.code),
        primary: dated.some(({ resource }) => primary.has(`Condition/${resource.id}`)),
        firstAt: when(dated[0]!) || null,
        lastAt: when(last) || null,
        times: dated.length,
      }
    })
    .sort((a, b) => (b.lastAt ?? '').localeCompare(a.lastAt ?? '') || Number(b.primary) - Number(a.primary))
}

const when = ({ resource }: Parsed<Condition>) => resource.recordedDate ?? resource.onsetDateTime ?? ''

const mainDiagnoses = (encounter: Encounter) =>
  (encounter.diagnosis ?? []).filter((d) => d.rank === 1).map((d) => d.condition.reference ?? '')

export const allergiesOf = (book: RecordBook): AllergyItem[] =>
  book.all('AllergyIntolerance').map((parsed) => ({
    ...book.item(parsed),
    text: textOf(parsed.resource.code),
    criticality: parsed.resource.criticality ?? null,
  }))

/** What was ordered at the last visits: the newest order of each medicine, newest first. */
export function medicinesOf(book: RecordBook): MedicineItem[] {
  const newest = new Map<string, MedicineItem>()
  for (const parsed of book.all('MedicationRequest')) {
    const item = medicineOf(book, parsed)
    const key = `${item.code ?? ''}|${item.text}`
    const known = newest.get(key)
    if (!known || (item.orderedAt ?? '') > (known.orderedAt ?? '')) newest.set(key, item)
  }
  return [...newest.values()].sort(
    (a, b) => (b.orderedAt ?? '').localeCompare(a.orderedAt ?? '') || inOrderSent(a, b),
  )
}
