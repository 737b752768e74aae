import { compareText } from './number-input.ts'

/** A split that the records ask for and that waits for a person: parts that stay one person until somebody decides. */
export interface HeldSplit {
  readonly person: string
  readonly parts: readonly (readonly string[])[]
}

export interface HeldPartition {
  readonly groups: readonly (readonly string[])[]
  readonly held: readonly HeldSplit[]
}

/**
 * What may be applied of a computed partition now. A part of a person may leave when each of its records may
 * (`mayLeave`); parts that may not stay together, and each such person is one urgent review item. Where a part is held
 * its new company must wait too: joined to it they would be joined to all the others of that person, which nothing supports;
 * so each stays with whom it was, and new records stay alone.
 */
export function holdSplits(
  computed: readonly (readonly string[])[],
  links: ReadonlyMap<string, string>,
  mayLeave: (record: string) => boolean,
): HeldPartition {
  const parts = new Map<string, { at: number; records: string[] }[]>()
  for (const [at, group] of computed.entries()) {
    for (const record of [...group].sort(compareText)) {
      const person = links.get(record)
      if (person === undefined) continue
      const ofPerson = parts.get(person) ?? []
      parts.set(person, ofPerson)
      const part = ofPerson.find((each) => each.at === at)
      if (part) part.records.push(record)
      else ofPerson.push({ at, records: [record] })
    }
  }
  const held: HeldSplit[] = []
  const touched = new Set<number>()
  for (const [person, ofPerson] of parts) {
    const staying = ofPerson.length > 1 ? ofPerson.filter((part) => !part.records.every(mayLeave)) : []
    if (staying.length < 2) continue
    held.push({ person, parts: staying.map((part) => part.records).sort(byFirst) })
    for (const part of staying) touched.add(part.at)
  }
  const isHeld = new Set(held.flatMap((split) => split.parts.flat()))
  const groups = computed.flatMap((group, at) => (touched.has(at) ? dissolve(group, links, isHeld) : [group]))
  for (const split of held) groups.push(split.parts.flat())
  return {
    groups: groups.map((group) => [...group].sort(compareText)).sort(byFirst),
    held: held.sort((x, y) => byFirst(x.parts[0]!, y.parts[0]!)),
  }
}

/** The records of a group that are not held, each with whom it was. */
function dissolve(
  group: readonly string[],
  links: ReadonlyMap<string, string>,
  isHeld: ReadonlySet<string>,
): string[][] {
  const pieces = new Map<string, string[]>()
  const alone: string[][] = []
  for (const record of group) {
    if (isHeld.has(record)) continue
    const person = links.get(record)
    if (person === undefined) alone.push([record])
    else pieces.set(person, [...(pieces.get(person) ?? []), record])
  }
  return [...pieces.values(), ...alone]
}

const byFirst = (x: readonly string[], y: readonly string[]) => compareText(x[0]!, y[0]!)
