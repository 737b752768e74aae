import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type LinkageModel, linkageProblems, readModel, writeModel } from '#foundation/linkage'
import { projectRoot } from '#foundation/project'
import { fail, ok, type Result } from '#foundation/result'
import type { Calibrations } from './chances.ts'

/** What is learned and shipped: weights, and by class of evidence what they are worth. */
export interface LearnedModel {
  readonly linkage: LinkageModel
  readonly calibrations: Calibrations
}

const rises = (values: readonly number[]) => values.every((value, at) => at === 0 || value >= values[at - 1]!)

const shape = z.strictObject({
  linkage: z.unknown(),
  calibrations: z.record(
    z.string(),
    z
      .strictObject({
        bits: z.array(z.number()),
        probabilities: z.array(z.number().min(0).max(1)),
        noise: z.number().positive().optional(),
        growth: z.number().min(0).optional(),
      })
      .refine((c) => c.bits.length === c.probabilities.length && rises(c.bits) && rises(c.probabilities)),
  ),
})

/** One text, a line for each part: the same model is always the same text. */
export const writeLearned = ({ linkage, calibrations }: LearnedModel): string =>
  `${JSON.stringify({ linkage: JSON.parse(writeModel(linkage)), calibrations }, null, 1)}\n`

/** Reads what `writeLearned` wrote; weights that were touched since are refused. */
export function readLearned(text: string): Result<LearnedModel> {
  const read = shape.safeParse(parsed(text))
  if (!read.success) return fail(linkageProblems.modelUnreadable)
  const linkage = readModel(JSON.stringify(read.data.linkage))
  return linkage.ok ? ok({ linkage: linkage.value, calibrations: read.data.calibrations }) : linkage
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Where the shipped model is; `scripts/train-identity.ts` makes it. */
export const priorModelFile = (): string =>
  join(projectRoot(), 'src/record/identity/model/data/prior-model.generated.json')

let prior: LearnedModel | undefined

/** The shipped model, for an index too small to learn its own. Throws if the file is damaged: the installation is. */
export function priorModel(): LearnedModel {
  if (prior) return prior
  const read = readLearned(readFileSync(priorModelFile(), 'utf8'))
  if (!read.ok) throw new Error(read.problem.code)
  prior = read.value
  return prior
}
