import type { BundleEntry } from './bundle-entries.ts'
import { type FindTarget, targetFinder } from './find-target.ts'
import { referencesIn } from './references-in.ts'

/** A Bundle taken apart by patient. */
export interface BundleParts {
  readonly find: FindTarget
  readonly patients: readonly BundleEntry[]
  /** Entries of each patient, in the order of `patients`; what several may use (a doctor, a ward) is with each who does. */
  readonly parts: readonly (readonly BundleEntry[])[]
  /** Entries that speak of more than one patient, and patients that refer to each other. */
  readonly unclear: readonly BundleEntry[]
}

/**
 * Whose is each entry? The patient it refers to, directly or over other entries (a Provenance over its Observation). What
 * leads to no patient is shared and goes with every part that refers to it, or with the first when none does.
 */
export function bundleParts(entries: readonly BundleEntry[]): BundleParts {
  const find = targetFinder(entries)
  const patients = entries.filter((entry) => entry.type === 'Patient')
  if (patients.length <= 1) return { find, patients, parts: patients.length ? [entries] : [], unclear: [] }

  const { forward, backward } = edges(entries, find)
  const owners = new Map<BundleEntry, Set<BundleEntry>>(entries.map((entry) => [entry, new Set()]))
  for (const patient of patients)
    for (const entry of reach([patient], backward, (e) => e.type !== 'Patient'))
      owners.get(entry)!.add(patient)
  const unclear = entries.filter((entry) => owners.get(entry)!.size > 1)
  for (const patient of patients)
    if (forward.get(patient)!.some((e) => e !== patient && e.type === 'Patient')) unclear.push(patient)

  const used = new Set<BundleEntry>()
  const own = patients.map((patient) => {
    const mine = entries.filter((entry) => owners.get(entry)!.has(patient))
    return reach(mine, forward, (e) => owners.get(e)!.size === 0)
  })
  for (const part of own) for (const entry of part) used.add(entry)
  const parts = own.map((part, index) =>
    entries.filter((entry) => part.has(entry) || (index === 0 && !used.has(entry))),
  )
  return { find, patients, parts, unclear }
}

type Edges = ReadonlyMap<BundleEntry, readonly BundleEntry[]>

function edges(entries: readonly BundleEntry[], find: FindTarget): { forward: Edges; backward: Edges } {
  const forward = new Map<BundleEntry, BundleEntry[]>(entries.map((entry) => [entry, []]))
  const backward = new Map<BundleEntry, BundleEntry[]>(entries.map((entry) => [entry, []]))
  for (const from of entries)
    for (const { reference } of referencesIn(from.resource)) {
      const target = find(reference, from)
      if (target.kind !== 'entry') continue
      forward.get(from)!.push(target.entry)
      backward.get(target.entry)!.push(from)
    }
  return { forward, backward }
}

/** The given entries and all that can be reached from them over entries that may be entered. */
function reach(
  start: readonly BundleEntry[],
  along: Edges,
  mayEnter: (entry: BundleEntry) => boolean,
): Set<BundleEntry> {
  const seen = new Set(start)
  const queue = [...start]
  for (let next = queue.pop(); next; next = queue.pop())
    for (const entry of along.get(next)!)
      if (!seen.has(entry) && mayEnter(entry)) {
        seen.add(entry)
        queue.push(entry)
      }
  return seen
}
