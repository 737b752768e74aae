import type { Coverage, Patient } from 'fhir/r4'
import { ok, type Result } from '#foundation/result'
import type { Actor, Gate, PersonAtGate } from '#gate/access'
import { extensions, identifierSystems } from '#vocabulary/fhir'
import type { PersonRecord } from './api.types.ts'
import { mask, toHit } from './find-persons.ts'
import { allergiesOf, medicinesOf, problemsOf } from './problem-list.ts'
import { openRecordBook, organizationsIn, type RecordBook, recordTypes } from './record-book.ts'
import type { Parsed } from './source-book.ts'
import { documentsOf, timelineOf } from './timeline.ts'
import { lastValuesOf, textOf, trendsOf } from './values.ts'

/** A busy chronic patient has some hundreds of resources a year; beyond this the page says that it was cut. */
const mostResources = 6_000
/** As the index counts them: from nothing to the population database. */
const levels = ['none', 'declared', 'document-seen', 'chip-read', 'population-verified'] as const
/** Visits on one page, newest first. */
const mostVisits = 60

/** One person on one page: one read of their patients' resources, everything else computed. */
export async function readRecord(
  gate: Gate,
  actor: Actor | null,
  personId: string,
  before: string | null,
): Promise<Result<PersonRecord>> {
  const found = await gate.readPerson(actor, 'treatment', personId)
  if (!found.ok) return found
  const { patients } = found.value
  const ids = patients.map((p) => p.patientId)
  const stored = await gate.readRecord(actor, 'treatment', ids, recordTypes, mostResources + 1)
  if (!stored.ok) return stored
  const facilities = await gate.readShared(actor, 'treatment', organizationsIn(stored.value))
  if (!facilities.ok) return facilities
  const book = openRecordBook(stored.value, facilities.value)
  const trends = trendsOf(book)
  // As instants: the same moment may be written with another offset.
  const visits = timelineOf(book).filter(
    (e) => !before || !e.start || Date.parse(e.start) < Date.parse(before),
  )
  return ok({
    person: personOf(book, found.value),
    problems: problemsOf(book),
    allergies: allergiesOf(book),
    medicines: medicinesOf(book),
    lastValues: lastValuesOf(trends),
    trends,
    timeline: visits.slice(0, mostVisits),
    documents: documentsOf(book),
    more: visits.length > mostVisits || stored.value.length > mostResources,
  })
}

function personOf(
  book: RecordBook,
  { person, patients, numbers, reviews }: PersonAtGate,
): PersonRecord['person'] {
  const views = book
    .all('Patient')
    .map(({ resource }) => resource)
    .sort((a, b) => (b.meta?.lastUpdated ?? '').localeCompare(a.meta?.lastUpdated ?? ''))
  const first = <T>(of: (patient: Patient) => T | undefined): T | null => {
    for (const view of views) {
      const value = of(view)
      if (value !== undefined) return value
    }
    return null
  }
  return {
    ...toHit(person),
    phone: first((p) => p.telecom?.find((t) => t.system === 'phone')?.value),
    ethnicity: first((p) => {
      const extension = p.extension?.find((e) => e.url === extensions.ethnicity)
      return extension?.valueCodeableConcept
        ? textOf(extension.valueCodeableConcept)
        : extension?.valueCoding?.display
    }),
    bloodGroup: bloodGroupOf(book),
    deceasedAt: first((p) => p.deceasedDateTime),
    patients: patients.map((p) => ({
      ref: `Patient/${p.patientId}`,
      facilityCode: p.facilityCode,
      facilityName: book.facilityName(p.facilityCode),
      localId: p.localId,
      joinedBy: p.joinedBy,
    })),
    coverages: coveragesOf(book),
    numbers: numbers.map(({ kind, value, status, level, mentions }) => ({
      ...{ kind, status, mentions },
      masked: mask(value) ?? '',
      level: levels[level] ?? 'none',
    })),
    reviews: reviews.map((r) => ({ reason: r.reason, at: r.at.toISOString() })),
  }
}

function bloodGroupOf(book: RecordBook): string | null {
  const groups = book
    .all('Observation')
    .filter(({ resource }) => resource.code.coding?.some((c) => c.code === '882-1'))
    .sort((a, b) => (b.resource.effectiveDateTime ?? '').localeCompare(a.resource.effectiveDateTime ?? ''))
  return groups[0]?.resource.valueCodeableConcept?.text ?? null
}

/** Each card once, the newest period first. */
function coveragesOf(book: RecordBook): PersonRecord['person']['coverages'] {
  const newest = new Map<string, Parsed<Coverage>>()
  for (const parsed of book.all('Coverage')) {
    const key = `${parsed.resource.subscriberId}|${parsed.resource.period?.start ?? ''}`
    if (!newest.has(key)) newest.set(key, parsed)
  }
  return [...newest.values()]
    .map((parsed) => {
      const { resource } = parsed
      const card = resource.identifier?.find((i) => i.system === identifierSystems.insuranceCard)?.value
      const number = card ?? resource.subscriberId ?? null
      return {
        ...book.item(parsed),
        cardMasked: mask(number) ?? '',
        from: resource.period?.start ?? null,
        to: resource.period?.end ?? null,
        registeredAt: registeredAt(book, resource),
        level: resource.class?.find((c) => c.type.coding?.some((t) => t.code === 'plan'))?.name ?? null,
      }
    })
    .sort((a, b) => (b.from ?? '').localeCompare(a.from ?? ''))
}

/** The facility of first registration (MA_DKBD): by its name where we know it, else its code. */
function registeredAt(book: RecordBook, coverage: Coverage): string | null {
  const registered = coverage.extension?.find((e) => e.url === extensions.registeredFacility)?.valueReference
  const code = registered?.identifier?.value ?? book.facility(registered?.reference).code
  return code ? book.facilityName(code) : (registered?.display ?? null)
}
