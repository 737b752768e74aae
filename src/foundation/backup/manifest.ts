import { z } from 'zod'

/** Raised when an older Mạch could no longer read the file. */
export const FORMAT = 1

const tableSchema = z.object({
  schema: z.string(),
  table: z.string(),
  columns: z.array(z.string()),
})

/** First in the file: what is in it. */
export const manifestSchema = z.object({
  format: z.number().int(),
  program: z.string(),
  server: z.string(),
  takenAt: z.string(),
  rooms: z.array(z.string()),
  extensions: z.array(z.string()),
  migrations: z.array(
    z.object({ room: z.string(), name: z.string(), sha256: z.string(), appliedAt: z.string() }),
  ),
  tables: z.array(tableSchema),
  sequences: z.array(
    z.object({ schema: z.string(), name: z.string(), value: z.string(), called: z.boolean() }),
  ),
})
export type Manifest = z.infer<typeof manifestSchema>
export type TableName = z.infer<typeof tableSchema>

/** After each table: what it must have been. */
export const tableEndSchema = z.object({
  rows: z.number().int(),
  bytes: z.number().int(),
  sha256: z.string(),
})
export type TableEnd = z.infer<typeof tableEndSchema>

/** Last in the file: a file without it is cut off. */
export const endSchema = z.object({ tables: z.number().int(), rows: z.number().int() })

/** Told after every few megabytes and at the end of each table. */
export interface BackupProgress {
  readonly schema: string
  readonly table: string
  readonly tablesDone: number
  readonly tables: number
  /** Uncompressed bytes so far, of all tables. */
  readonly bytes: number
}

export interface BackupReport {
  readonly tables: number
  readonly rows: number
  readonly bytes: number
}
