/** A pretend province: people, facilities, illnesses, and what each vendor's HIS would send. Everyone is invented. */

export type { GeneratedVisit, GenerateOptions, LargeFileOptions } from './generate.ts'
/** Visits as complete BHYT files, seeded; facilities 99901 and on, each with one vendor's habits. */
export {
  batchFile,
  facilityOfEachHabit,
  generateVisits,
  largeFile,
  pretendFacilities,
} from './generate.ts'
export type { LabTruth, PretendFacility, VisitTruth } from './make-visit.ts'
export type { Illness, Person } from './people.ts'
/** The people alone. */
export { makePeople } from './people.ts'
/** People in households, what six kinds of sources write of them, and which records are of whom: `population/README.md`. */
export {
  type Fault,
  generateHouseholds,
  generatePopulation,
  type HardCase,
  type Household,
  type HouseholdRecords,
  hardCases,
  type Inhabitant,
  type LabelledCase,
  makeHouseholds,
  type PopulationOptions,
  papersOn,
  type ReadRecord,
  readCases,
  readCsv,
  type SourceKind,
  shareANumber,
  type Truth,
  truthOf,
  type WrittenRecord,
  writeCases,
  writeCsv,
} from './population/index.ts'
export { type Habit, habits } from './write-xml.ts'
