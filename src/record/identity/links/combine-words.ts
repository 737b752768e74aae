import { isDeepStrictEqual } from 'node:util'
import type { DemographicRecord, RelativeNamed } from '#vocabulary/demographics'
import type { MentionedIdentifier, RecordCard } from './links.types.ts'

/** What the newer message says, and where it is silent, what the older one said. An address is one thing. */
export function combineWords(newer: DemographicRecord, older: DemographicRecord): DemographicRecord {
  return {
    fullName: newer.fullName ?? older.fullName,
    birthDate: newer.birthDate ?? older.birthDate,
    sex: newer.sex === 'unknown' ? older.sex : newer.sex,
    citizenNumber: newer.citizenNumber ?? older.citizenNumber,
    insuranceNumber: newer.insuranceNumber ?? older.insuranceNumber,
    passportNumber: newer.passportNumber ?? older.passportNumber,
    birthCertificateNumber: newer.birthCertificateNumber ?? older.birthCertificateNumber,
    phone: newer.phone ?? older.phone,
    address: Object.values(newer.address).some((part) => part !== null) ? newer.address : older.address,
    mother: combineRelatives(newer.mother, older.mother),
    father: combineRelatives(newer.father, older.father),
    birthOrder: newer.birthOrder ?? older.birthOrder,
    recordedOn: newer.recordedOn ?? older.recordedOn,
  }
}

const combineRelatives = (newer: RelativeNamed | null, older: RelativeNamed | null): RelativeNamed | null => {
  if (!newer || !older) return newer ?? older
  return {
    fullName: newer.fullName ?? older.fullName,
    citizenNumber: newer.citizenNumber ?? older.citizenNumber,
  }
}

/**
 * The day of writing apart: a facility sends the file it has, so the code of a ward is as old as the words it came with
 * first, not as the last message that carried it.
 */
export const isSaidAgain = (a: DemographicRecord, b: DemographicRecord): boolean =>
  isDeepStrictEqual({ ...a, recordedOn: null }, { ...b, recordedOn: null })

/** Of these a human has one at a time: another one replaces it. Insurance cards come and go side by side. */
const oneAtATime = new Set(['citizen-id'])
/** Numbers of one human at one facility that are kept beside those of the newest message, at most so many. */
const keptAtMost = 8

/** The same for the card. A number that gives way to another of its kind stays the record's, as historic. */
export function combineCards(newer: RecordCard, older: RecordCard): RecordCard {
  return {
    fullName: newer.fullName === '' ? older.fullName : newer.fullName,
    birthDate: morePrecise(newer.birthDate, older.birthDate),
    sex: newer.sex === 'unknown' ? older.sex : newer.sex,
    address: newer.address ?? older.address,
    deceased: newer.deceased || older.deceased,
    identifiers: combineIdentifiers(newer.identifiers, older.identifiers),
  }
}

/** `1960-05-02` says more than `1960`; a different year is the newer truth. */
function morePrecise(newer: string | null, older: string | null): string | null {
  if (!newer) return older
  return older && older.length > newer.length && older.startsWith(newer) ? older : newer
}

function combineIdentifiers(
  newer: readonly MentionedIdentifier[],
  older: readonly MentionedIdentifier[],
): MentionedIdentifier[] {
  const name = (each: MentionedIdentifier) => `${each.kind}|${each.value}`
  const before = new Map(older.map((each) => [name(each), each]))
  const now = newer.map((each): MentionedIdentifier => {
    const known = before.get(name(each))
    // What somebody has checked or rejected a message does not take back.
    if (known?.standing === 'rejected') return known
    return known && known.level > each.level ? { ...each, level: known.level } : each
  })
  const kinds = new Map(
    now.filter((each) => each.standing === 'claimed').map((each) => [each.kind, each.value]),
  )
  const names = new Set(now.map(name))
  const kept = older
    .filter((each) => !names.has(name(each)))
    .map((each): MentionedIdentifier => {
      const successor = oneAtATime.has(each.kind) ? kinds.get(each.kind) : undefined
      if (successor === undefined || each.standing !== 'claimed') return each
      return { ...each, standing: 'historic', replacedBy: successor }
    })
  return [...now, ...kept.slice(0, keptAtMost)]
}
