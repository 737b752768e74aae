import type { ListName } from '#vocabulary/catalogues'

/**
 * How a section of a paper is made of fields, and read back:
 * `text` the field (of two, the first sent: QĐ 3176 renamed it), `time` and `span` times in words, `name` a code by its
 * name, `yes` a 1, `sex` of a child, `join` fields with a separator, `issued` a day and a place, `diseases` ICD-10 codes
 * with their names (said again from bảng 1).
 */
export type SectionKind = 'text' | 'time' | 'span' | 'name' | 'yes' | 'sex' | 'join' | 'issued' | 'diseases'

export interface PaperSection {
  readonly code: string
  readonly title: string
  readonly kind: SectionKind
  readonly fields: readonly string[]
  readonly list?: ListName
  readonly separator?: string
}

/** A form of the tables as a Composition: its headed paragraphs, who signs it, what names it. */
export interface Paper {
  readonly type: string
  readonly title: string
  /** LOINC document code, where there is one that means the same. */
  readonly loinc?: string
  /** Number of the paper, for its identifier: the first that was sent. */
  readonly number: readonly string[]
  /** Day of the paper; otherwise the end of the visit. */
  readonly date: readonly string[]
  readonly authors: readonly string[]
  readonly authorName?: string
  readonly head?: string
  /** Beginning and end of the stay, when the paper says them. */
  readonly stay?: readonly [from: string, to: string]
  readonly sections: readonly PaperSection[]
  /** Fields that nobody reads as a paragraph: part of extension `paper-boxes` → field. */
  readonly boxes?: readonly (readonly [part: string, field: string])[]
  /** Fields that always say what bảng 1 says; a box holds what differs. Field → field of bảng 1. */
  readonly same?: Readonly<Record<string, string>>
  /** Fields that may be left empty and else say what bảng 1 says ("must equal XML1 if present"). */
  readonly repeats?: readonly string[]
}

/** Values of one row. */
export type PaperValues = Readonly<Record<string, string | undefined>>
