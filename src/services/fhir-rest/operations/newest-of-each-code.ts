import type { CodeableConcept, Observation } from 'fhir/r4'

/**
 * The newest of each code, so many of each, and those as new as the last of them. Two observations are of one code when
 * they share a coding, or a third links them; without codings when their words are the same
 * (FHIR R4, observation-operation-lastn).
 */
export function newestOfEachCode<T extends { readonly observation: Observation }>(
  given: readonly T[],
  max: number,
): T[] {
  const groups = new Groups()
  const keys = given.map(({ observation }) => keysOf(observation.code))
  for (const same of keys) groups.join(same)
  const dated = given
    .map((each, i) => ({ each, at: timeOf(each.observation), group: groups.of(keys[i]![0]!) }))
    .sort((a, b) => b.at - a.at)
  const taken = new Map<string, { count: number; last: number }>()
  return dated.flatMap(({ each, at, group }) => {
    const known = taken.get(group) ?? { count: 0, last: Number.NaN }
    if (known.count >= max && known.last !== at) return []
    taken.set(group, { count: known.count + 1, last: at })
    return [each]
  })
}

/** Words are compared letter by letter: 'Text' and 't e x t' are two, in the specification's own example. */
function keysOf({ coding, text }: CodeableConcept): string[] {
  const keys = (coding ?? []).flatMap(({ system = '', code }) =>
    code === undefined ? [] : [`${system}|${code}`],
  )
  return keys.length > 0 ? keys : [`text:${text ?? ''}`]
}

function timeOf({ effectiveDateTime, effectivePeriod, effectiveInstant, issued }: Observation): number {
  const text =
    effectiveDateTime ?? effectivePeriod?.end ?? effectivePeriod?.start ?? effectiveInstant ?? issued
  const at =
    text === undefined ? Number.NaN : Date.parse(text.length === 10 ? `${text}T00:00:00+07:00` : text)
  return Number.isNaN(at) ? Number.MIN_SAFE_INTEGER : at
}

/** Sets of keys that belong together, joined as one learns of it. */
class Groups {
  readonly #above = new Map<string, string>()

  of(key: string): string {
    let top = key
    for (let next = this.#above.get(top); next !== undefined; next = this.#above.get(top)) top = next
    // The way up is shortened, so that long chains are walked once.
    for (let at = key; at !== top; ) {
      const next = this.#above.get(at)!
      this.#above.set(at, top)
      at = next
    }
    return top
  }

  join(keys: readonly string[]): void {
    const first = this.of(keys[0]!)
    for (const key of keys) {
      const top = this.of(key)
      if (top !== first) this.#above.set(top, first)
    }
  }
}
