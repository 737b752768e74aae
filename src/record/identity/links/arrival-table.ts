import type { Tx } from '#foundation/db'
import type { Compared } from './find-edges.ts'
import type { Unshared } from './find-unshared.ts'
import type { LinkWrites } from './link-writes.ts'
import type { RecordRow } from './links.types.ts'
import type { Component } from './load-component.ts'
import type { Table } from './plan-parts.ts'
import type { Draft } from './recognise-records.ts'
import { naturalKey, partsOfKey } from './record-keys.ts'
import { findByNaturalKey, type NaturalKey } from './records.queries.ts'
import { overlayRow } from './review-rows.ts'

/** Whose persons are read: those an edge or a sure value leads to, those who change, those who lose an edge. */
export function seedsOf(drafts: readonly Draft[], compared: Compared, unshared: Unshared): string[] {
  const ends = compared.edges.flatMap((edge) => (edge.outcome === 'apart' ? [] : [edge.a, edge.b]))
  const known = drafts.flatMap(({ before }) => (before ? [before.record] : []))
  return [
    ...new Set([
      ...ends.filter((record) => compared.holders.has(record)),
      ...compared.sureMates,
      ...known,
      ...unshared.holders,
    ]),
  ]
}

export function noteKeys(drafts: readonly Draft[], compared: Compared, writes: LinkWrites): void {
  for (const { before, row } of drafts) {
    const now = new Set([...row.keys, ...row.sure].filter((hash) => !compared.crowded.has(hash)))
    const then = new Set(before ? [...before.keys, ...before.sure] : [])
    for (const hash of now) if (!then.has(hash)) writes.keys.push({ hash, record: row.record })
    for (const hash of then) if (!now.has(hash)) writes.keysGone.push({ hash, record: row.record })
    if (before) writes.edgesGoneOf.push(row.record)
  }
}

/**
 * Everything known afterwards. Of a crowd only what arrived is settled, alone: nobody is joined to more than can be read,
 * and nobody in it is parted unread.
 */
export function tableOf(
  drafts: readonly Draft[],
  compared: Compared,
  unshared: Unshared,
  component: Component,
  writes: LinkWrites,
): Table {
  const ours = new Map(drafts.map((draft) => [draft.row.record, draft]))
  for (const draft of drafts) {
    const fresh = component.records.get(draft.row.record)
    if (!fresh) continue
    const { person_shard, person_id, linked_at, linked_by } = fresh
    draft.row = { ...draft.row, person_shard, person_id, linked_at, linked_by }
  }
  writes.edges.push(...compared.edges)
  writes.edgesGone.push(...unshared.pairs)
  writes.crowds.push(...compared.newCrowds)
  const isGone = new Set(unshared.pairs.map(({ a, b }) => `${a}|${b}`))
  const kept = component.edges.filter(
    (edge) => !ours.has(edge.a) && !ours.has(edge.b) && !isGone.has(`${edge.a}|${edge.b}`),
  )
  const rows = [...ours.values()].map((draft) => draft.row)
  return {
    records: component.isCrowd
      ? rows.filter((row) => row.person_id === '')
      : [...rows, ...[...component.records.values()].filter((row) => !ours.has(row.record))],
    edges: component.isCrowd ? [] : [...kept, ...compared.edges],
    decisions: component.decisions,
    held: component.held,
    crowded: new Set([...component.crowded, ...compared.crowded]),
  }
}

/** A local number that is two humans' is a question about the two records. */
export async function noteOverlays(
  tx: Tx,
  drafts: readonly Draft[],
  records: readonly RecordRow[],
  writes: LinkWrites,
): Promise<void> {
  const overlays = drafts.filter((draft) => draft.overlays !== null)
  if (overlays.length === 0) return
  const byKey = new Map(records.map((row) => [naturalKey(row), row]))
  const others = overlays.flatMap(({ overlays: key }) => (byKey.has(key!) ? [] : [storedUnder(key!)]))
  for (const row of await findByNaturalKey(tx, others)) byKey.set(naturalKey(row), row)
  for (const { overlays: key, row } of overlays)
    if (byKey.has(key!)) writes.reviews.push(overlayRow(byKey, key!, naturalKey(row)))
}

function storedUnder(key: string): NaturalKey {
  const { shard, facility, local_id } = partsOfKey(key)
  return { shard, facility, localId: local_id }
}
