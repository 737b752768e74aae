import { seeded } from '#foundation/linkage'
import { priorModel, usualThresholds } from '#record/identity/model'
import { generatePopulation } from '../../province/index.ts'
import { benchFebrl } from '../febrl/index.ts'
import type { Part } from '../report.ts'
import { type HardFigures, hardFigures, hardSet, kin, newbornsWithoutNumber } from './hard-cases.ts'
import { linkPopulation, partitionOf } from './link-population.ts'
import { openModel } from './open-model.ts'
import { type Baseline, ruleBaselines } from './rule-baselines.ts'
import type { HardRun, PopulationRun } from './runs.types.ts'
import {
  baselineTable,
  fateTable,
  hardTable,
  populationFigures,
  populationTable,
  reliabilityFigures,
  reliabilityTable,
  speedFigures,
} from './tables.ts'
import { pooledByStrength, writePlots } from './write-plots.ts'

/** Never used while the model was made: tuning has its own seeds (README of the model). */
const freshSeeds = [301, 302, 303, 304, 305]
const strengths = [1, 1.5]

/** Who is whose: accuracy on Febrl and on Vietnamese populations nobody tuned for, with the speed of the same runs. */
export async function benchIdentity({
  persons = 10_000,
  seeds = freshSeeds,
  out,
}: {
  readonly persons?: number
  readonly seeds?: readonly number[]
  /** Where the plots go: this path with `-reliability.svg` and `-recall.svg` behind it. */
  readonly out?: string
} = {}): Promise<Part> {
  const febrl = await benchFebrl()
  const runs: PopulationRun[] = []
  let baselines: Baseline[] = []
  for (const errors of strengths)
    for (const seed of seeds) {
      const records = [...generatePopulation({ persons, seed, errors })]
      runs.push({
        name: `seed ${seed}, errors ×${errors}`,
        errors,
        linked: linkPopulation(records, openModel(records, persons)),
      })
      if (runs.length === 1) baselines = ruleBaselines(records)
    }
  const hard = hardRuns(Math.ceil(persons / 2), seeds[0]!)
  const isOrderFree = ordersAgree(Math.min(persons, 5_000), seeds[1]!)
  const pooled = pooledByStrength(runs)
  const plots = out ? writePlots(out, runs, pooled) : []
  return {
    part: `identity: who is whose (${persons.toLocaleString('en')} persons a run)`,
    figures: [
      ...febrl.figures.map((figure) => ({ ...figure, name: `febrl engine · ${figure.name}` })),
      ...populationFigures(runs),
      ...reliabilityFigures(pooled),
      ...hard.flatMap(({ errors, kin, namesakes, newborns }) => [
        {
          name: `hard set ×${errors}: twins, siblings, parents and children joined without a number`,
          value: kin,
          unit: 'cases',
          must: { at: 'most' as const, value: 0 },
        },
        {
          name: `hard set ×${errors}: unnamed newborns joined without a number`,
          value: newborns,
          unit: 'records',
          must: { at: 'most' as const, value: 0 },
        },
        {
          name: `hard set ×${errors}: namesakes of one day and commune joined`,
          value: namesakes,
          unit: 'cases',
        },
      ]),
      {
        name: 'same partition in random orders',
        value: isOrderFree,
        unit: 'of 5',
        must: { at: 'least', value: 5 },
      },
      ...speedFigures(runs),
    ],
    notes: [
      ...febrl.notes,
      ...populationTable(runs),
      ...fateTable(runs),
      ...reliabilityTable(pooled),
      ...baselineTable(baselines),
      ...hardTable(hard),
      ...plots,
    ],
    details: {
      model: { linkage: priorModel().linkage.version, thresholds: usualThresholds },
      runs: runs.map(({ name, linked: { groups: _, ...rest } }) => ({ name, ...rest })),
      baselines,
      hard,
    },
  }
}

function hardRuns(persons: number, seed: number): HardRun[] {
  return strengths.map((errors) => {
    const set = hardSet({ persons, seed, errors })
    const { groups } = linkPopulation(set.records, openModel(set.records, persons))
    const kinds = hardFigures(set, groups)
    return {
      errors,
      kinds,
      kin: joinedOf(kinds.filter(({ kind }) => kin.includes(kind))),
      namesakes: joinedOf(kinds.filter(({ kind }) => kind === 'strangers-of-one-name-and-day')),
      newborns: newbornsWithoutNumber(set, groups),
    }
  })
}

const joinedOf = (kinds: readonly HardFigures[]) =>
  kinds.reduce((sum, { joinedWithoutNumber }) => sum + joinedWithoutNumber, 0)

/** How many of five shuffled lists come to the same groups as the list in its own order. */
function ordersAgree(persons: number, seed: number): number {
  const records = [...generatePopulation({ persons, seed })]
  const model = openModel(records, persons)
  const expected = partitionOf(records, model)
  const random = seeded(5)
  return Array.from({ length: 5 }, () => {
    const drawn = records.map((record) => ({ record, place: random() })).sort((a, b) => a.place - b.place)
    return (
      partitionOf(
        drawn.map(({ record }) => record),
        model,
      ) === expected
    )
  }).filter(Boolean).length
}
