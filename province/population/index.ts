/** Vietnamese people and what six kinds of sources write of them, with the truth behind it. All are invented. See README.md. */

/** The hard cases in a file of their own. */
export { readCases, writeCases } from './csv/cases-csv.ts'
/** The columns of a file of records, by name. */
export { columns } from './csv/columns.ts'
/** Records from a file: streaming, columns by name, what cannot be read is a problem. */
export { type ReadRecord, readCsv } from './csv/read-csv.ts'
/** Records into a file: pieces of text, bounded memory. */
export { writeCsv } from './csv/write-csv.ts'
/** Records of a population, alone or with the households behind them; the same options give the same bytes. */
export {
  generateHouseholds,
  generatePopulation,
  type HouseholdRecords,
  type PopulationOptions,
} from './generate-population.ts'
/** A name in one line. */
export { fullName } from './names/draw-name.ts'
/** People in their households, without any records: for illness and visits. */
export { type HouseholdOptions, makeHouseholds } from './people/make-households.ts'
/** What somebody's papers said on a day. */
export { papersOn } from './people/papers-on.ts'
export {
  type Fault,
  faultNames,
  type HardCase,
  type Home,
  type Household,
  hardCases,
  type Inhabitant,
  type LabelledCase,
  type LifeEvent,
  type Papers,
  type PersonName,
  type SourceKind,
  type WrittenRecord,
} from './population.types.ts'
/** The error model in numbers: shares of faults by strength and variant. */
export { type ErrorRates, errorRates, type Variant } from './records/error-rates.ts'
/** The table of sources. */
export { type Source, sources } from './records/sources.ts'
/** Whether two records have a number in common that is a person's own: for evaluations of the hard cases. */
export { shareANumber } from './share-a-number.ts'
/** How many records, persons and true pairs a set has. */
export { type Truth, truthOf } from './truth.ts'
