import type { DemographicAddress } from '../demographics.types.ts'
import { findCodedPlace } from './find-coded-place.ts'
import { findNamedPlace } from './find-named-place.ts'
import { type AddressParts, findUnits } from './find-units.ts'
import type { PlaceFeatures, WardAfter, WardBefore } from './place.types.ts'
import { streetOf } from './street.ts'

/** The first day of the 34 provinces and 3,321 communes. */
const REFORM = '2025-07-01'

/** More communes than this are no place: the most divided ward went into 11. */
const MOST_COMMUNES = 12

const nothing: AddressParts = {
  words: { toned: [], folded: [], breaks: [], dotted: [] },
  units: [],
  marked: false,
}

/** Where an address lies, by its codes and, where they are missing or doubtful, by the names in its text. */
export function readPlace(address: DemographicAddress, recordedOn: string | null): PlaceFeatures {
  const parts = address.text === null ? nothing : findUnits(address.text)
  const { words, units } = parts
  const reformed = recordedOn !== null && /^\d{4}-\d{2}-\d{2}/.test(recordedOn) ? recordedOn >= REFORM : null
  const coded = findCodedPlace(address, units, reformed)
  const named = findNamedPlace(parts, coded, reformed)
  const street = streetOf(words.folded, units[named.first]?.from ?? words.folded.length)
  if (coded.before || coded.after)
    return placeOf(
      coded.before ? [coded.before] : [],
      coded.after ? [coded.after] : [],
      coded.province,
      street,
    )
  return placeOf(named.before, named.after, named.province, street)
}

function placeOf(
  before: readonly WardBefore[],
  after: readonly WardAfter[],
  province: number,
  street: readonly number[],
): PlaceFeatures {
  const wards = [...before, ...after]
  const communes = wards.length === 1 ? wards[0]!.communes : unionOf(wards)
  const oldWard = wards.length === 1 && before.length === 1 ? before[0]!.code : 0
  if (wards.length === 0 || communes.length > MOST_COMMUNES)
    return { reading: province === 0 ? 'none' : 'province', oldWard: 0, communes: [], province, street }
  const reading = after.length === 0 ? 'before' : before.length === 0 ? 'after' : 'either'
  return { reading, oldWard, communes, province, street }
}

const unionOf = (wards: readonly { readonly communes: readonly number[] }[]): readonly number[] =>
  [...new Set(wards.flatMap((ward) => ward.communes))].sort((a, b) => a - b)
