import type { Digits } from '#foundation/json'
import type { ResourceVersion } from '#gate/access'

/** A stored resource, read. */
export interface Found<T = unknown> {
  readonly stored: ResourceVersion
  readonly resource: T
  /** How its numbers were written. */
  readonly digits: Digits
}

/** What a patient has, by type. */
export interface Findings {
  of<T>(type: string): readonly Found<T>[]
}

/** One line of a section: a resource, and what a person reads of it. */
export interface Line {
  readonly found: Found
  readonly text: string
}

/** A section of the summary: what belongs into it and how it is said. */
export interface SectionRule {
  /** LOINC. */
  readonly code: string
  readonly display: string
  readonly title: string
  /** A required section that is empty says so; others are left out. */
  readonly whenEmpty: string | null
  readonly lines: (findings: Findings, at: Date) => readonly Line[]
}
