import type { IncomingRecord } from '#record/identity/links'
import { openVietnameseModel, priorModel } from '#record/identity/model'
import { generatePopulation, type WrittenRecord } from '../province/index.ts'
import { aRecord } from '../src/record/identity/links/testing.ts'

/** As it is shipped: what a record costs is mostly how its words are read and how many keys they give it. */
export const benchModel = openVietnameseModel({ ...priorModel(), persons: 5_000_000 })

const numbersIn = (text: string | null, length: number) => {
  const digits = (text ?? '').replace(/\D/g, '')
  return digits.length === length ? [digits] : []
}

/** What an adapter makes of a written record. */
export const toRecord = ({ source, record }: WrittenRecord): IncomingRecord =>
  aRecord({
    ...{ facilityCode: source.facilityCode, localId: source.localId, sex: 'unknown', words: record },
    ...{ fullName: record.fullName ?? '', birthDate: record.birthDate },
    seenAt: record.recordedOn && `${record.recordedOn}T08:00:00.000Z`,
    citizenId: numbersIn(record.citizenNumber, 12)[0] ?? null,
    insuranceNumbers: numbersIn(record.insuranceNumber, 10),
  })

/** What different facilities wrote of one human. */
export function* writtenPeople(persons: number, seed: number): Generator<readonly WrittenRecord[]> {
  let own: WrittenRecord[] = []
  for (const written of generatePopulation({ persons, seed })) {
    if (own.length > 0 && own[0]!.personNumber !== written.personNumber) {
      yield own
      own = []
    }
    own.push(written)
  }
  if (own.length > 0) yield own
}

/** From whom arrivals are drawn. */
export interface Stock {
  /** In the index. */
  readonly known: WrittenRecord[]
  /** Of humans in the index, at a facility that has not met them. */
  readonly elsewhere: WrittenRecord[]
}

/** A quarter known and saying the same again on a later day, half known humans at another facility, a quarter nobody knows. */
export function* arrivals({ known, elsewhere }: Stock, random: () => number): Generator<IncomingRecord> {
  const strangers = writtenPeople(10_000_000, 4_711)
  for (let n = 0; ; n += 1) {
    const what = random()
    if (what < 0.25) {
      const again = toRecord(known[Math.floor(random() * known.length)]!)
      yield { ...again, seenAt: new Date(Date.UTC(2026, 9, 1) + n * 1_000).toISOString() }
    } else if (what < 0.75) {
      const written = elsewhere[n % elsewhere.length]!
      // When all have come once, they come to another facility still.
      const round = Math.floor(n / elsewhere.length)
      const { facilityCode, localId } = written.source
      yield toRecord({
        ...written,
        source: { facilityCode, localId: round ? `${localId}.${round}` : localId },
      })
    } else yield toRecord(strangers.next().value![0]!)
  }
}
