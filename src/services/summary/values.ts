import type { CodeableConcept, Observation, Quantity } from 'fhir/r4'
import { codeSystems, decimalText, extensions } from '#vocabulary/fhir'
import type { Trend, ValueItem } from './api.types.ts'
import type { RecordBook } from './record-book.ts'
import type { Parsed } from './source-book.ts'

export const textOf = (concept: CodeableConcept | undefined): string =>
  concept?.text ?? concept?.coding?.find((c) => c.display)?.display ?? concept?.coding?.[0]?.code ?? ''

export const codeOf = (concept: CodeableConcept | undefined, system?: string): string | null =>
  (system ? concept?.coding?.find((c) => c.system === system) : concept?.coding?.[0])?.code ?? null

/** `86,2` as sent when the sender wrote it otherwise, else the digits kept. */
export function quantityText(quantity: Quantity): string {
  const sent = quantity.extension?.find((e) => e.url === extensions.sentText)?.valueString
  return sent ?? `${quantity.comparator ?? ''}${decimalText(quantity) ?? ''}`
}

/** One Observation as one or (blood pressure) several values. */
export function valuesOf(book: RecordBook, parsed: Parsed<Observation>): ValueItem[] {
  const { resource } = parsed
  const base = { ...book.item(parsed), at: resource.effectiveDateTime ?? resource.issued ?? null }
  const parts = resource.component?.length ? resource.component : [resource]
  return parts.flatMap((part) => {
    const name = textOf(part.code)
    const code = codeOf(part.code)
    if (part.valueQuantity) {
      const { value, unit, comparator } = part.valueQuantity
      const isExact = value !== undefined && !comparator
      return [
        {
          ...base,
          code,
          name,
          value: isExact ? value : null,
          text: quantityText(part.valueQuantity),
          unit: unit ?? null,
        },
      ]
    }
    const text = part.valueString ?? (part.valueCodeableConcept ? textOf(part.valueCodeableConcept) : null)
    return text === null ? [] : [{ ...base, code, name, value: null, text, unit: null }]
  })
}

const isVital = (observation: Observation) =>
  observation.category?.some((c) => c.coding?.some((coding) => coding.code === 'vital-signs')) ?? false
const isLaboratory = (observation: Observation) =>
  observation.category?.some((c) => c.coding?.some((coding) => coding.code === 'laboratory')) ?? false

/** The same test under its code (else its name), over all facilities, oldest first; different units stay apart. */
export function trendsOf(book: RecordBook): Trend[] {
  const trends = new Map<string, { kind: Trend['kind']; points: ValueItem[] }>()
  for (const parsed of book.all('Observation')) {
    const kind = isVital(parsed.resource) ? 'vital-sign' : isLaboratory(parsed.resource) ? 'laboratory' : null
    if (!kind || codeOf(parsed.resource.code, codeSystems.loinc) === '882-1') continue
    for (const value of valuesOf(book, parsed)) {
      const key = `${kind}|${value.code ?? value.name.toLowerCase()}|${value.unit ?? ''}`
      const trend = trends.get(key) ?? { kind, points: [] }
      trend.points.push(value)
      trends.set(key, trend)
    }
  }
  return [...trends]
    .map(([key, { kind, points }]) => {
      const sorted = points.sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''))
      const last = sorted.at(-1)!
      return { key, kind, name: last.name, unit: last.unit, points: sorted }
    })
    .sort((a, b) => b.points.length - a.points.length || a.name.localeCompare(b.name, 'vi'))
}

/** The newest value of each test and sign, newest first. */
export const lastValuesOf = (trends: readonly Trend[]): ValueItem[] =>
  trends.map((trend) => trend.points.at(-1)!).sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))
