import { isDeepStrictEqual } from 'node:util'
import { newId, shardFor } from '#foundation/ids'
import { combineCards, combineWords, isSaidAgain } from './combine-words.ts'
import { isOtherHuman } from './is-other-human.ts'
import { keyText } from './key-text.ts'
import type { IncomingRecord, RecordCard, RecordRow } from './links.types.ts'
import { localIdsOf, ownLocalIdsOf, patientKey } from './local-ids.ts'
import { naturalKey, recordOf } from './record-keys.ts'

/** A record as it will be stored, beside how it is stored. */
export interface Draft {
  readonly before: RecordRow | null
  row: RecordRow
  /** The record that first had this local number, if the number is now another human's too. */
  overlays: string | null
}

export interface Recognised {
  readonly naturalKey: string
  readonly isLatest: boolean
}

/** Under which natural keys an arrival may already be stored. */
export const possibleKeys = (arrival: IncomingRecord) =>
  localIdsOf(arrival).map((localId) => patientKey(arrival.facilityCode, localId))

/** New, or saying something else than before: to be weighed anew. */
export const isTurned = (draft: Draft): boolean => draft.row.version !== draft.before?.version

/**
 * Which record each arrival is, in the order they came: the facility's own number says so, unless it is plainly another
 * human's (`isOtherHuman`), who is then kept beside the first. The newest visit decides what a record says; what a
 * message leaves out it does not take back.
 */
export function recogniseRecords(
  arrivals: readonly IncomingRecord[],
  stored: readonly RecordRow[],
  model: number,
  now: Date,
): { readonly drafts: Map<string, Draft>; readonly answers: readonly Recognised[] } {
  const drafts = new Map<string, Draft>(
    stored.map((row) => [naturalKey(row), { before: row, row, overlays: null }]),
  )
  const answers = arrivals.map((arrival): Recognised => {
    const { facilityCode: facility } = arrival
    const find = (localId: string) => drafts.get(naturalKey({ facility, local_id: localId }))
    const known = localIdsOf(arrival)
      .map(find)
      .find((draft) => draft !== undefined)
    const isOther = known !== undefined && isOtherHuman(arrival, known.row.card)
    const localId = isOther ? ownLocalIdsOf(arrival)[0]! : (known?.row.local_id ?? arrival.localId)
    const key = naturalKey({ facility, local_id: localId })
    const draft = isOther ? drafts.get(key) : known
    if (draft) return { naturalKey: key, isLatest: say(draft, arrival) }
    drafts.set(key, {
      before: null,
      row: newRecord(arrival, localId, isOther ? 'overlay-suspect' : 'active', model, now),
      overlays: isOther ? naturalKey(known.row) : null,
    })
    return { naturalKey: key, isLatest: true }
  })
  return { drafts, answers }
}

/** A record nobody has stored. One plain literal: put together from pieces it takes twenty times as long. */
export function newRecord(
  arrival: IncomingRecord,
  localId: string,
  state: RecordRow['state'],
  model: number,
  now: Date,
): RecordRow {
  const shard = shardFor(keyText(arrival.facilityCode, localId))
  const patientId = newId(shard, now.getTime())
  const at = now.toISOString()
  return {
    shard,
    record: recordOf(patientId),
    facility: arrival.facilityCode,
    local_id: localId,
    patient_id: patientId,
    version: 1,
    state,
    model,
    seen_at: arrival.seenAt,
    said_at: arrival.seenAt,
    admitted_at: at,
    // Its person is known when its component is settled.
    person_shard: 0,
    person_id: '',
    linked_at: at,
    linked_by: 'computed',
    keys: [],
    sure: [],
    words: arrival.words,
    card: cardOf(arrival),
  }
}

/** One more message of a known record. True if it is the newest. */
function say(draft: Draft, arrival: IncomingRecord): boolean {
  const { row } = draft
  const isLatest = row.seen_at === null || arrival.seenAt === null || arrival.seenAt >= row.seen_at
  const words = isLatest ? combineWords(arrival.words, row.words) : combineWords(row.words, arrival.words)
  const card = isLatest ? combineCards(cardOf(arrival), row.card) : combineCards(row.card, cardOf(arrival))
  const isAgain = isSaidAgain(words, row.words)
  const isSameCard = isDeepStrictEqual(card, row.card)
  draft.row = {
    ...row,
    words: isAgain ? row.words : words,
    card: isSameCard ? row.card : card,
    version: isAgain && isSameCard ? row.version : (draft.before?.version ?? 0) + 1,
    state: row.state === 'retired' ? 'active' : row.state,
    seen_at: isLatest ? (arrival.seenAt ?? row.seen_at) : row.seen_at,
    said_at: isLatest && !(isAgain && isSameCard) ? (arrival.seenAt ?? row.said_at) : row.said_at,
  }
  return isLatest
}

const cardOf = (arrival: IncomingRecord): RecordCard => ({
  fullName: arrival.fullName,
  birthDate: arrival.birthDate,
  sex: arrival.sex,
  address: arrival.address,
  deceased: arrival.deceased,
  identifiers: arrival.identifiers ?? [],
})
