import { z } from 'zod'

/** A test plan: what a vendor's messages of one kind must show before a facility goes live. Data, in plans/*.json. */

/** Asked of one field of a row. */
const test = z
  .object({
    filled: z.boolean().optional(),
    in: z.array(z.string()).min(1).optional(),
    matches: z.string().optional(),
    /** Compared as text: BHYT dates sort that way. */
    from: z.string().optional(),
    until: z.string().optional(),
    list: z.enum(['ward-2025']).optional(),
  })
  .strict()
export type FieldTest = z.infer<typeof test>

/** What of one thing came before under the same key. */
const history = z.enum(['same-again', 'correction', 'fixed-after-refusal'])
export type History = z.infer<typeof history>

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly history: History }
  | { readonly table: string; readonly where?: Readonly<Record<string, FieldTest>>; readonly rows?: number }

const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.object({ all: z.array(condition).min(1) }).strict(),
    z.object({ any: z.array(condition).min(1) }).strict(),
    z.object({ history }).strict(),
    z
      .object({
        table: z.string(),
        where: z.record(z.string(), test).optional(),
        rows: z.number().int().min(1).optional(),
      })
      .strict(),
  ]),
)

/** What a facility offers; a part of a plan that needs something else is not asked of it. */
export const services = ['inpatient', 'surgery', 'obstetrics', 'laboratory'] as const
export type Service = (typeof services)[number]

export const planSchema = z
  .object({
    id: z.string().regex(/^[a-z0-9-]+$/),
    /** A new version asks for a new run. */
    version: z.string().regex(/^\d{4}\.\d+$/),
    title: z.string(),
    /** Kinds of `SentMessage` it speaks of. */
    kinds: z.array(z.string()).min(1),
    /** Where its demands come from. */
    source: z.string(),
    minimumMessages: z.number().int().min(1),
    /** Share of messages that may stand refused at the end. */
    openErrorShare: z.number().min(0).max(1),
    minimumScore: z.number().min(0).max(100),
    tables: z.array(
      z
        .object({
          table: z.string(),
          title: z.string(),
          /** False: shown in the report, blocks nothing. */
          needed: z.boolean(),
          needs: z.enum(services).optional(),
          /** Each must be seen filled at least once. */
          fields: z.array(z.string()).min(1),
        })
        .strict(),
    ),
    situations: z.array(
      z
        .object({
          id: z.string().regex(/^[a-z0-9-]+$/),
          title: z.string(),
          how: z.string(),
          required: z.boolean(),
          needs: z.enum(services).optional(),
          shows: condition,
        })
        .strict(),
    ),
  })
  .strict()
export type Plan = z.infer<typeof planSchema>
