import { fieldNamed, groupNamed, recordTime } from '#vocabulary/medical-record'
import type { MedicalRecordMessage, MedicalRecordRow } from '#vocabulary/messages'
import type { SourceRow } from '../draft.types.ts'

/**
 * The fields of one row, taken one by one. What nobody takes is told by `rest`, with its label, so that a field this room
 * does not know, or cannot read, still reaches the record as words: nothing is lost by being unexpected.
 */
export class Fields {
  readonly source: SourceRow
  readonly #group: string
  readonly #row: MedicalRecordRow
  readonly #taken = new Set<string>()
  readonly #below = new Map<string, Fields[]>()

  constructor(group: string, row: MedicalRecordRow, sourceRow: number = row.row) {
    this.#group = group
    this.#row = row
    this.source = { table: group, row: sourceRow }
    for (const [name, rows] of Object.entries(row.rows ?? {}))
      this.#below.set(
        name,
        rows.map((each) => new Fields(group, each, sourceRow)),
      )
  }

  /** Looks without taking. */
  see(name: string): string | undefined {
    return this.#row.values[name]
  }

  take(name: string): string | undefined {
    this.#taken.add(name)
    return this.#row.values[name]
  }

  /** The first of several names that has a value. */
  takeFirst(...names: readonly string[]): string | undefined {
    const name = names.find((each) => this.#row.values[each] !== undefined)
    return name === undefined ? undefined : this.take(name)
  }

  /** Takes a value only when it is read; what cannot be read stays words. */
  takeRead<T>(name: string, read: (text: string) => T | null | undefined): T | undefined {
    const text = this.#row.values[name]
    const value = text === undefined ? null : read(text)
    if (value === null || value === undefined) return undefined
    this.#taken.add(name)
    return value
  }

  takeTime(...names: readonly string[]): string | undefined {
    for (const name of names) {
      const time = this.takeRead(name, recordTime)
      if (time !== undefined) return time
    }
    return undefined
  }

  below(name: string): readonly Fields[] {
    return this.#below.get(name) ?? []
  }

  get names(): readonly string[] {
    return [...this.#below.keys()]
  }

  /**
   * What nobody took, as label and text, in the order sent; what lies below stands under the label above it, but for lists
   * that speak for themselves.
   */
  rest(
    except: readonly string[] = [],
  ): { readonly name: string; readonly label: string; readonly text: string }[] {
    const own = Object.entries(this.#row.values)
      .filter(([name]) => !this.#taken.has(name))
      .map(([name, text]) => ({ name, label: this.#label(name), text }))
    const below = [...this.#below].flatMap(([name, rows]) => {
      if (except.includes(name)) return []
      const lines = rows.map((each) => each.#line()).filter((line) => line !== '')
      return lines.length > 0 ? [{ name, label: this.#label(name), text: lines.join('\n') }] : []
    })
    return [...own, ...below]
  }

  #line(): string {
    return this.rest()
      .map(({ label, text }) => `${label}: ${text}`)
      .join('; ')
  }

  /** `danhsachsinhhieu` has no label of its own: its name is shown. */
  #label(name: string): string {
    return fieldNamed(this.#group, name)?.label ?? name
  }
}

export const fieldsOf = (message: MedicalRecordMessage, group: string): Fields[] =>
  (message.groups[group] ?? []).map((row) => new Fields(group, row))

/** What people call a group. */
export const titleOf = (group: string): string => groupNamed(group)?.title ?? group
