import type { z } from 'zod'
import { type ConfigSlice, looksSecret, metaOf } from './define-config.ts'
import { expectedOf } from './expected.ts'

/** One row of docs/configuration.md. */
export interface ConfigRow {
  readonly name: string
  readonly room: string
  /** Printable default, or null where there is none. */
  readonly default: string | null
  readonly required: boolean
  readonly secret: boolean
  readonly expected: string
  readonly description: string
}

/** Rows for the generated documentation, in the order of the slices. */
export function describeConfig(slices: readonly ConfigSlice[]): ConfigRow[] {
  return slices.flatMap(({ room, schema }) =>
    (Object.entries(schema.shape) as [string, z.ZodType][]).map(([name, field]) => {
      const meta = metaOf(field)
      const empty = field.safeParse(undefined)
      return {
        name,
        room,
        default: empty.success ? printable(empty.data) : null,
        required: !empty.success,
        secret: meta.secret || looksSecret(name),
        expected: expectedOf(field),
        description: meta.description ?? '',
      }
    }),
  )
}

/** Nothing set, in whatever form it is kept, is no default to print. */
const printable = (value: unknown): string | null => {
  if (value === undefined || value === '') return null
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.keys(value).length === 0 ? null : JSON.stringify(value)
}
