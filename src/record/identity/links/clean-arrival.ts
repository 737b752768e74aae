import { createHash } from 'node:crypto'
import type { DemographicRecord } from '#vocabulary/demographics'
import { NumberFlag, readNumbers } from '#vocabulary/demographics/numbers'
import type { IncomingRecord, MentionedIdentifier } from './links.types.ts'

/** No field of a human is longer; what is, is cut. */
const lettersAtMost = 500
const localIdAtMost = 200
/** Codes: of facilities, of kinds of number. Together with the others they fit into one entry of an index. */
const codeAtMost = 50

/** NUL and halves of letters, which PostgreSQL refuses, and the control letters that separate parts of a key. */
const unwritable = /[\u0000-\u001f]|\p{Cs}/gu

const cleanText = (text: string): string => text.slice(0, lettersAtMost).replace(unwritable, ' ')
const clean = (text: string | null): string | null => (text === null ? null : cleanText(text))

/** A sender may write anything; what is stored can be stored, and is bounded. */
export function cleanArrival(says: IncomingRecord): IncomingRecord {
  return {
    ...says,
    facilityCode: cleanText(says.facilityCode).slice(0, codeAtMost),
    localId: cleanLocalId(says.localId),
    fullName: cleanText(says.fullName),
    birthDate: clean(says.birthDate),
    citizenId: clean(says.citizenId),
    insuranceNumbers: says.insuranceNumbers.slice(0, 8).map(cleanText),
    address: clean(says.address),
    seenAt: cleanInstant(says.seenAt),
    words: cleanWords(says.words),
    identifiers: identifiersOf(says),
  }
}

/** One way to write an instant; a year nobody was seen in is none. */
function cleanInstant(text: string | null): string | null {
  const date = text === null ? Number.NaN : Date.parse(text)
  if (Number.isNaN(date)) return null
  const iso = new Date(date).toISOString()
  return iso >= '1900' && iso < '2200' ? iso : null
}

/** Two long numbers that differ only at the end stay two. */
function cleanLocalId(text: string): string {
  const cleaned = text.replace(unwritable, ' ')
  if (cleaned.length <= localIdAtMost) return cleaned
  return `${cleaned.slice(0, localIdAtMost - 45)}…${createHash('sha256').update(cleaned).digest('base64url')}`
}

const cleanWords = (words: DemographicRecord): DemographicRecord => ({
  fullName: clean(words.fullName),
  birthDate: clean(words.birthDate),
  sex: words.sex,
  citizenNumber: clean(words.citizenNumber),
  insuranceNumber: clean(words.insuranceNumber),
  passportNumber: clean(words.passportNumber),
  birthCertificateNumber: clean(words.birthCertificateNumber),
  phone: clean(words.phone),
  address: {
    text: clean(words.address.text),
    provinceCode: clean(words.address.provinceCode),
    districtCode: clean(words.address.districtCode),
    wardCode: clean(words.address.wardCode),
  },
  mother: cleanRelative(words.mother),
  father: cleanRelative(words.father),
  birthOrder: words.birthOrder,
  recordedOn: clean(words.recordedOn),
})

const cleanRelative = (relative: DemographicRecord['mother']): DemographicRecord['mother'] =>
  relative && { fullName: clean(relative.fullName), citizenNumber: clean(relative.citizenNumber) }

const identifiersOf = (says: IncomingRecord): readonly MentionedIdentifier[] => {
  const given = says.identifiers ?? [
    ...(says.citizenId ? [declared('citizen-id', says.citizenId)] : []),
    ...says.insuranceNumbers.slice(0, 8).map((value) => declared('insurance-number', value)),
    ...otherNumbersOf(says),
  ]
  const cleaned = given.map((each) => ({
    ...each,
    kind: cleanText(each.kind).slice(0, codeAtMost),
    value: cleanText(each.value).slice(0, 100),
    replacedBy: clean(each.replacedBy)?.slice(0, 100) ?? null,
  }))
  return [...new Map(cleaned.map((each) => [`${each.kind}|${each.value}`, each])).values()].slice(0, 16)
}

/** Old cards and passports are given out again and renewed: several may hold one value. A birth certificate is one child's. */
const isExclusive = { cmnd: false, passport: false, 'birth-certificate': true } as const

/** What the words hold beside citizen number and card. Most records hold nothing else, and are not read for it. */
function otherNumbersOf({ words, citizenId }: IncomingRecord): MentionedIdentifier[] {
  const isPlain = citizenId !== null || words.citizenNumber === null
  if (isPlain && words.passportNumber === null && words.birthCertificateNumber === null) return []
  return readNumbers(words, null).flatMap(({ system, value, flags }) =>
    (system === 'cmnd' || system === 'passport' || system === 'birth-certificate') &&
    (flags & NumberFlag.dummy) === 0
      ? [{ ...declared(system, value), isExclusive: isExclusive[system] }]
      : [],
  )
}

const declared = (kind: string, value: string): MentionedIdentifier => ({
  ...{ kind, value, isExclusive: true, level: 1 },
  ...{ standing: 'claimed', replacedBy: null },
})
