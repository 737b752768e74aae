import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { projectRoot } from '#foundation/project'

/** One record of the Febrl sets, empty text where nothing was written. The person is known from `rec-<person>-org|dup-n`. */
export interface FebrlRecord {
  readonly person: string
  readonly given: string
  readonly surname: string
  readonly streetNumber: string
  readonly address1: string
  readonly address2: string
  readonly suburb: string
  readonly postcode: string
  readonly state: string
  readonly birth: string
  readonly number: string
}

export const FEBRL_SETS = ['febrl1', 'febrl2', 'febrl3'] as const
export type FebrlSet = (typeof FEBRL_SETS)[number]

const fileOf = (set: FebrlSet) => join(projectRoot(), '../shared/reference/linkage', `${set}.csv`)

/** Whether the sets lie beside the repository; they are not part of it. */
export const febrlIsHere = (): boolean => FEBRL_SETS.every((set) => existsSync(fileOf(set)))

export function readFebrl(set: FebrlSet): FebrlRecord[] {
  const rows: Record<string, string>[] = parse(readFileSync(fileOf(set)), { columns: true, trim: true })
  return rows.map((row) => ({
    person: row.rec_id!.split('-')[1]!,
    given: row.given_name!,
    surname: row.surname!,
    streetNumber: row.street_number!,
    address1: row.address_1!,
    address2: row.address_2!,
    suburb: row.suburb!,
    postcode: row.postcode!,
    state: row.state!,
    birth: row.date_of_birth!,
    number: row.soc_sec_id!,
  }))
}
