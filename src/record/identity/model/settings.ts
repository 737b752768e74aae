import { z } from 'zod'
import { linkageProblems } from '#foundation/linkage'
import { fail, ok, type Result } from '#foundation/result'
import type { LearnedDummy } from '#vocabulary/demographics/numbers'
import type { ModelSettings } from './open-model.ts'
import { priorModel, readLearned, writeLearned } from './prior-model.ts'

/** A province: what a stranger's agreement is worth until an installation learns its own size. */
const personsOfProvince = 1_000_000

/** What an installation starts with. */
export const shippedSettings = (): ModelSettings => ({ ...priorModel(), persons: personsOfProvince })

const counts = z.record(z.string(), z.number().positive())
const shape = z.strictObject({
  learned: z.string(),
  persons: z.number().positive(),
  dummies: z.array(z.strictObject({ system: z.string(), value: z.string() })),
  names: z.strictObject({ records: z.number(), surnames: counts, givens: counts, full: counts }).optional(),
  auto: z.number().min(0).max(1).optional(),
  review: z.number().min(0).max(1).optional(),
})

/** One text for one version, from which `readSettings` opens the same version again. */
export function writeSettings(settings: ModelSettings): string {
  const { linkage, calibrations = {}, persons, dummies = [], ...chosen } = settings
  return JSON.stringify({ learned: writeLearned({ linkage, calibrations }), persons, dummies, ...chosen })
}

/** Reads what `writeSettings` wrote; weights that were touched since are refused. */
export function readSettings(text: string): Result<ModelSettings> {
  const read = shape.safeParse(parsed(text))
  if (!read.success) return fail(linkageProblems.modelUnreadable)
  const { learned, dummies, persons, names, auto, review } = read.data
  const model = readLearned(learned)
  if (!model.ok) return model
  return ok({
    ...model.value,
    ...{ persons, dummies: dummies as readonly LearnedDummy[] },
    ...(names === undefined ? {} : { names }),
    ...(auto === undefined ? {} : { auto }),
    ...(review === undefined ? {} : { review }),
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
