import { z } from 'zod'

/** The part of a ViewDefinition that makes rows (SQL on FHIR v2); what else it says is for people. */
const path = z.string().min(1).max(20_000)
/** `sql-name`: fit for any database. */
const name = z
  .string()
  .max(255)
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/)

const column = z.object({
  name,
  path,
  type: z.string().optional(),
  collection: z.boolean().optional(),
})

export type ColumnDefinition = z.infer<typeof column>

export interface SelectDefinition {
  readonly column?: readonly ColumnDefinition[] | undefined
  readonly select?: readonly SelectDefinition[] | undefined
  readonly forEach?: string | undefined
  readonly forEachOrNull?: string | undefined
  readonly repeat?: readonly string[] | undefined
  readonly unionAll?: readonly SelectDefinition[] | undefined
}

const select: z.ZodType<SelectDefinition> = z.lazy(() =>
  z.object({
    column: z.array(column).max(2000).optional(),
    select: z.array(select).max(200).optional(),
    forEach: path.optional(),
    forEachOrNull: path.optional(),
    repeat: z.array(path).min(1).max(50).optional(),
    unionAll: z.array(select).min(1).max(200).optional(),
  }),
)

export const viewDefinition = z.object({
  resource: z.string(),
  constant: z.array(z.looseObject({ name })).max(500).optional(),
  select: z.array(select).min(1).max(200),
  where: z.array(z.object({ path })).max(200).optional(),
})

export type ViewDefinition = z.infer<typeof viewDefinition>
