import type { Clock } from '#foundation/clock'
import type { Database } from '#foundation/db'
import { changeModel } from '#foundation/linkage'
import { fail, ok, type Result } from '#foundation/result'
import { readName } from '#vocabulary/demographics/names'
import { keepLearned, openLinkContext } from '../links/index.ts'
import {
  countNames,
  type ModelSettings,
  openVietnameseModel,
  readAll,
  writeSettings,
} from '../model/index.ts'
import { learnDummiesOf } from './learn-dummies.ts'
import { learnHotValues } from './learn-hot-values.ts'
import { type LearnedWeights, learnWeights, usualPairs } from './learn-weights.ts'
import { type OpenedVersion, openVersion } from './open-version.ts'
import { sampleWords } from './sample-words.ts'
import { tuningProblems } from './tuning.problems.ts'
import { countLiving, findVersions } from './versions.queries.ts'
import type { Watch } from './watch.types.ts'

export interface LearnAsked {
  /** For how many persons; absent: as many as there are, never fewer than the version in force is for. */
  readonly persons?: number
  /** Records looked at for weights and names. */
  readonly sample: number
  /** Dummies and hot values only: weights and names stay as they are. */
  readonly onlyValues?: boolean
}

/** What a version was made of, for people to read. Numbers only: nothing of anybody. */
export interface LearnedFrom {
  readonly records: number
  readonly sample: number
  readonly persons: number
  readonly dummies: number
  readonly hotValues: number
  readonly names: number
  readonly weights: Omit<LearnedWeights, 'linkage'> | null
}

export interface LearnedVersion {
  readonly number: number
  readonly version: string
  /** False: the records say what a version says already. */
  readonly isNew: boolean
  readonly learned: LearnedFrom
  readonly settings: ModelSettings
  readonly former: ModelSettings
}

/** `records`: with fewer, weights would follow chance. */
const usualEffort = { records: 20_000, ...usualPairs }

/**
 * Learns a version from the installation's own records and keeps it as coming: nothing changes until it is applied. Reads; the
 * one thing it writes is the version, whole, at the end.
 */
export async function learnVersion(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  asked: LearnAsked,
  watch: Watch = {},
  effort = usualEffort,
): Promise<Result<LearnedVersion>> {
  const now = clock.now()
  const opened = await openVersion(db, 'in-force', { now })
  if (!opened.ok) return opened
  const base = opened.value
  const counted = await countLiving(db)
  if (!asked.onlyValues && counted.records < effort.records)
    return fail(tuningProblems.tooFewRecords(counted.records, effort.records))
  watch.onProgress?.('common-numbers', 0, 1)
  const dummies = await learnDummiesOf(db)
  watch.signal?.throwIfAborted()
  watch.onProgress?.('common-keys', 0, 1)
  const hotValues = await learnHotValues(db, base.context, base.settings.linkage.hotValues, dummies, watch)
  watch.signal?.throwIfAborted()
  const values = { dummies, persons: asked.persons ?? personsFor(counted.persons, base.settings.persons) }
  const made = asked.onlyValues
    ? { settings: onlyValues(base, values, hotValues), weights: null, sample: 0 }
    : await withWeights(
        db,
        base,
        values,
        hotValues,
        { records: counted.records, atMost: asked.sample },
        effort,
        watch,
      )
  watch.signal?.throwIfAborted()
  const learned: LearnedFrom = {
    ...{ records: counted.records, sample: made.sample, persons: values.persons, dummies: dummies.length },
    hotValues: Object.values(hotValues).reduce((sum, { length }) => sum + length, 0),
    names: made.settings.names?.records ?? 0,
    weights: made.weights,
  }
  const kept = await keepVersion(db, made.settings, learned, now)
  return ok({ ...kept, learned, settings: made.settings, former: base.settings })
}

/** Two digits: a person more or less is no other version. */
function personsFor(counted: number, before: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, counted))) - 1)
  return Math.max(before, Math.ceil(counted / unit) * unit)
}

type Values = Required<Pick<ModelSettings, 'dummies' | 'persons'>>

const onlyValues = (
  { settings }: OpenedVersion,
  values: Values,
  hotValues: Awaited<ReturnType<typeof learnHotValues>>,
): ModelSettings => ({ ...settings, ...values, linkage: changeModel(settings.linkage, { hotValues }) })

async function withWeights(
  db: Database,
  { settings }: OpenedVersion,
  values: Values,
  hotValues: Awaited<ReturnType<typeof learnHotValues>>,
  size: { readonly records: number; readonly atMost: number },
  pairs: typeof usualPairs,
  watch: Watch,
) {
  const words = await sampleWords(db, size, watch)
  const names = countNames(words.any.map(({ fullName }) => readName(fullName)))
  watch.onProgress?.('weights', 0, 1)
  const any = readAll(words.any, values.dummies, names)
  const near = words.near === words.any ? any : readAll(words.near, values.dummies, names)
  const { linkage, ...weights } = learnWeights(settings.linkage, { any, near }, hotValues, pairs)
  return {
    settings: { ...settings, ...values, names, linkage },
    sample: near === any ? any.length : any.length + near.length,
    weights,
  }
}

async function keepVersion(db: Database, settings: ModelSettings, learned: LearnedFrom, now: Date) {
  const model = openVietnameseModel(settings)
  const isNew = !(await findVersions(db)).some((row) => row.version === model.version)
  const { modelNumber } = await openLinkContext(db, model, { now, settings: writeSettings(settings) })
  if (isNew) await keepLearned(db, modelNumber, learned)
  return { number: modelNumber, version: model.version, isNew }
}
