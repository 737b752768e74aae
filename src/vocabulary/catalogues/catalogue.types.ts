/** One line of a catalogue: its code, its Vietnamese name, and the catalogue's further columns as text. */
export interface CatalogueEntry {
  readonly code: string
  readonly name: string
  readonly fields: Readonly<Record<string, string>>
}

export type CatalogueEntries = ReadonlyMap<string, CatalogueEntry>

/** A further column: its key in `fields`, and what people call it. */
export interface CatalogueField {
  readonly key: string
  readonly title: string
  readonly titleEn: string
}

/** A version that comes with the program. */
export interface BundledVersion {
  /** The document: `QĐ 4469/QĐ-BYT`. */
  readonly label: string
  /** First day in force; null when the day is not known, and then it answers for every day before the next version. */
  readonly from: string | null
  /** The document that has replaced it and is not carried: the version still answers, and says that it is old. */
  readonly replacedBy?: { readonly label: string; readonly from: string | null }
  /** What a reader must know of dates and gaps, in Vietnamese. */
  readonly note?: string
  readonly entries: () => CatalogueEntries
}

export interface Catalogue {
  readonly id: CatalogueId
  readonly title: string
  readonly titleEn: string
  /** The FHIR code system its codes belong to. */
  readonly system: string
  readonly group: 'clinical' | 'places' | 'payment' | 'prevention' | 'small'
  readonly fields: readonly CatalogueField[]
  /** The shape of its codes; a code of another shape is a mistake of the spreadsheet. */
  readonly codeShape: RegExp
  /** How a person reads the shape: `A00 hoặc A00.0`. */
  readonly codeExample: string
  readonly versions: readonly BundledVersion[]
}

export const catalogueIds = [
  'icd-10',
  'techniques',
  'services',
  'icd-9-cm',
  'result-indices',
  'drugs',
  'departments',
  'practice-scopes',
  'facilities',
  'provinces',
  'districts',
  'wards',
  'ethnic-groups',
  'nationalities',
  'notifiable-diseases',
  'vaccination-schedule',
  'coverage-routes',
  'visit-types',
  'outcomes',
  'discharge-types',
  'accidents',
  'cost-groups',
  'scopes',
  'payment-methods',
  'funding-sources',
  'anaesthesia',
  'transfer-reasons',
  'areas',
  'medicine-routes',
] as const

export type CatalogueId = (typeof catalogueIds)[number]
