/** A version of a catalogue, whether it came with the program or was imported. */
export interface Version {
  readonly version: number
  readonly origin: 'bundled' | 'imported'
  readonly label: string
  readonly note: string | null
  /** First day in force; null where it is not known (bundled only). */
  readonly from: string | null
  readonly replacedBy: { readonly label: string; readonly from: string | null } | null
  /** For an imported version: what it stands on, itself last. */
  readonly lineage: readonly number[]
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

/** What a version does to the one below it. */
export interface Change {
  readonly code: string
  readonly ended: boolean
  readonly name: string
  readonly fields: Readonly<Record<string, string>>
}

/** Versions that come with the program have the numbers up to here; imported ones go on behind. */
export const lastBundledNumber = 99
