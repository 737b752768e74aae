import { join } from 'node:path'
import type { JudgedPair } from '#record/identity/evaluation'
import { clusterColumns, pairColumns, reviewColumns } from './identity-link.ts'
import { readColumns } from './read-columns.ts'

export interface Linkage {
  readonly persons: readonly string[]
  readonly groups: readonly string[]
  readonly pairs: readonly JudgedPair[]
  readonly reviewItems: readonly { readonly a: number; readonly b: number }[]
  /** Records without a truth, and truths without a record. */
  readonly unknown: number
  readonly missing: number
}

/** The files of a linkage and the truth, or what is wrong with them. */
export async function readLinkage(asked: {
  readonly in: string
  readonly truth: string
}): Promise<Linkage | string> {
  const truth = new Map<string, string>()
  const truthRead = await readColumns(asked.truth, ['recordId', 'personNumber'], ([id, person]) => {
    if (id && person) truth.set(id, person)
  })
  if (truthRead !== null) return truthRead
  const places = new Map<string, number>()
  const persons: string[] = []
  const groups: string[] = []
  let unknown = 0
  const clusters = await readColumns(join(asked.in, 'clusters.csv'), clusterColumns, ([id, cluster]) => {
    const person = truth.get(id!)
    if (person === undefined) unknown += 1
    else {
      places.set(id!, persons.length)
      persons.push(person)
      groups.push(cluster!)
    }
  })
  if (clusters !== null) return clusters
  if (persons.length === 0)
    return 'Tệp sự thật và kết quả đối sánh không có hồ sơ nào chung: kiểm tra cột recordId của hai tệp.'
  const pairs: JudgedPair[] = []
  const reviewItems: { a: number; b: number }[] = []
  const both = (one: string, other: string, then: (a: number, b: number) => void) => {
    const [a, b] = [places.get(one), places.get(other)]
    if (a !== undefined && b !== undefined) then(a, b)
  }
  const pairsRead = await readColumns(join(asked.in, 'pairs.csv'), pairColumns, (row) => {
    const [one, other, weight, chance, outcome, guard] = row
    both(one!, other!, (a, b) =>
      pairs.push({
        a,
        b,
        weight: Number(weight),
        chance: Math.min(1, Math.max(0, Number(chance) || 0)),
        outcome: outcomes.find((known) => known === outcome) ?? 'none',
        guard: guard || null,
      }),
    )
  })
  if (pairsRead !== null) return pairsRead
  const reviewRead = await readColumns(join(asked.in, 'review.csv'), reviewColumns, ([one, other]) =>
    both(one!, other!, (a, b) => reviewItems.push({ a, b })),
  )
  if (reviewRead !== null) return reviewRead
  return { persons, groups, pairs, reviewItems, unknown, missing: truth.size - persons.length }
}

const outcomes = ['auto', 'review', 'apart'] as const
