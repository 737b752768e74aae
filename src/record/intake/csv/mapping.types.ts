import { z } from 'zod'

/** What a list is about; it chooses which fields are offered first, and stands in the key of lines without MA_LK. */
export const listKinds = ['visit', 'laboratory', 'immunization', 'notifiable-case'] as const
export type ListKind = (typeof listKinds)[number]

export const mappedTables = ['XML1', 'XML2', 'XML3', 'XML4', 'XML5'] as const
export type MappedTable = (typeof mappedTables)[number]

const short = z.string().max(200)
const column = z.number().int().min(0).max(499)

const step = z.discriminatedUnion('kind', [
  /** `formats`: words of yyyy yy MM M dd d HH H mm m ss s, or `excel` (days since 1899-12-30). */
  z.object({ kind: z.literal('date'), formats: z.array(z.string().min(2).max(40)).min(1).max(12) }),
  z.object({ kind: z.literal('sex') }),
  /** `comma`: 1.234,5 is one thousand and some; otherwise 1,234.5 is. */
  z.object({ kind: z.literal('decimal'), comma: z.boolean() }),
  z.object({
    kind: z.literal('codes'),
    codes: z.array(z.tuple([short, short])).max(2_000),
    otherwise: z.enum(['keep', 'empty', 'refuse']),
  }),
  /** One piece of a value; counted from 1, or from the end with -1. */
  z.object({
    kind: z.literal('piece'),
    between: z.string().min(1).max(5),
    at: z.number().int().min(-20).max(20),
  }),
  /** Zeros in front that a spreadsheet has lost. */
  z.object({ kind: z.literal('pad'), length: z.number().int().min(1).max(20) }),
  z.object({ kind: z.literal('upper') }),
])
export type Step = z.infer<typeof step>

const field = z.object({
  table: z.enum(mappedTables),
  field: z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/),
  /** Several columns are joined with `between`, empty ones left out. Without columns: the constant. */
  columns: z.array(column).max(20),
  between: z.string().max(10).default(' '),
  constant: z.string().max(1_000).default(''),
  steps: z.array(step).max(6).default([]),
})
export type MappedField = z.infer<typeof field>

/** Which column of a line list says which field of the BHYT tables. Data, never code; every version is kept. */
export const csvMapping = z.object({
  list: z.enum(listKinds),
  /** The header as it stands in the file; another header is another mapping. */
  columns: z.array(z.string().max(300)).min(2).max(500),
  fields: z.array(field).max(400),
  /** Columns that tell one visit from another. Without a mapped MA_LK they make its key. */
  keyColumns: z.array(column).max(10).default([]),
  /** Lines that follow each other and agree in the key columns are one visit. */
  together: z.boolean().default(false),
})
export type CsvMapping = z.infer<typeof csvMapping>

/** What is kept beside the records of a CSV file, as JSON in `RecordContext.kept`. */
export const csvKept = z.object({
  columns: z.array(z.string()),
  delimiter: z.string().length(1),
  lineEnd: z.enum(['lf', 'cr']),
  /** Columns by which lines were put together when the file was cut; none: every line is a record. */
  groupedBy: z.array(z.number()),
  mapping: csvMapping.nullable(),
  mappingVersion: z.number().nullable(),
})
export type CsvKept = z.infer<typeof csvKept>
