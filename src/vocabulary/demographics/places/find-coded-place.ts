import type { DemographicAddress } from '../demographics.types.ts'
import type { Unit } from './find-units.ts'
import type { WardAfter, WardBefore } from './place.types.ts'
import { placeIndex } from './place-index.ts'

/** What the codes of an address come to: the ward of one list or the other, or of both when nothing decides. */
export interface CodedPlace {
  readonly before: WardBefore | null
  readonly after: WardAfter | null
  /** Province of today, 0 when unknown. */
  readonly province: number
  /** Former district, 0 when none was sent. */
  readonly district: number
}

/**
 * 3,314 of the 3,321 codes of today were a former ward's, 2,260 of these under another name: a code alone says nothing. In turn
 * decide: the only list that has it; the province; its former district, as a code or a name; a name in the text; the day.
 */
export function findCodedPlace(
  address: DemographicAddress,
  units: readonly Unit[],
  reformed: boolean | null,
): CodedPlace {
  const index = placeIndex()
  const ward = wardDigits(address.wardCode)
  const district = lastDigits(address.districtCode, 3)
  const sent = lastDigits(address.provinceCode, 2)
  const province = index.provinceOf.get(sent) ?? 0
  // A ward of another province than the one beside it is a mistake in one of them: only the province is kept.
  const before = within(index.before.get(ward), province)
  const after = within(index.after.get(ward), province)
  const rest = { province: province || (before?.province ?? after?.province ?? 0), district }
  if (!before || !after) return { before, after, ...rest }
  const reading = decide(before, after, sent, district, units) ?? byDay(reformed)
  return {
    before: reading === 'after' ? null : before,
    after: reading === 'before' ? null : after,
    ...rest,
  }
}

const within = <T extends { readonly province: number }>(ward: T | undefined, province: number): T | null =>
  ward && (province === 0 || ward.province === province) ? ward : null

type Reading = 'before' | 'after' | null

const byDay = (reformed: boolean | null): Reading =>
  reformed === null ? null : reformed ? 'after' : 'before'

function decide(
  before: WardBefore,
  after: WardAfter,
  province: number,
  district: number,
  units: readonly Unit[],
): Reading {
  // The code of a province that is no more.
  if (province !== 0 && province !== after.province) return 'before'
  if (district !== 0 && district === before.district) return 'before'
  // Quận, huyện and thị xã are no more: who writes one has the former list in mind.
  if (units.some((unit) => unit.level === 'district' && unit.key === before.districtKey)) return 'before'
  if (before.key === after.key) return null
  const [old, now] = [isNamed(units, before.key), isNamed(units, after.key)]
  return old === now ? null : old ? 'before' : 'after'
}

function isNamed(units: readonly Unit[], key: string): boolean {
  for (const unit of units) if (unit.key === key || unit.whole === key) return true
  return false
}

/** Five digits, fewer when a spreadsheet ate zeros; 8 or 10 when province and district stand before them (driver's papers). */
function wardDigits(code: string | null): number {
  if (code === null || !/^\s*(\d{1,5}|\d{8}|\d{10})\s*$/.test(code)) return 0
  return Number(code.trim().slice(-5))
}

/** `79`, `079`, `7`: MATINH_CU_TRU has three characters since 2026. A district may stand after its province's code. */
function lastDigits(code: string | null, count: number): number {
  return code !== null && /^\s*\d{1,5}\s*$/.test(code) ? Number(code.trim().slice(-count)) : 0
}
