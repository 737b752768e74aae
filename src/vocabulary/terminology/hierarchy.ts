import type { Concept, DatedDesignation } from './code-system.ts'

/**
 * The concept itself first, then everything below it, each once. Hierarchies have several parents here and there, and
 * a careless one has loops: what was seen is not walked again.
 */
export const withDescendants = (concept: Concept): readonly Concept[] => walk(concept, 'children')

/** The concept itself first, then everything above it, each once. */
export const withAncestors = (concept: Concept): readonly Concept[] => walk(concept, 'parents')

function walk(concept: Concept, way: 'children' | 'parents'): readonly Concept[] {
  if (concept[way].length === 0) return [concept]
  const seen = new Set([concept])
  for (const at of seen) for (const next of at[way]) seen.add(next)
  return [...seen]
}

/** Is `concept` the same as `ancestor` or below it? */
export function isUnder(concept: Concept, ancestor: Concept): boolean {
  if (concept === ancestor) return true
  if (concept.parents.length === 0) return false
  if (concept.parents.length === 1 && concept.parents[0] === ancestor) return true
  return withAncestors(concept).includes(ancestor)
}

/** Is the concept in force on the day? No day: always. Days compare as text; a year stands for its first day. */
export const isInForce = (concept: Concept, date: string | undefined): boolean =>
  date === undefined ||
  ((concept.from === null || concept.from <= date) && (concept.until === null || date < concept.until))

/** Its name on that day, in that language if it has one; the display otherwise. */
export function displayOf(concept: Concept, date?: string, language?: string): string | undefined {
  if (concept.designations.length === 0) return concept.display
  const dated =
    date === undefined ? undefined : concept.designations.find((d) => isDated(d) && holdsOn(d, date))
  if (dated) return dated.value
  return language ? (inLanguage(concept, language) ?? concept.display) : concept.display
}

const isDated = ({ from, until }: DatedDesignation) => from !== null || until !== null

const holdsOn = ({ from, until }: DatedDesignation, date: string) =>
  (from === null || from <= date) && (until === null || date < until)

/** `vi` answers `vi-VN` and the other way round; an exact match comes first. Names of former times are no translation. */
function inLanguage(concept: Concept, language: string): string | undefined {
  const wanted = language.toLowerCase()
  const primary = wanted.split('-', 1)[0]!
  let near: string | undefined
  for (const designation of concept.designations) {
    if (designation.language === undefined || isDated(designation)) continue
    const own = designation.language.toLowerCase()
    if (own === wanted) return designation.value
    if (own.split('-', 1)[0] === primary) near ??= designation.value
  }
  return near
}
