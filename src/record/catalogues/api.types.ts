/**
 * Catalogues as the screens read them. Source of truth: web/src/api/types.ts is generated from this file and its
 * neighbours (`npm run generate`).
 */

export interface CatalogueVersion {
  readonly version: number
  readonly origin: 'bundled' | 'imported'
  readonly label: string
  readonly note: string | null
  /** First day in force, yyyy-mm-dd; null where it is not known. */
  readonly from: string | null
  /** The day on which the next version begins; null while none follows. */
  readonly until: string | null
  readonly replacedBy: { readonly label: string; readonly from: string | null } | null
  readonly imported: {
    readonly mode: 'replace' | 'amend'
    readonly fileName: string | null
    readonly total: number
    readonly added: number
    readonly changed: number
    readonly ended: number
    readonly at: string
    readonly by: string
    readonly undoneAt: string | null
  } | null
}

export interface CatalogueCard {
  readonly id: string
  readonly title: string
  readonly titleEn: string
  readonly group: 'clinical' | 'places' | 'payment' | 'prevention' | 'small'
  readonly system: string
  readonly codeExample: string
  readonly fields: readonly { readonly key: string; readonly title: string; readonly titleEn: string }[]
  /** In force on the day asked for; null when the catalogue is still empty then. */
  readonly inForce: number | null
  readonly entries: number
  readonly versions: readonly CatalogueVersion[]
}
// GET /api/catalogues?on=yyyy-mm-dd
export interface CatalogueCards {
  readonly on: string
  readonly items: readonly CatalogueCard[]
}
// GET /api/catalogues/{list}?on=   → CatalogueCard

export interface CatalogueLine {
  readonly code: string
  readonly name: string
  readonly fields: Readonly<Record<string, string>>
}
// GET /api/catalogues/{list}/entries?q=&on=&limit=50&offset=0
export interface CataloguePage {
  readonly version: number | null
  readonly total: number
  readonly items: readonly CatalogueLine[]
}
// GET /api/catalogues/{list}/history?code=   newest first
export interface CatalogueHistory {
  readonly items: readonly {
    readonly version: number
    readonly label: string
    readonly from: string | null
    readonly entry: CatalogueLine | null
  }[]
}

export interface CatalogueDiffLine {
  readonly kind: 'added' | 'changed' | 'ended'
  readonly code: string
  readonly name: string
  readonly changes: readonly { readonly field: string; readonly from: string; readonly to: string }[]
}
// GET /api/catalogues/{list}/diff?from=1&to=101&kind=&limit=100&offset=0   from=0: everything is new
export interface CatalogueDiff {
  readonly counts: { readonly added: number; readonly changed: number; readonly ended: number }
  readonly total: number
  readonly items: readonly CatalogueDiffLine[]
}
// GET /api/catalogues/{list}/export?on=   CSV (UTF-8 with mark)

// POST /api/catalogues/{list}/import/preview?fileName=&options={…}   the file as application/octet-stream
export interface CatalogueImportOptions {
  readonly sheet?: string
  readonly headerRow?: number
  readonly codeColumn?: number
  readonly nameColumn?: number
  readonly fieldColumns?: Readonly<Record<string, number>>
  readonly mode: 'replace' | 'amend'
  readonly effectiveFrom: string
}
export interface CatalogueImportPreview {
  readonly fileName: string | null
  readonly sheets: readonly { readonly name: string; readonly rows: number }[]
  readonly columns: {
    readonly sheet: string
    readonly headerRow: number
    readonly code: number
    readonly name: number
    readonly fields: Readonly<Record<string, number>>
  }
  readonly headings: readonly string[]
  readonly sample: readonly (readonly string[])[]
  readonly rows: number
  readonly good: number
  readonly bad: number
  readonly warnings: number
  readonly problems: readonly {
    readonly line: number
    readonly kind: string
    readonly severity: 'error' | 'warning'
    readonly message: string
  }[]
  readonly base: { readonly version: number; readonly label: string | null; readonly entries: number }
  readonly counts: { readonly added: number; readonly changed: number; readonly ended: number }
  readonly diffs: readonly CatalogueDiffLine[]
}
// POST /api/catalogues/{list}/import?fileName=&options={… label, note, base, skipBadRows}   the same file again
export interface CatalogueCommitOptions extends CatalogueImportOptions {
  readonly label: string
  readonly note?: string
  readonly base: number
  readonly skipBadRows: boolean
}
export interface CatalogueCommitted {
  readonly version: number
  readonly added: number
  readonly changed: number
  readonly ended: number
}
// POST /api/catalogues/{list}/versions/{version}/undo   and /restore   → CatalogueCard

// GET /api/catalogues/ward-moves?q=&limit=20   by number or by name (ward, district, province, in any order)
export interface WardMoves {
  readonly total: number
  readonly items: readonly {
    readonly code: string
    readonly name: string
    readonly district: string
    readonly province: string
    /** Empty: merged away before the reform. Two or more: the address decides. */
    readonly movedTo: readonly {
      readonly code: string
      readonly name: string
      readonly province: string
      readonly partial: boolean
      readonly sure: boolean
    }[]
  }[]
}

export type MappingState = 'open' | 'mapped' | 'no-match' | 'later'
export type MappingEquivalence = 'equivalent' | 'wider' | 'narrower'
export interface MappingKey {
  /** `vendor:his mau b` or `facility:99901`. */
  readonly source: string
  readonly list: string
  readonly code: string
  readonly nameKey: string
}
export interface MappingLine extends MappingKey {
  readonly display: string
  readonly count: number
  readonly facilities: readonly { readonly facility: string; readonly count: number }[]
  readonly lastAt: string
  readonly state: MappingState
  readonly target: {
    readonly code: string
    /** Null when the target has ended in the catalogue since. */
    readonly name: string | null
    readonly equivalence: MappingEquivalence
  } | null
  readonly decidedAt: string | null
  readonly decidedBy: string | null
}
// GET /api/catalogues/mapping?source=&list=&state=open&q=&limit=50&offset=0   most used first
export interface MappingQueue {
  readonly items: readonly MappingLine[]
  readonly more: boolean
  readonly progress: readonly {
    readonly source: string
    readonly list: string
    /** Codes and uses by state. */
    readonly codes: Readonly<Record<string, number>>
    readonly uses: Readonly<Record<string, number>>
  }[]
}
export interface MappingCandidate {
  readonly code: string
  readonly name: string
  readonly fields: Readonly<Record<string, string>>
  /** 0 to 1. */
  readonly score: number
}
// GET /api/catalogues/mapping/candidates?list=&display=&n=9
export interface MappingCandidates {
  /** False while the catalogue has no version in force: nothing can be proposed. */
  readonly inForce: boolean
  readonly items: readonly MappingCandidate[]
}
export type MappingDecision =
  | { readonly state: 'mapped'; readonly target: string; readonly equivalence: MappingEquivalence }
  | { readonly state: 'no-match' }
  | { readonly state: 'later' }
// POST /api/catalogues/mapping/decisions {items: [{key, decision}]};   POST /api/catalogues/mapping/undo {batch}
export interface MappingDecided {
  readonly batch: string
  readonly decided: number
}
// POST /api/catalogues/mapping/bulk {source, list, threshold}   a proposal, nothing kept
export interface MappingBulk {
  readonly items: readonly {
    readonly key: MappingKey
    readonly display: string
    readonly count: number
    readonly target: { readonly code: string; readonly name: string }
    readonly score: number
  }[]
}
// GET /api/catalogues/mapping/concept-map?source=&list=   FHIR R4 ConceptMap
