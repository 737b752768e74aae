/**
 * Writes records of invented people into a folder, with the truth in the last columns, for trying linkage:
 *   npm run generate-population -- --out DIR [--persons N] [--seed S] [--errors X] [--variant legacy] [--hard SHARE]
 * records.csv and cases.csv; the same options give the same bytes. It lies here and not in `mach`, which knows nothing of the
 * pretended province.
 */
import { parseArgs } from 'node:util'
import { writeFiles } from '#foundation/files'
import {
  generatePopulation,
  makeHouseholds,
  type PopulationOptions,
  writeCases,
  writeCsv,
} from '../province/index.ts'

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    persons: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    errors: { type: 'string', default: '1' },
    variant: { type: 'string', default: 'usual' },
    hard: { type: 'string', default: '0' },
  },
})
const [persons, seed, errors, hard] = [values.persons, values.seed, values.errors, values.hard].map(Number)
const variant = (['usual', 'legacy'] as const).find((known) => known === values.variant)
const isAsked =
  values.out &&
  variant &&
  persons! >= 1 &&
  Number.isSafeInteger(persons) &&
  Number.isSafeInteger(seed) &&
  errors! >= 0 &&
  hard! >= 0 &&
  hard! <= 1
if (!isAsked) {
  console.error(
    'npm run generate-population -- --out DIR [--persons N] [--seed S] [--errors X] [--variant usual|legacy] [--hard 0…1]',
  )
  process.exit(1)
}
const options: PopulationOptions = {
  persons: persons!,
  seed: seed!,
  errors: errors!,
  hard: hard!,
  variant: variant!,
}
let records = 0

function* counted() {
  for (const record of generatePopulation(options)) {
    records += 1
    if (records % 100_000 === 0) console.error(`${records.toLocaleString('en')} records`)
    yield record
  }
}

await writeFiles(values.out!, [
  { name: 'records.csv', pieces: writeCsv(counted()) },
  { name: 'cases.csv', pieces: writeCases(makeHouseholds(options)) },
])
console.log(
  `${records.toLocaleString('en')} records of ${persons!.toLocaleString('en')} persons in ${values.out}`,
)
