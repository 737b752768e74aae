import { countFrequencies, type FrequencyTable, letterSet, shareOf } from '#foundation/linkage'
import type { FebrlRecord } from './read-febrl.ts'

/** A text without spaces (they are typing errors as often as not), its letters, and its share among all texts of its kind. */
export interface Term {
  readonly text: string
  readonly letters: number
  readonly share: number
}

export interface FebrlFeatures {
  readonly given: Term
  readonly surname: Term
  readonly address1: Term
  readonly address2: Term
  readonly suburb: Term
  readonly postcode: Term
  readonly streetNumber: string
  readonly state: string
  readonly birth: string
  readonly number: string
}

const squeeze = (text: string) => text.replaceAll(/[\s'-]+/g, '')

/** Terms of one kind, each made once: a million records hold few different ones. */
function termsOf(records: readonly FebrlRecord[], ...fields: (keyof FebrlRecord)[]): (text: string) => Term {
  const table: FrequencyTable = countFrequencies(
    records.flatMap((r) => fields.map((field) => squeeze(r[field]) || undefined)),
  )
  const made = new Map<string, Term>()
  return (written) => {
    const text = squeeze(written)
    const known = made.get(text)
    if (known) return known
    const term = { text, letters: letterSet(text), share: text === '' ? 0 : shareOf(table, text) }
    made.set(text, term)
    return term
  }
}

/** Precomputes what comparisons need. The address lines share one table: a swapped line keeps its frequency. */
export function febrlFeatures(records: readonly FebrlRecord[]): FebrlFeatures[] {
  const given = termsOf(records, 'given')
  const surname = termsOf(records, 'surname')
  const line = termsOf(records, 'address1', 'address2')
  const suburb = termsOf(records, 'suburb')
  const postcode = termsOf(records, 'postcode')
  return records.map((r) => ({
    given: given(r.given),
    surname: surname(r.surname),
    address1: line(r.address1),
    address2: line(r.address2),
    suburb: suburb(r.suburb),
    postcode: postcode(r.postcode),
    streetNumber: r.streetNumber,
    state: r.state,
    birth: r.birth,
    number: r.number,
  }))
}
