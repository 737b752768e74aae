/** What sources write down of a human being, as they wrote it. */
export type {
  DemographicAddress,
  DemographicRecord,
  RelativeNamed,
  SourceKey,
} from './demographics.types.ts'
