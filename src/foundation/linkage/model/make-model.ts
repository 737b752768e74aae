import { hash } from 'node:crypto'
import { z } from 'zod'
import { fail, ok, type Result } from '#foundation/result'
import { linkageProblems } from '../linkage.problems.ts'
import type { LinkageModel, ModelContent } from './model.types.ts'

const share = z.number().gt(0).lte(1)
const contentShape = z.strictObject({
  scheme: z.string(),
  comparisons: z.array(
    z.strictObject({
      name: z.string(),
      family: z.string(),
      levels: z.array(
        z.strictObject({
          name: z.string(),
          m: share,
          u: share,
          bits: z.number(),
          reference: share.optional(),
        }),
      ),
    }),
  ),
  familyCaps: z.record(z.string(), z.number()),
  frequencyBits: z.strictObject({ floor: z.number().nonnegative(), cap: z.number().nonnegative() }),
  hotValues: z.record(z.string(), z.array(z.string())),
  inputs: z.record(z.string(), z.string()),
  calibration: z
    .strictObject({ bits: z.array(z.number()), probabilities: z.array(z.number().min(0).max(1)) })
    .refine((c) => c.bits.length === c.probabilities.length && rises(c.bits) && rises(c.probabilities))
    .optional(),
  trainedOn: z.strictObject({ records: z.number(), pairs: z.number(), matches: z.number() }),
})

const rises = (values: readonly number[]) => values.every((value, i) => i === 0 || value >= values[i - 1]!)

/** Members in alphabetical order, so that equal content has one text and one version. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (value === null || typeof value !== 'object') return value
  const sorted = Object.entries(value).filter(([, member]) => member !== undefined)
  sorted.sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map(([key, member]) => [key, canonical(member)]))
}

const versionOf = (content: ModelContent) => hash('sha256', JSON.stringify(canonical(content))).slice(0, 16)

/** Puts the version on. */
export const makeModel = (content: ModelContent): LinkageModel =>
  Object.freeze({ ...content, version: versionOf(content) })

/** The model with something changed (a calibration, a newer list of hot values): another model, with its own version. */
export const changeModel = (
  { version: _, ...content }: LinkageModel,
  change: Partial<ModelContent>,
): LinkageModel => makeModel({ ...content, ...change })

/** The model as one text; the same model is always the same text. */
export const writeModel = (model: LinkageModel): string => JSON.stringify(canonical(model))

/** Reads what `writeModel` wrote; a text that was touched since no longer fits its version and is refused. */
export function readModel(text: string): Result<LinkageModel> {
  const shape = contentShape.extend({ version: z.string() })
  const read = shape.safeParse(parsed(text))
  if (!read.success) return fail(linkageProblems.modelUnreadable)
  const { version, ...content } = read.data
  return version === versionOf(content) ? ok(makeModel(content)) : fail(linkageProblems.modelChanged)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
