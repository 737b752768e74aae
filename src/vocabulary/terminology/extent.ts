import type { Concept } from './code-system.ts'

/** Decides codes of a system that cannot be listed: is `image/png` a MIME type? undefined: it cannot tell. */
export type Rule = (code: string) => boolean | undefined

/**
 * What a value set contains, in three values: `listed` codes are in, `rules` decide systems without end, and of the
 * systems in `open` nothing more can be told (nobody here carries SNOMED CT). Everything else is out.
 */
export interface Extent extends Decider {
  readonly listed: ReadonlyMap<string, ReadonlyMap<string, Concept>>
}

/** As much of an extent as it takes to decide about a code. */
export interface Decider {
  readonly listed: ReadonlyMap<string, { has(code: string): boolean }>
  readonly rules: ReadonlyMap<string, Rule>
  /** `fragment`: some codes are listed, others may exist. */
  readonly open: ReadonlyMap<string, 'unknown' | 'fragment'>
}

type Listed = Map<string, Map<string, Concept>>
type Growing = { listed: Listed; rules: Map<string, Rule>; open: Map<string, 'unknown' | 'fragment'> }

const empty = (): Growing => ({ listed: new Map(), rules: new Map(), open: new Map() })

export function contains(extent: Decider, system: string, code: string): boolean | undefined {
  if (extent.listed.get(system)?.has(code)) return true
  const rule = extent.rules.get(system)
  if (rule) {
    const decided = rule(code)
    if (decided !== false || !extent.open.has(system)) return decided
  }
  return extent.open.has(system) ? undefined : false
}

/** `code` elements name no system: any of the set's systems will do. */
export function containsCode(extent: Decider, code: string): boolean | undefined {
  for (const codes of extent.listed.values()) if (codes.has(code)) return true
  let doubt = extent.open.size > 0
  for (const rule of extent.rules.values()) {
    const decided = rule(code)
    if (decided) return true
    if (decided === undefined) doubt = true
  }
  return doubt ? undefined : false
}

/** In any of them; the first to list a code says how it is called. */
export function union(extents: readonly Extent[]): Extent {
  if (extents.length === 1) return extents[0]!
  const sum = empty()
  const owned = new Set<string>()
  for (const extent of extents) {
    for (const [system, codes] of extent.listed) {
      const known = sum.listed.get(system)
      if (!known) {
        sum.listed.set(system, codes as Map<string, Concept>)
        continue
      }
      // Maps are shared with code systems and other sets: copied before the first change.
      const own = owned.has(system) ? known : new Map(known)
      owned.add(system)
      sum.listed.set(system, own)
      for (const [code, concept] of codes) if (!own.has(code)) own.set(code, concept)
    }
    for (const [system, rule] of extent.rules) {
      const known = sum.rules.get(system)
      sum.rules.set(system, known ? either(known, rule) : rule)
    }
    for (const [system, why] of extent.open) {
      if (why === 'unknown' || !sum.open.has(system)) sum.open.set(system, why)
    }
  }
  return sum
}

/** In both. What one lists and the other cannot tell becomes what nobody can tell. */
export function intersect(a: Extent, b: Extent): Extent {
  const both = empty()
  const keep = (from: Extent, other: Extent) => {
    for (const [system, codes] of from.listed) {
      for (const [code, concept] of codes) {
        const there = contains(other, system, code)
        if (there === undefined) both.open.set(system, other.open.get(system) ?? 'unknown')
        else if (there) put(both.listed, system, code, concept)
      }
    }
  }
  keep(a, b)
  keep(b, a)
  for (const [system, rule] of a.rules) {
    const other = b.rules.get(system)
    if (other) both.rules.set(system, (code) => and(rule(code), other(code)))
    if (b.open.has(system)) both.open.set(system, 'unknown')
  }
  for (const [system, why] of a.open) {
    const other = b.open.get(system)
    if (other || b.rules.has(system)) {
      both.open.set(system, why === 'fragment' && other === 'fragment' ? 'fragment' : 'unknown')
    }
  }
  return both
}

/** In `a` and not in `b`. */
export function without(a: Extent, b: Extent): Extent {
  const rest = empty()
  for (const [system, codes] of a.listed) {
    if (!b.listed.has(system) && !b.rules.has(system) && !b.open.has(system)) {
      rest.listed.set(system, codes as Map<string, Concept>)
      continue
    }
    for (const [code, concept] of codes) {
      // A fragment that is excluded excludes what it lists: the rest of it is not known to exist.
      const there =
        b.open.get(system) === 'fragment'
          ? (b.listed.get(system)?.has(code) ?? false)
          : contains(b, system, code)
      if (there === undefined) rest.open.set(system, 'unknown')
      else if (!there) put(rest.listed, system, code, concept)
    }
  }
  for (const [system, rule] of a.rules) {
    rest.rules.set(system, (code) => and(rule(code), not(contains(b, system, code))))
  }
  for (const [system, why] of a.open) if (!rest.open.has(system)) rest.open.set(system, why)
  return rest
}

function put(listed: Listed, system: string, code: string, concept: Concept): void {
  let codes = listed.get(system)
  if (!codes) {
    codes = new Map()
    listed.set(system, codes)
  }
  if (!codes.has(code)) codes.set(code, concept)
}

const and = (a: boolean | undefined, b: boolean | undefined) => (a === false || b === false ? false : a && b)
const not = (a: boolean | undefined) => (a === undefined ? undefined : !a)
const either =
  (a: Rule, b: Rule): Rule =>
  (code) => {
    const first = a(code)
    if (first) return true
    const second = b(code)
    return second || (first === undefined ? undefined : second)
  }
